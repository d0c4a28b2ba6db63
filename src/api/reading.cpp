#include "api/reading.hpp"

#include "api/query.hpp"
#include "base/try.hpp"

namespace lissom::api {
namespace {

// The documentation of the Smooth API shows the bare value as an action's output; its SDKs want an envelope.
// Whoever reads the former says so with this header.
bool wants_bare_output(const net::Request& request)
{
    return request.header("smooth-compat") == "bare-output";
}

void strip_envelope(JsonObject& payload)
{
    auto* envelope = payload.contains("output") ? payload["output"].if_object() : nullptr;
    if (!envelope || !envelope->contains("output") || !envelope->contains("duration")) return;
    auto bare = envelope->at("output");
    payload["output"] = std::move(bare);
}

}  // namespace

Result<std::optional<std::int64_t>> cursor_from(const net::Request& request)
{
    TRY(const auto said, read_if_said(request, param::event_t));
    if (!said) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(static_cast<std::int64_t>(*said));
}

JsonObject to_json(const task::Event& event, const net::Request& request)
{
    auto json = task::to_json(event);
    if (wants_bare_output(request))
        if (auto* payload = json["payload"].if_object()) strip_envelope(*payload);
    return json;
}

JsonObject to_json(const runner::Reading& reading, const net::Request& request)
{
    auto json = task::to_json(reading.task);
    if (!reading.events) {
        json["events"] = nullptr;
        return json;
    }
    JsonArray events;
    events.reserve(reading.events->size());
    for (const auto& event : *reading.events) events.push_back(to_json(event, request));
    json["events"] = std::move(events);
    return json;
}

}  // namespace lissom::api
