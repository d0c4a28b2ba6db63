#include <algorithm>

#include "task/fields.hpp"
#include "task/task.hpp"

namespace lissom::task {
namespace {

// Ids come back in answers and serve as keys; nanoid and uuid need 21 and 36 characters.
constexpr std::size_t max_event_id_letters = 128;

void check_tool_answer(Fields& fields, const Event& event)
{
    if (event.id.empty()) fields.refuse("id", "must be the id of the tool_call event that is answered");
    const auto code = int_or(event.payload, "code");
    if (code != 200 && code != 400 && code != 500)
        fields.refuse("payload.code", "must be 200 (worked), 400 (tell the agent) or 500 (stop the task)");
}

void check_action(Fields& fields, const Event& event)
{
    if (string_or(event.payload, "name").empty())
        fields.refuse(
            "payload.name", "must be the action's name, such as goto, extract, evaluate_js, run_task, close"
        );
    const auto* input = event.payload.if_contains("input");
    if (input && !input->is_null() && !input->is_object())
        fields.refuse("payload.input", "must be an object, got " + std::string(kind_of(*input)));
}

}  // namespace

Result<Event> event_from_json(const Json& json)
{
    const auto* object = json.if_object();
    if (!object)
        return Error{
            ErrorCode::invalid_argument, "the body must be a JSON object, got " + std::string(kind_of(json))
        };
    Fields fields(*object);
    Event event;
    fields.read("name", event.name);
    fields.read("id", event.id);
    if (!fields.find("payload")) fields.refuse("payload", "must be an object");
    fields.read("payload", event.payload);
    if (count_letters(event.id) > max_event_id_letters)
        fields.refuse("id", "may be at most 128 characters long");
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::any_of(event.id, is_control)) fields.refuse("id", "may not have control characters");
    if (event.name == "tool_call")
        check_tool_answer(fields, event);
    else if (event.name == "browser_action" || event.name == "session_action")
        check_action(fields, event);
    else
        fields.refuse(
            "name", "must be one of browser_action, session_action, tool_call, got \"" + event.name + "\""
        );
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
