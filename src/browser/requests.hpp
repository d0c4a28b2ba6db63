#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace lissom::browser {

// The requests of a page that an agent would wait for (documents, fetch, XHR) and that are still open.
class Requests {
public:
    void started(const std::string& id, Moment now, std::uint64_t number);
    void ended(const std::string& id);
    void clear() { open_.clear(); }

    // When the last of those that count stops to count: started after `number`, and young. A request that
    // stays open for long is a long poll or a stream, which a person does not wait for either. The epoch when
    // there is none.
    Moment busy_until(std::uint64_t number, Moment now) const;

private:
    struct Open {
        std::string id;
        Moment started;
        std::uint64_t number;  // Activity::requests_started when it began
    };
    std::vector<Open> open_;
};

}  // namespace lissom::browser
