#include "app/serve.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "app/event_loop.hpp"
#include "app/sandbox.hpp"
#include "app/service.hpp"

namespace lissom::app {
namespace {

void greet(const Config& config, const Started& started)
{
    auto key_file = (config.data / "local-key").string();
    auto& out = std::cout;
    out << "Lissom " LISSOM_VERSION " listens on " << started.url << "; its data is in "
        << config.data.string() << "\n";
    if (started.is_first_start)
        out << "API key, shown this once and kept in " << key_file << " for this machine's command line:\n  "
            << started.key << "\n";
    out << "\nIn another terminal:\n"
        << "  curl " << started.url << "/api/v1/task -H \"apikey: $(cat " << key_file
        << ")\" -H 'Content-Type: application/json'"
        << " -d '{\"task\": \"Return the heading of the page\", \"url\": \"https://example.com\"}'\n"
        << "  pip install smooth-py && SMOOTH_BASE_URL=" << started.url << " CIRCLEMIND_API_KEY=$(cat "
        << key_file << ")"
        << " python3 -c 'from smooth import SmoothClient; print(SmoothClient().run(\"Return the heading of "
           "the page\","
        << " url=\"https://example.com\").result().output)'\n"
        << std::flush;
}

Async<int> serve_until_signal(boost::asio::io_context& loop, Config config, browser::SandboxPlan sandbox)
{
    using namespace boost::asio::experimental::awaitable_operators;
    // From the first moment on: requests are answered before all of it has started, and whoever got an answer
    // may ask for a stop.
    boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
    const auto stop_asked = [&] { return signals.async_wait(boost::asio::use_awaitable); };
    Service service(loop, config, std::move(sandbox));
    auto begun = co_await (service.start() || stop_asked());
    if (begun.index() == 1) {
        co_await service.stop();
        co_return 0;
    }
    const auto started = std::get<0>(std::move(begun));
    if (!started) {
        std::cerr << "lissom: " << started.error().message << "\n";
        co_await service.stop();
        co_return 1;
    }
    greet(config, *started);

    co_await stop_asked();
    std::cout << "stopping: running tasks get " << config.stop_seconds << " s; once more to not wait\n"
              << std::flush;
    auto first = co_await (service.stop() || stop_asked());
    // Whoever asks twice wants it now. Chromium ends with its parent; what is left in folders goes at the
    // next start.
    if (first.index() == 1) std::_Exit(1);
    co_return 0;
}

}  // namespace

int serve(Config config)
{
    auto decision = decide_sandbox(config);
    if (!decision) {
        std::cerr << "lissom: " << decision.error().message << "\n";
        return 1;
    }
    if (decision->plan.is_off && config.sandbox == SandboxChoice::automatic)
        std::cerr << "lissom: Chromium runs without its sandbox: " << decision->why
                  << " (`lissom doctor` says more)\n";

    boost::asio::io_context loop(1);
    return run_to_end(loop, serve_until_signal(loop, std::move(config), std::move(decision->plan)));
}

}  // namespace lissom::app
