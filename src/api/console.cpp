#include "api/handlers.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {

// GET /task/{id}/console
Async<Result<net::Response>> get_console(Context& context, const Call& call)
{
    CO_TRY(auto console, co_await context.runner.console(call.key_id, call.request.path_param("task_id")));

    JsonObject body{{"r", JsonArray()}};
    if (auto* entries = console.if_contains("entries")) body["r"] = std::move(*entries);
    for (const auto* name : {"dropped", "reads_scripts"})
        if (auto* value = console.if_contains(name)) body[name] = std::move(*value);
    co_return net::Response::json(200, std::move(body));
}

}  // namespace lissom::api
