#include "task/task.hpp"

#include <array>
#include <cmath>

#include "task/fields.hpp"

namespace lissom::task {
namespace {

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

}  // namespace

std::string_view name_of(Status status)
{
    switch (status) {
        case Status::waiting: return "waiting";
        case Status::running: return "running";
        case Status::done: return "done";
        case Status::failed: return "failed";
        case Status::cancelled: return "cancelled";
    }
    return "failed";
}

std::optional<Status> status_from(std::string_view name)
{
    for (const auto status :
         {Status::waiting, Status::running, Status::done, Status::failed, Status::cancelled})
        if (name == name_of(status)) return status;
    return std::nullopt;
}

JsonObject to_json(const Task& task)
{
    JsonObject json;
    json.reserve(16);
    json["id"] = task.id;
    json["status"] = name_of(task.status);
    json["output"] = task.output;
    json["credits_used"] =
        static_cast<std::int64_t>(std::ceil(task.credits_used));  // the SDKs want an integer
    json["device"] = name_of(task.device);
    json["live_url"] = text_or_null(task.live_url);
    json["recording_url"] = text_or_null(task.recording_url);
    json["downloads_url"] = text_or_null(task.downloads_url);
    json["created_at"] = task.created_at_ms / 1000;
    json["events"] = nullptr;
    // From here on ours: the clients ignore what they do not know.
    json["ended_at"] = task.ended_at_ms ? Json(task.ended_at_ms / 1000) : Json();
    json["agent"] = task.agent.empty() ? Json() : Json(task.agent);
    json["error"] = task.status == Status::failed ? task.output : Json();
    return json;
}

}  // namespace lissom::task
