#include <charconv>
#include <system_error>

#include "api/handlers.hpp"
#include "api/query.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {

// GET /task/{id}/trace?from=
Async<Result<net::Response>> get_trace(Context& context, const Call& call)
{
    CO_TRY(const auto from, read(call.request, param::from));
    if (from < 1 || from > 1e9)
        co_return Error{ErrorCode::invalid_argument, "\"from\" must be the number of an entry, from 1"};
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
    const auto text = call.request.path_param("entry");
    std::int64_t entry = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), entry);
    if (failure != std::errc() || end != text.data() + text.size() || entry < 1)
        co_return Error{ErrorCode::invalid_argument, "\"entry\" must be the number of an entry, from 1"};
    CO_TRY(
        auto file, co_await context.runner.picture(call.key_id, call.request.path_param("task_id"), entry)
    );

    net::Response response;
    response.headers["Content-Type"] = "image/jpeg";
    response.headers["Cache-Control"] = "private, no-store";
    response.file = std::move(file);
    co_return response;
}

}  // namespace lissom::api
