#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>

#include "base/nursery.hpp"
#include "base/time.hpp"
#include "egress/ground.hpp"
#include "egress/session.hpp"

namespace lissom::egress {

struct GatewaySettings {
    AddressPolicy addresses;
    FixedNames names;
    // Users of this machine whose processes may use a session's port: those that browsers run as. Empty:
    // whoever gets there.
    std::set<uid_t> users;
};

// All traffic of all browsers goes through here, each browser's through a session with a port of its own on
// 127.0.0.1.
class Gateway {
public:
    Gateway(boost::asio::any_io_executor executor, GatewaySettings settings, Clock clock = system_clock());
    ~Gateway();

    // From here on only processes of these users are served.
    void serve_only(std::set<uid_t> users) { ground_.users = std::move(users); }

    // "http://127.0.0.1:40123", as a browser takes its proxy.
    Result<std::string> open();
    Session* find(std::string_view proxy);  // null: there is none (any more)
    void close(std::string_view proxy);     // its connections end soon; its log stays with whoever holds it

    // For connections that the server makes because a client said so, such as webhooks: an address of this
    // host, to connect to and to no other. forbidden, not_found.
    Async<Result<std::string>> address_for(std::string host, std::uint16_t port);

    std::size_t sessions() const { return sessions_.size(); }
    const Ground& ground() const { return ground_; }

    Async<void> stop();

private:
    static Async<void> put_away(std::unique_ptr<Session> session);

    boost::asio::any_io_executor executor_;
    Clock clock_;
    Ground ground_;
    std::map<std::string, std::unique_ptr<Session>, std::less<>> sessions_;
    Nursery cleaners_;
};

}  // namespace lissom::egress
