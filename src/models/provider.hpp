#pragma once

#include "models/habits.hpp"
#include "models/model.hpp"
#include "net/client.hpp"

namespace lissom::models {

// One way to talk to models over HTTP. Each lives in the file of its name and is listed in catalog.cpp. The
// functions are pure, so that a test needs no network.
struct Provider {
    std::string_view name;
    std::string_view base_url;  // the public one; "" when there is none and the user must give one
    bool needs_key;
    LengthLimit length_limit;  // what it is asked with first
    net::Call (*to_call)(const ModelSettings& settings, const Habits& habits, const Ask& ask);
    Result<Reply> (*from_body)(const JsonObject& body);
    // Puts a streamed answer together: the body it would have been, had it come at once. unavailable: the
    // stream ended before the answer did.
    Result<JsonObject> (*from_stream)(const std::vector<JsonObject>& events);
};

// Where it is asked: the settings' address, or the provider's public one. Empty: the provider has none.
std::string address_of(const ModelSettings& settings);

// Reads a tool's input, which providers send as text; what is no JSON object is kept as `malformed`.
ToolCall tool_call(std::string id, std::string name, std::string_view arguments);

// The text without what a model thought aloud before it: servers that do not part the two leave it in.
std::string without_thoughts(std::string text);

// What a model is told in place of a picture where it takes none.
constexpr std::string_view unseen_picture = "(a picture belongs here, which this model cannot be shown)";

// After a whole UTF-8 sequence, at most `most` bytes.
std::string cut(std::string_view text, std::size_t most);

}  // namespace lissom::models
