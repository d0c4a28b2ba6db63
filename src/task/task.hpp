#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "task/spec.hpp"

namespace lissom::task {

enum class Status { waiting, running, done, failed, cancelled };

std::string_view name_of(Status status);
std::optional<Status> status_from(std::string_view name);
constexpr bool is_final(Status status) { return status != Status::waiting && status != Status::running; }

// A task or session as clients see it. `output` of a failed one is a sentence.
struct Task {
    std::string id;
    std::string key_id;  // whose it is
    Status status = Status::waiting;
    Json output;
    double credits_used = 0;
    Device device = Device::desktop;
    bool is_session = false;
    bool wants_recording = false;
    std::optional<std::string> live_url;       // null until ready, and after the end
    std::optional<std::string> recording_url;  // null: not yet; "": not enabled
    std::optional<std::string> downloads_url;  // likewise; "" : no files
    std::int64_t created_at_ms = 0;
    std::int64_t ended_at_ms = 0;  // 0: has not ended
    JsonObject spec;               // to_stored_json of what was asked
    std::string agent;             // who did it: "smooth", "smooth-lite"; empty for a session
};

// One entry of a task's log. Timestamps are unique and strictly increasing within a task, in milliseconds.
struct Event {
    std::string id;
    std::string name;  // session_started, browser_action, session_action, tool_call, step, …
    JsonObject payload;
    std::int64_t timestamp_ms = 0;
};

// The body of POST /task/{id}/event; the id stays empty where the client gave none. invalid_argument names
// the field.
Result<Event> event_from_json(const Json& json);
JsonObject event_schema();  // JSON Schema of what it takes

// The wire forms: TaskResponse and TaskEvent of the API. `events` is null in the former: who was asked for
// events puts them there (to_json of a list of them).
JsonObject to_json(const Task& task);
JsonObject to_json(const Event& event);
JsonArray to_json(const std::vector<Event>& events);

}  // namespace lissom::task
