#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "app/config.hpp"
#include "base/async.hpp"
#include "base/result.hpp"
#include "browser/sandbox.hpp"

namespace lissom::app {

// What a person needs to know to use it.
struct Started {
    std::string url;
    std::string key;
    bool is_first_start = false;  // the key is new
};

// The whole server: every room, wired. The owner awaits start() first and stop() last, also when start()
// failed.
class Service {
public:
    // The sandbox is decided before: it must be tried out before threads exist.
    Service(boost::asio::io_context& loop, Config config, browser::SandboxPlan sandbox);
    ~Service();

    // Errors are sentences that name the setting to change.
    Async<Result<Started>> start();

    // Refuses new tasks, gives running ones their time, saves what must be saved, leaves nothing running.
    Async<void> stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lissom::app
