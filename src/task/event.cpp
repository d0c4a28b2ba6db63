#include <algorithm>

#include "task/fields.hpp"
#include "task/task.hpp"

namespace lissom::task {
namespace {

// Ids come back in answers and serve as keys; nanoid and uuid need 21 and 36 characters.
constexpr std::size_t max_event_id_letters = 128;

constexpr std::string_view tool_call = "tool_call";
constexpr std::string_view names[] = {"browser_action", "session_action", tool_call};

// The payload of an answer to a custom tool.
void read_tool_answer(Fields& payload, const JsonObject& given)
{
    payload.note("code", {{"enum", JsonArray{200, 400, 500}}});
    const auto code = int_or(given, "code");
    if (code != 200 && code != 400 && code != 500)
        payload.refuse("code", "must be 200 (worked), 400 (tell the agent) or 500 (stop the task)");
}

// The payload of an action.
void read_action(Fields& payload, const JsonObject& given)
{
    std::string name;
    if (payload.is_describing() || string_or(given, "name").empty())
        payload.require(
            "name", name, "must be the action's name, such as goto, extract, evaluate_js, run_task, close"
        );
    JsonObject input;
    payload.read("input", input);
}

void read_head(Fields& fields, Event& event)
{
    fields.read("name", event.name);
    fields.note("name", {{"type", "string"}, {"enum", JsonArray(std::begin(names), std::end(names))}});
    fields.read("id", event.id);
    fields.require("payload", event.payload);
    fields.hold("id", event.id, max_event_id_letters);
    fields.note("timestamp", {{"type", JsonArray{"number", "null"}}});  // ours, not theirs
}

JsonObject payload_schema(void (*read)(Fields& payload, const JsonObject& given))
{
    auto payload = Fields::describing();
    read(payload, {});
    return payload.schema();
}

}  // namespace

JsonObject event_schema()
{
    auto fields = Fields::describing();
    Event event;
    read_head(fields, event);
    auto schema = fields.schema();
    schema["required"] = JsonArray{"name", "payload"};
    auto answer = payload_schema(read_tool_answer);
    answer["required"] = JsonArray{"code"};
    schema["if"] = {{"properties", {{"name", {{"const", tool_call}}}}}};
    schema["then"] = {
        {"required", JsonArray{"id"}},
        {"properties", {{"id", {{"type", "string"}, {"minLength", 1}}}, {"payload", std::move(answer)}}}
    };
    schema["else"] = {{"properties", {{"payload", payload_schema(read_action)}}}};
    return schema;
}

Result<Event> event_from_json(const Json& json)
{
    const auto* object = json.if_object();
    if (!object)
        return Error{
            ErrorCode::invalid_argument, "the body must be a JSON object, got " + std::string(kind_of(json))
        };
    Fields fields(*object);
    Event event;
    read_head(fields, event);
    if (std::ranges::find(names, event.name) == std::end(names))
        fields.refuse(
            "name", "must be one of browser_action, session_action, tool_call, got \"" + event.name + "\""
        );
    Fields payload(event.payload, "payload");
    if (event.name == tool_call) {
        if (event.id.empty()) fields.refuse("id", "must be the id of the tool_call event that is answered");
        read_tool_answer(payload, event.payload);
    } else {
        read_action(payload, event.payload);
    }
    fields.check(payload.done());
    if (auto done = fields.done(); !done) return done.error();
    return event;
}

JsonObject to_json(const Event& event)
{
    return {
        {"id", event.id}, {"name", event.name}, {"payload", event.payload}, {"timestamp", event.timestamp_ms}
    };
}

JsonArray to_json(const std::vector<Event>& events)
{
    JsonArray list;
    list.reserve(events.size());
    for (const auto& event : events) list.push_back(to_json(event));
    return list;
}

}  // namespace lissom::task
