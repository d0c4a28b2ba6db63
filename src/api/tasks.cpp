#include "api/composed.hpp"
#include "api/handlers.hpp"
#include "api/old_client.hpp"
#include "api/query.hpp"
#include "api/reading.hpp"
#include "api/task_list.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {
namespace {

Result<runner::ReadOptions> read_options(const net::Request& request)
{
    runner::ReadOptions options;
    TRY(options.event_t, cursor_from(request));
    options.downloads = read(request, param::downloads);
    TRY(const auto seconds, read_if_said(request, param::wait));
    if (seconds) options.wait = Millis(static_cast<std::int64_t>(*seconds * 1'000));
    return options;
}

}  // namespace

// POST /task
Async<Result<net::Response>> create_task(Context& context, const Call& call)
{
    CO_TRY(auto body, parse_json(call.request.body));
    CO_TRY(auto spec, task::spec_from_json(body));
    spec.profile_id = composed(spec.profile_id);
    CO_TRY(auto task, co_await context.runner.submit(call.key_id, std::move(spec)));

    // The task has only been admitted: clients follow it with GET /task/{id} or its event stream.
    co_return success(task::to_json(task));
}

// GET /task/{id}?event_t=&downloads=&wait=&details=
Async<Result<net::Response>> get_task(Context& context, const Call& call)
{
    CO_TRY(auto options, read_options(call.request));
    auto needs_tool_calls = is_old_client(call.request) && !options.event_t;
    if (needs_tool_calls) options.event_t = 0;

    CO_TRY(
        auto reading, co_await context.runner.read(call.key_id, call.request.path_param("task_id"), options)
    );

    auto json = to_json(reading, call.request);
    if (needs_tool_calls) put_tool_calls(json, reading);
    if (read(call.request, param::details)) {
        // As it is after the wait; what was asked is not part of a reading.
        CO_TRY(const auto task, co_await context.runner.find(call.key_id, reading.task.id));
        put_details(json, task);
    }
    auto response = success(std::move(json));
    response.status = task::is_final(reading.task.status) ? 200 : 202;
    co_return response;
}

// GET /task?t=&l=&status=&q=&details=
Async<Result<net::Response>> list_tasks(Context& context, const Call& call)
{
    CO_TRY(auto wanted, wanted_from(call.request));
    CO_TRY(auto found, co_await find_tasks(context, call.key_id, std::move(wanted)));
    const bool with_details = read(call.request, param::details);
    JsonArray list;
    for (const auto& task : found.tasks) {
        auto json = task::to_json(task);
        if (with_details) put_details(json, task);
        list.push_back(std::move(json));
    }
    JsonObject body{{"r", std::move(list)}};
    if (with_details)
        body["next"] =
            found.next_before_ms ? Json(static_cast<double>(found.next_before_ms) / 1'000) : Json();
    co_return net::Response::json(200, body);
}

// DELETE /task/{id}: also fine for a task that has ended; clients send it twice.
Async<Result<net::Response>> delete_task(Context& context, const Call& call)
{
    CO_TRY_DONE(co_await context.runner.cancel(call.key_id, call.request.path_param("task_id")));
    co_return success(true);
}

// DELETE /task/{id}/data
Async<Result<net::Response>> delete_task_data(Context& context, const Call& call)
{
    CO_TRY_DONE(co_await context.runner.delete_data(call.key_id, call.request.path_param("task_id")));
    co_return success(true);
}

}  // namespace lissom::api
