#include <charconv>

#include "api/handlers.hpp"
#include "api/reading.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {
namespace {

// Proxies close a connection that is silent for a minute; a comment now and then keeps it.
constexpr Millis keep_alive_interval(15'000);

// All timestamps are above it, and a cursor above 0 lets the runner hold the read where nothing has happened
// yet.
constexpr std::int64_t before_everything = 1;

std::string to_chunk(std::string_view name, const Json& data, std::int64_t id = 0)
{
    std::string chunk;
    if (id > 0) chunk += "id: " + std::to_string(id) + "\n";
    chunk += "event: " + std::string(name) + "\ndata: " + dump(data) + "\n\n";
    return chunk;
}

// Sends each event as it happens and, when the task has ended, the TaskResponse under the name "end".
Async<void> send_events(
    runner::Runner& runner,
    std::string key_id,
    std::string id,
    std::int64_t cursor,
    net::Request request,
    net::Write write
)
{
    for (;;) {
        auto reading = co_await runner.read(
            key_id, id, {.event_t = cursor, .wait = keep_alive_interval, .downloads = false}
        );
        if (!reading) {
            co_await write(to_chunk("error", {{"detail", reading.error().message}}));
            co_return;
        }

        std::string chunk;
        for (const auto& event : *reading->events) {
            chunk += to_chunk(event.name, to_json(event, request), event.timestamp_ms);
            cursor = event.timestamp_ms;
        }
        auto has_ended = task::is_final(reading->task.status);
        // What came with the final status may not be all there is.
        if (has_ended && chunk.empty())
            chunk = to_chunk("end", task::to_json(reading->task));
        else
            has_ended = false;
        if (chunk.empty()) chunk = ": waiting\n\n";
        if (!co_await write(std::move(chunk)) || has_ended) co_return;
    }
}

}  // namespace

// POST /task/{id}/event
Async<Result<net::Response>> post_event(Context& context, const Call& call)
{
    CO_TRY(auto body, parse_json(call.request.body));
    CO_TRY(auto event, task::event_from_json(body));
    CO_TRY(
        auto event_id,
        co_await context.runner.post_event(call.key_id, call.request.path_param("task_id"), std::move(event))
    );
    co_return success(JsonObject{{"id", event_id}});
}

// GET /task/{id}/events: server-sent events, from `event_t` or the browser's Last-Event-ID on.
Async<Result<net::Response>> stream_events(Context& context, const Call& call)
{
    auto id = call.request.path_param("task_id");
    CO_TRY(auto wanted, cursor_from(call.request));
    auto cursor = std::max(wanted.value_or(0), before_everything);
    if (auto last = call.request.header("last-event-id"); !last.empty()) {
        std::int64_t number = 0;
        auto [end, code] = std::from_chars(last.data(), last.data() + last.size(), number);
        if (code == std::errc() && end == last.data() + last.size()) cursor = std::max(cursor, number);
    }

    // An unknown task is a 404, not a stream that ends at once.
    CO_TRY([[maybe_unused]] auto task, co_await context.runner.find(call.key_id, id));

    net::Request request;  // the part of it that decides on the form of an event
    request.headers = call.request.headers;
    net::Response response;
    response.headers["Content-Type"] = "text/event-stream";
    response.headers["Cache-Control"] = "no-store";
    response.stream = [&runner = context.runner, key_id = call.key_id, id, cursor, request](net::Write write
                      ) { return send_events(runner, key_id, id, cursor, request, std::move(write)); };
    co_return response;
}

}  // namespace lissom::api
