#include "api/reading.hpp"

#include <charconv>
#include <cmath>

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
    auto text = request.param("event_t").value_or("");
    if (text.empty()) return std::optional<std::int64_t>();
    double number = 0;
    auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    // 2^53: beyond it a double is no longer exact, and no clock of ours gets there.
    if (code != std::errc() || end != text.data() + text.size() || !(std::abs(number) < 9.007e15))
        return Error{
            ErrorCode::invalid_argument,
            "\"event_t\" must be a timestamp in milliseconds, the one of the last event read"
        };
    return std::optional<std::int64_t>(static_cast<std::int64_t>(number));
}

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

bool is_true(const std::optional<std::string>& flag)
{
    return flag && (*flag == "true" || *flag == "True" || *flag == "1");
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
