#include <charconv>
#include <cmath>

#include "api/handlers.hpp"
#include "api/old_client.hpp"
#include "api/reading.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {
namespace {

constexpr int default_list_length = 32;
constexpr int max_list_length = 128;

Result<double> number_param(const net::Request& request, std::string_view name, double fallback)
{
    auto text = request.param(name).value_or("");
    if (text.empty()) return fallback;
    double number = 0;
    auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return Error{ErrorCode::invalid_argument, "\"" + std::string(name) + "\" must be a number"};
    return number;
}

Result<runner::ReadOptions> read_options(const net::Request& request)
{
    runner::ReadOptions options;
    TRY(options.event_t, cursor_from(request));
    options.downloads = is_true(request.param("downloads"));
    if (!request.param("wait").value_or("").empty()) {
        TRY(auto seconds, number_param(request, "wait", 0));
        if (seconds < 0 || seconds > 3'600)
            return Error{ErrorCode::invalid_argument, "\"wait\" must be seconds between 0 and 3600"};
        options.wait = Millis(static_cast<std::int64_t>(seconds * 1'000));
    }
    return options;
}

}  // namespace

// POST /task
Async<Result<net::Response>> create_task(Context& context, const Call& call)
{
    CO_TRY(auto body, parse_json(call.request.body));
    CO_TRY(auto spec, task::spec_from_json(body));
    CO_TRY(auto task, co_await context.runner.submit(call.key_id, std::move(spec)));

    // The task has only been admitted: clients follow it with GET /task/{id} or its event stream.
    co_return success(task::to_json(task));
}

// GET /task/{id}?event_t=&downloads=&wait=
Async<Result<net::Response>> get_task(Context& context, const Call& call)
{
    CO_TRY(auto options, read_options(call.request));
    auto needs_tool_calls = is_old_client(call.request) && !options.event_t;
    if (needs_tool_calls) options.event_t = 0;

    CO_TRY(auto reading, co_await context.runner.read(call.key_id, call.request.path_param("id"), options));

    auto json = to_json(reading, call.request);
    if (needs_tool_calls) put_tool_calls(json, reading);
    auto response = success(std::move(json));
    response.status = task::is_final(reading.task.status) ? 200 : 202;
    co_return response;
}

// GET /task?t=&l=
Async<Result<net::Response>> list_tasks(Context& context, const Call& call)
{
    CO_TRY(auto before_s, number_param(call.request, "t", 0));
    CO_TRY(auto length, number_param(call.request, "l", default_list_length));
    if (length < 1 || length > max_list_length)
        co_return Error{
            ErrorCode::invalid_argument, "\"l\" must be between 1 and " + std::to_string(max_list_length)
        };
    if (before_s < 0 || before_s > 1e12)
        co_return Error{ErrorCode::invalid_argument, "\"t\" must be a time in seconds since 1970"};

    CO_TRY(
        auto tasks,
        co_await context.runner.list(
            call.key_id, static_cast<std::int64_t>(before_s * 1'000), static_cast<int>(length)
        )
    );
    JsonArray list;
    for (const auto& task : tasks) list.push_back(task::to_json(task));
    co_return success(std::move(list));
}

// DELETE /task/{id}: also fine for a task that has ended; clients send it twice.
Async<Result<net::Response>> delete_task(Context& context, const Call& call)
{
    CO_TRY_DONE(co_await context.runner.cancel(call.key_id, call.request.path_param("id")));
    co_return success(true);
}

// DELETE /task/{id}/data
Async<Result<net::Response>> delete_task_data(Context& context, const Call& call)
{
    CO_TRY_DONE(co_await context.runner.delete_data(call.key_id, call.request.path_param("id")));
    co_return success(true);
}

}  // namespace lissom::api
