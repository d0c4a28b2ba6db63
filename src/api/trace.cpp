#include "api/handlers.hpp"
#include "api/reading.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {

// GET /task/{id}/trace?from=
Async<Result<net::Response>> get_trace(Context& context, const Call& call)
{
    CO_TRY(const auto from, number_param(call.request, "from", 1));
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

}  // namespace lissom::api
