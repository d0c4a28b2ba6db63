#include "app/run_command.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "app/data_folder.hpp"
#include "app/event_loop.hpp"
#include "app/sandbox.hpp"
#include "app/service.hpp"
#include "base/try.hpp"

namespace lissom::app {
namespace {

constexpr int interrupted = 130;  // what shells expect after Ctrl-C

Async<Result<cli::TaskOptions>> replayed(net::Client& client, cli::Server server, RunOptions options)
{
    Result<cli::TaskOptions> again = Error{ErrorCode::not_found, ""};
    if (std::filesystem::is_regular_file(options.replay)) {
        std::ifstream in(options.replay, std::ios::binary);
        CO_TRY(const auto script, parse_json(std::string{std::istreambuf_iterator<char>(in), {}}));
        again = cli::options_of_script(script);
    } else if (options.replay.contains('/') || options.replay.ends_with(".json")) {
        co_return Error{ErrorCode::not_found, "there is no file " + options.replay};
    } else {
        again = co_await cli::options_of_task(client, server, options.replay);
    }
    if (again && options.task.metadata) again->metadata = options.task.metadata;
    if (again && !options.task.url.empty()) again->url = options.task.url;
    co_return again;
}

Async<Result<int>> carry_out(net::Client& client, cli::Server server, RunOptions options)
{
    using namespace boost::asio::experimental::awaitable_operators;
    if (!options.replay.empty()) {
        CO_TRY(options.task, co_await replayed(client, server, options));
    }
    CO_TRY(auto id, co_await cli::submit_task(client, server, options.task));
    std::cerr << "task " << id << std::endl;

    auto first = co_await (cli::follow_task(client, server, id) || wait_for_signal());
    if (first.index() == 1) {
        std::cerr << "cancelling" << std::endl;
        CO_TRY_DONE(co_await cli::cancel_task(client, server, id));
        co_return interrupted;
    }
    CO_TRY(auto task, std::get<0>(std::move(first)));

    auto status = string_or(task, "status");
    if (auto recording = string_or(task, "recording_url"); !recording.empty())
        std::cerr << "recording: " << recording << "\n";
    if (options.as_json)
        std::cout << dump(task) << std::endl;
    else if (status == "done")
        std::cout << cli::describe_output(task["output"]) << std::endl;
    else
        std::cerr << status << ": " << cli::describe_output(task["output"]) << std::endl;
    co_return status == "done" ? 0 : 1;
}

// The server to use; `own` is started where none works in the data folder.
Async<Result<cli::Server>> find_server(
    boost::asio::io_context& loop,
    Config config,
    RunOptions options,
    browser::SandboxPlan sandbox,
    std::unique_ptr<Service>& own
)
{
    cli::Server server{options.server, config.api_key};
    if (server.key.empty())
        if (auto local = local_key(config.data)) server.key = *local;
    if (!server.url.empty()) {
        if (server.key.empty())
            co_return Error{ErrorCode::invalid_argument, "--api-key: " + server.url + " needs one"};
        co_return server;
    }
    if (auto running = running_server(config.data)) {
        server.url = *running;
        co_return server;
    }

    std::cerr << "no server works in " << config.data.string() << "; starting one for this task" << std::endl;
    config.listen = "127.0.0.1:0";
    own = std::make_unique<Service>(loop, config, std::move(sandbox));
    CO_TRY(auto started, co_await own->start());
    co_return cli::Server{started.url, started.key};
}

Async<int> run(boost::asio::io_context& loop, Config config, RunOptions options, browser::SandboxPlan sandbox)
{
    auto client = net::make_client(loop.get_executor());
    std::unique_ptr<Service> own;
    auto server = co_await find_server(loop, config, options, std::move(sandbox), own);
    Result<int> code = 1;
    if (server)
        code = co_await carry_out(*client, *server, options);
    else
        code = server.error();
    if (own) co_await own->stop();

    if (!code) std::cerr << "lissom: " << code.error().message << "\n";
    co_return code ? *code : 1;
}

}  // namespace

int run_task(Config config, RunOptions options)
{
    // A server of its own has nothing to say but how the task goes.
    log::configure(std::max(config.log_level, log::Level::warn), config.log_format);
    auto decision = decide_sandbox(config);
    if (!decision) {
        std::cerr << "lissom: " << decision.error().message << "\n";
        return 1;
    }
    boost::asio::io_context loop(1);
    return run_to_end(loop, run(loop, std::move(config), std::move(options), std::move(decision->plan)));
}

}  // namespace lissom::app
