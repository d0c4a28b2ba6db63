#pragma once

#include "models/model.hpp"
#include "net/client.hpp"

namespace lissom::models {

// One way to talk to models over HTTP. Each lives in the file of its name and is listed in catalog.cpp. The
// functions are pure, so that a test needs no network.
struct Provider {
    std::string_view name;
    std::string_view base_url;  // the public one; "" when there is none and the user must give one
    bool needs_key;
    net::Call (*to_call)(const ModelSettings& settings, const Ask& ask);
    Result<Reply> (*from_body)(const JsonObject& body);
    // Puts a streamed answer together: the body it would have been, had it come at once. unavailable: the
    // stream ended before the answer did.
    Result<JsonObject> (*from_stream)(const std::vector<JsonObject>& events);
};

// Reads a tool's input, which providers send as text; what is no JSON object is kept as `malformed`.
ToolCall tool_call(std::string id, std::string name, std::string_view arguments);

}  // namespace lissom::models
