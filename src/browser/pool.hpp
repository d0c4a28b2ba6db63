#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/time.hpp"
#include "browser/context.hpp"
#include "browser/sandbox.hpp"

namespace lissom::browser {

struct PoolSettings {
    std::string headless_shell;  // path of the light browser; empty: found on this machine, or full Chromium
                                 // stands in
    std::string chromium;        // path of the full browser; empty: found on this machine
    std::filesystem::path folder;    // temporary user-data folders live below it; swept at start
    SandboxPlan sandbox;             // from plan_sandbox()
    std::size_t spare_contexts = 1;  // ready-made contexts kept in the warm browser
    std::size_t max_contexts_per_process = 20;
    Millis start_limit = Millis(20'000);
    std::string world_script;                  // runs first in our isolated world of every frame
    std::vector<std::string> extra_arguments;  // for Chromium; tests put their host rules here
    bool warm_full = false;  // keep a full Chromium warm as well: it is started first, for most sessions want
                             // it; else it comes with the first session that asks for it
    // A context's proxy is fixed when it is made, and spare contexts are made ahead: this opens an egress
    // listener for each context that is not given a proxy in its options; `close_proxy` hears when that
    // context is gone. Both may be empty.
    std::function<ProxySettings()> open_proxy;
    std::function<void(const ProxySettings&)> close_proxy;
};

// Owns every Chromium of the server. Keeps one warm with ready-made contexts, so that a session starts in
// milliseconds.
class Pool {
public:
    virtual ~Pool() = default;

    // Finds the browser, and removes what a server before this one left. From here on
    // acquire() works. Fails with a sentence that says what to install where there is no Chromium.
    virtual Async<Done> prepare() = 0;

    // Starts the warm browser; prepares first, if nobody has.
    virtual Async<Done> start() = 0;

    virtual Async<Result<std::unique_ptr<Context>>> acquire(ContextOptions options) = 0;

    virtual std::size_t processes_alive() const = 0;
    // Those that should be alive: the warm ones, and those that open contexts need.
    virtual std::size_t processes_expected() const { return processes_alive(); }
    // The user of this machine that browsers run as.
    virtual std::optional<unsigned> runs_as() const { return std::nullopt; }
    virtual std::size_t contexts_in_use() const = 0;

    // Ends every Chromium and removes every temporary folder.
    virtual Async<void> stop() = 0;
};

std::unique_ptr<Pool> make_pool(boost::asio::any_io_executor executor, PoolSettings settings);

}  // namespace lissom::browser
