#include "api/composed.hpp"
#include "api/handlers.hpp"
#include "api/openapi.hpp"
#include "base/ids.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"
#include "store/store.hpp"
#include "task/fields.hpp"

// Routes that the published clients before 0.4 use, each in terms of what took its place.

namespace lissom::api {
namespace {

// How long POST /browser/session waits for a live_url: its clients open it at once.
constexpr Millis live_url_limit(15'000);

Result<JsonObject> object_of(const net::Request& request)
{
    TRY(auto body, parse_json(request.body));
    auto* object = body.if_object();
    if (!object) return Error{ErrorCode::invalid_argument, "the body must be a JSON object"};
    return std::move(*object);
}

// The newest session of the key that has not ended and, where one is named, uses that profile.
Async<Result<std::vector<task::Task>>> open_sessions(Context& context, std::string key_id)
{
    constexpr int enough = 128;  // more are never open at a time for one key
    CO_TRY(auto tasks, co_await context.runner.list(key_id, 0, enough));
    std::erase_if(tasks, [](const task::Task& task) {
        return !task.is_session || task::is_final(task.status);
    });
    co_return tasks;
}

Async<Result<runner::Reading>> wait_for_live_url(runner::Runner& runner, std::string key_id, std::string id)
{
    auto began = moment();
    for (;;) {
        auto left = live_url_limit - std::chrono::duration_cast<Millis>(moment() - began);
        // A cursor in the far future: no event is news, only the task itself.
        constexpr std::int64_t after_everything = 9'000'000'000'000'000;
        CO_TRY(
            auto reading,
            co_await runner.read(
                key_id,
                id,
                {.event_t = after_everything, .wait = std::max(left, Millis(0)), .downloads = false}
            )
        );
        if (reading.task.live_url || task::is_final(reading.task.status) || left <= Millis(0))
            co_return reading;
    }
}

// What this route had before there was POST /task, beside what it shares with it.
struct OldSession {
    std::string profile_id;
    std::string old_name;
    bool wants_live_view = true;
};

void read_old_session(task::Fields& fields, OldSession& session)
{
    std::string ignored;
    fields.read("profile_id", session.profile_id);
    fields.read("session_id", session.old_name);
    fields.read("session_name", ignored);
    fields.read("live_view", session.wants_live_view);
}

// As payload of a tool_call event, which holds it to the rest.
void read_tool_response(task::Fields& fields, JsonObject& answer) { fields.require("tool_response", answer); }

}  // namespace

JsonObject browser_session_schema()
{
    auto fields = task::Fields::describing();
    OldSession session;
    read_old_session(fields, session);
    auto schema = fields.schema();
    auto& properties = schema["properties"].get_object();
    const auto of_task = task::spec_schema();
    for (const auto* name :
         {"device", "url", "proxy_server", "proxy_username", "proxy_password", "extensions", "use_stealth"})
        properties[name] = of_task.at("properties").at(name);
    return schema;
}

JsonObject tool_response_schema()
{
    auto fields = task::Fields::describing();
    JsonObject answer;
    read_tool_response(fields, answer);
    auto schema = fields.schema();
    const auto of_event = task::event_schema();
    const auto& event = of_event.at("properties");
    auto& inner = schema["properties"].get_object()["tool_response"].get_object();
    inner["required"] = JsonArray{"id"};
    auto id = event.at("id").as_object();
    id["type"] = "string";
    id["minLength"] = 1;
    inner["properties"] = {
        {"id", std::move(id)},
        {"code", of_event.at("then").at("properties").at("payload").at("properties").at("code")},
        {"output", JsonObject()},
    };
    return schema;
}

// PUT /task/{id} {"tool_response": {"id", "code", "output": "<json>"}}: now a tool_call event.
Async<Result<net::Response>> answer_tool(Context& context, const Call& call)
{
    CO_TRY(auto body, object_of(call.request));
    task::Fields fields(body);
    JsonObject answer;
    read_tool_response(fields, answer);
    CO_TRY_DONE(fields.done());

    JsonObject payload;
    payload["code"] = int_or(answer, "code", 200);
    auto* output = answer.if_contains("output");
    payload["output"] = output ? *output : Json();
    // These clients send the value as JSON text.
    if (output && output->is_string())
        if (auto parsed = parse_json(output->get_string())) payload["output"] = *std::move(parsed);

    CO_TRY(auto id, require_string(answer, "id"));
    CO_TRY(
        auto event,
        task::event_from_json({{"name", "tool_call"}, {"id", id}, {"payload", std::move(payload)}})
    );
    CO_TRY_DONE(
        co_await context.runner.post_event(call.key_id, call.request.path_param("task_id"), std::move(event))
    );
    co_return success(true);
}

// POST /browser/session: now POST /task without a task.
Async<Result<net::Response>> open_browser_session(Context& context, const Call& call)
{
    CO_TRY(auto body, object_of(call.request));
    task::Fields fields(body);
    OldSession wanted;
    read_old_session(fields, wanted);
    CO_TRY_DONE(fields.done());
    if (wanted.profile_id.empty()) wanted.profile_id = wanted.old_name;
    const auto profile_id = wanted.profile_id.empty() ? random_id() : composed(wanted.profile_id);

    for (auto field : {"session_id", "session_name", "live_view"}) body.erase(field);
    body["profile_id"] = profile_id;
    body["task"] = nullptr;
    CO_TRY(auto spec, task::spec_from_json(body));

    // This route has always made the profile it was asked for.
    store::Profile profile;
    profile.id = profile_id;
    profile.key_id = call.key_id;
    profile.created_at_ms = context.clock();
    if (auto made = co_await context.store.insert_profile(std::move(profile));
        !made && made.error().code != ErrorCode::conflict)
        co_return made.error();

    CO_TRY(auto task, co_await context.runner.submit(call.key_id, std::move(spec)));
    JsonObject answer;
    answer["profile_id"] = profile_id;
    answer["session_id"] = profile_id;
    answer["live_id"] = task.id;
    answer["live_url"] = nullptr;
    if (wanted.wants_live_view) {
        CO_TRY(auto reading, co_await wait_for_live_url(context.runner, call.key_id, task.id));
        if (reading.task.live_url) answer["live_url"] = *reading.task.live_url;
    }
    co_return success(std::move(answer));
}

// DELETE /browser/session/{live_id}; the oldest clients name a profile here, to delete it.
Async<Result<net::Response>> close_browser_session(Context& context, const Call& call)
{
    auto cancelled = co_await context.runner.cancel(call.key_id, call.request.path_param("live_id"));
    if (cancelled) co_return success(true);
    if (cancelled.error().code != ErrorCode::not_found) co_return cancelled.error();
    auto of_profile = call;
    of_profile.request.path_params["profile_id"] = call.request.path_param("live_id");
    co_return co_await delete_profile(context, of_profile);
}

// GET /browser/session
Async<Result<net::Response>> list_browser_sessions(Context& context, const Call& call)
{
    co_return co_await list_profile_ids(context, call);
}

// GET /browser?session_id=: the live_url of the newest session, of that profile where one is named
Async<Result<net::Response>> live_url_of_profile(Context& context, const Call& call)
{
    const auto profile_id =
        composed(call.request.param("session_id").value_or(call.request.param("profile_id").value_or("")));
    CO_TRY(auto sessions, co_await open_sessions(context, call.key_id));
    for (const auto& session : sessions) {
        if (!profile_id.empty() && string_or(session.spec, "profile_id") != profile_id) continue;
        CO_TRY(auto reading, co_await wait_for_live_url(context.runner, call.key_id, session.id));
        if (!reading.task.live_url) continue;
        co_return success(JsonObject{{"live_url", *reading.task.live_url}});
    }
    co_return Error{ErrorCode::not_found, "no open session to look at"};
}

}  // namespace lissom::api
