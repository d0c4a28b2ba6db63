#include "app/trace_command.hpp"

#include <algorithm>
#include <iostream>

#include "app/data_folder.hpp"
#include "app/event_loop.hpp"
#include "base/try.hpp"
#include "cli/trace.hpp"

namespace lissom::app {
namespace {

Result<cli::Server> server_of(const Config& config, const TraceOptions& options)
{
    cli::Server server{options.server, config.api_key};
    if (server.key.empty())
        if (auto local = local_key(config.data)) server.key = *local;
    if (server.key.empty()) return Error{ErrorCode::invalid_argument, "--api-key: the server wants one"};
    if (!server.url.empty()) return server;
    auto running = running_server(config.data);
    if (!running)
        return Error{
            ErrorCode::unavailable,
            "no server works in " + config.data.string() +
                "; start it (`lissom serve`) or name one (--server)"
        };
    server.url = *running;
    return server;
}

bool is_id(const std::string& text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-';
    });
}

Async<Done> print(net::Client& client, Config config, TraceOptions options)
{
    if (!is_id(options.task))
        co_return Error{ErrorCode::invalid_argument, "\"" + options.task + "\" is no id of a task"};
    CO_TRY(const auto server, server_of(config, options));
    CO_TRY(const auto entries, co_await cli::read_trace(client, server, options.task));
    if (options.as_json)
        std::cout << dump(Json(entries)) << "\n";
    else if (entries.empty())
        std::cerr << "nothing was traced, or the task's data was deleted\n";
    else
        std::cout << cli::describe_trace(
            entries, options.has_everything ? cli::Detail::everything : cli::Detail::lines
        );
    co_return Done();
}

Async<int> run(boost::asio::io_context& loop, Config config, TraceOptions options)
{
    auto client = net::make_client(loop.get_executor());
    auto done = co_await print(*client, std::move(config), std::move(options));
    if (!done) std::cerr << "lissom: " << done.error().message << "\n";
    co_return done ? 0 : 1;
}

}  // namespace

int print_trace(Config config, TraceOptions options)
{
    boost::asio::io_context loop(1);
    return run_to_end(loop, run(loop, std::move(config), std::move(options)));
}

}  // namespace lissom::app
