#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "egress/network_log.hpp"

namespace lissom::runner {

// Joins what a browser tells of its requests over TLS, and of its WebSockets, with what the gateway saw of
// their tunnels: one log has all. Owned by a WayOut.
class ToldRequests {
public:
    // From here on into this log.
    void write_to(std::shared_ptr<egress::NetworkLog> log);

    // An event of Chromium's Network domain:
    // https://chromedevtools.github.io/devtools-protocol/tot/Network/
    void take(std::string_view event, const JsonObject& params);

private:
    struct Open {
        egress::NetworkLog::Number number = 0;
        double began = 0;  // seconds, on Chromium's clock
        std::uint64_t received = 0;
    };
    void began(const std::string& id, const JsonObject& params);
    void answered(const std::string& id, const JsonObject& response);
    void ended(const std::string& id, const JsonObject& params);
    void failed(const std::string& id, const JsonObject& params);
    Open* find(const std::string& id);

    std::shared_ptr<egress::NetworkLog> log_;
    std::map<std::string, Open> open_;  // by Chromium's name of the request
};

}  // namespace lissom::runner
