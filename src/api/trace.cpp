#include "api/handlers.hpp"
#include "api/query.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {

// GET /task/{id}/trace?from=
Async<Result<net::Response>> get_trace(Context& context, const Call& call)
{
    CO_TRY(const auto from, read(call.request, param::from));
    CO_TRY(
        auto entries,
        co_await context.runner.trace(
            call.key_id, call.request.path_param("task_id"), static_cast<std::int64_t>(from)
        )
    );
    co_return success(std::move(entries));
}

// GET /task/{id}/trace/{entry}/picture
Async<Result<net::Response>> get_step_picture(Context& context, const Call& call)
{
    CO_TRY(const auto entry, read_of_path(call.request, param::entry));
    CO_TRY(
        auto file,
        co_await context.runner.picture(
            call.key_id, call.request.path_param("task_id"), static_cast<std::int64_t>(entry)
        )
    );

    net::Response response;
    response.headers["Content-Type"] = "image/jpeg";
    response.headers["Cache-Control"] = "private, no-store";
    response.file = std::move(file);
    co_return response;
}

}  // namespace lissom::api
