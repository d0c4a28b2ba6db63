#pragma once

#include <array>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/thread_pool.hpp>

#include "browser/chromium_context.hpp"
#include "browser/demand.hpp"
#include "browser/pool.hpp"

namespace lissom::browser {

// browser::Pool over local Chromium processes.
class ChromiumPool final : public Pool {
public:
    ChromiumPool(boost::asio::any_io_executor executor, PoolSettings settings);
    ~ChromiumPool() override;

    Async<Done> prepare() override;
    Async<Done> start() override;
    Async<Result<std::unique_ptr<Context>>> acquire(ContextOptions options) override;
    std::size_t processes_alive() const override;
    std::size_t processes_expected() const override;
    std::optional<unsigned> runs_as() const override;
    std::size_t contexts_in_use() const override { return in_use_; }
    std::size_t spare_contexts() const { return light_.spare.size() + full_.spare.size(); }
    Async<void> stop() override;

private:
    // The shared processes of one engine, and the contexts made ahead in the first of them.
    struct Stable {
        Engine engine = Engine::light;
        std::vector<std::shared_ptr<Chromium>> browsers;
        std::deque<std::unique_ptr<ChromiumContext>> spare;
        Demand demand;
        bool is_wanted = false;  // keep it warm
        bool is_filling = false;
        bool is_making = false;    // a spare context
        bool is_promised = false;  // to a session that waits for it
        bool is_easing = false;
        bool is_starting = false;
        Watch started;
        Watch made;

        explicit Stable(boost::asio::any_io_executor executor, Engine which)
            : engine(which),
              started(executor),
              made(executor)
        {
        }
    };

    struct Care;
    struct ContextCare;
    struct ProxyCare;

    Done find_programs();
    Stable& stable_for(const ContextOptions& options) { return options.stealth ? full_ : light_; }
    ChromiumSpec spec_of(Engine engine) const;
    ContextSetting setting_with(std::optional<ProxySettings> proxy) const;
    std::optional<ProxySettings> next_proxy() const;

    Async<Result<std::shared_ptr<Chromium>>> launch_browser(ChromiumSpec spec);
    Async<Result<std::shared_ptr<Chromium>>> browser_with_room(Stable& stable);
    Async<Result<std::unique_ptr<ChromiumContext>>>
    make_context(Stable& stable, std::optional<ProxySettings> proxy);
    Async<Result<std::unique_ptr<ChromiumContext>>> make_own_browser(const ContextOptions& options);
    Async<Result<std::unique_ptr<ChromiumContext>>> blank_context(const ContextOptions& options);
    Async<Result<std::unique_ptr<ChromiumContext>>>
    begin_context(std::shared_ptr<Chromium> browser, ContextSetting setting);

    // In pool_spares.cpp.
    std::size_t wanted_spares(const Stable& stable) const;
    std::unique_ptr<ChromiumContext> take_spare(Stable& stable);
    Async<std::unique_ptr<ChromiumContext>> ready_context(Stable& stable);
    void refill_soon(Stable& stable);
    Async<void> refill(Stable& stable);
    Async<Done> make_spare(Stable& stable);
    Async<void> ease(Stable& stable);
    Async<void> wait_for_calm();
    Async<void> warm_later(Stable& stable);

    Async<void> watch_browser(std::shared_ptr<Chromium> chromium);
    void context_gone(ChromiumContext& context);
    static Async<void> put_away(std::unique_ptr<ChromiumContext> context);
    Async<void> retire(std::shared_ptr<Chromium> chromium);
    void forget(const std::shared_ptr<Chromium>& chromium);

    boost::asio::any_io_executor executor_;
    PoolSettings settings_;
    std::shared_ptr<const WorldScripts> world_;
    boost::asio::thread_pool disk_;  // moves downloads, sweeps and removes folders
    Stable light_;
    Stable full_;
    std::vector<std::shared_ptr<Chromium>> running_;  // until they are stopped
    std::size_t in_use_ = 0;
    std::size_t asking_ = 0;                   // sessions that wait for their context
    std::size_t own_browsers_ = 0;             // of contexts that have a process to themselves
    Moment last_start_;                        // of a session
    std::optional<std::string> full_version_;  // of the full browser's program; "": it does not say
    bool is_prepared_ = false;
    bool is_stopping_ = false;
    Nursery nursery_;
    Nursery cleaners_;  // what puts away; never cancelled, all its waits are bounded
};

}  // namespace lissom::browser
