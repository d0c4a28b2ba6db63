#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace lissom::browser {
class Pool;
}
namespace lissom::runner {
class Runner;
}

namespace lissom::api {

// What /metrics tells, in Prometheus' text format. Owned by app/. Counts only: no ids, names or addresses,
// because the page needs no key.
class Metrics {
public:
    Metrics(const runner::Runner& runner, const browser::Pool& browsers);
    ~Metrics();

    // `route` is the pattern, not the path: few values.
    void count_request(net::Method method, std::string_view route, unsigned status, double seconds);

    std::string text() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lissom::api
