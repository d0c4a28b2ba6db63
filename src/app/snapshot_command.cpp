#include "app/snapshot_command.hpp"

#include <unistd.h>

#include <iostream>

#include "app/event_loop.hpp"
#include "app/sandbox.hpp"
#include "base/try.hpp"
#include "browser/pool.hpp"
#include "view/snapshot.hpp"

namespace lissom::app {
namespace {

constexpr Millis load_limit(30'000);

Async<Done> look(browser::Pool& pool, SnapshotOptions options)
{
    CO_TRY_DONE(co_await pool.start());
    CO_TRY(auto context, co_await pool.acquire({}));
    auto& page = context->page();
    auto loaded = co_await page.go_to(options.url, load_limit);
    if (!loaded) {
        co_await context->close();
        co_return loaded.error();
    }
    auto snapshot = co_await view::observe(page);
    co_await context->close();
    if (!snapshot) co_return snapshot.error();

    if (options.as_json)
        std::cout << dump(view::to_json(*snapshot)) << "\n";
    else
        std::cout << view::to_text(*snapshot, {.max_tokens = options.max_tokens, .from = 0}) << "\n";
    co_return Done();
}

Async<int>
print(boost::asio::any_io_executor executor, browser::PoolSettings settings, SnapshotOptions options)
{
    auto folder = settings.folder;
    auto pool = browser::make_pool(executor, std::move(settings));
    auto done = co_await look(*pool, std::move(options));
    co_await pool->stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    if (!done) std::cerr << "lissom: " << done.error().message << "\n";
    co_return done ? 0 : 1;
}

}  // namespace

int print_snapshot(Config config, SnapshotOptions options)
{
    auto decision = decide_sandbox(config);
    if (!decision) {
        std::cerr << "lissom: " << decision.error().message << "\n";
        return 1;
    }
    browser::PoolSettings settings;
    settings.chromium = config.chromium;
    settings.headless_shell = config.headless_shell;
    settings.sandbox = std::move(decision->plan);
    settings.folder =
        std::filesystem::temp_directory_path() / ("lissom-snapshot-" + std::to_string(::getpid()));
    settings.spare_contexts = 0;
    settings.world_script = view::world_script();
    settings.extra_arguments = config.browser_arguments;

    boost::asio::io_context loop(1);
    return run_to_end(loop, print(loop.get_executor(), std::move(settings), std::move(options)));
}

}  // namespace lissom::app
