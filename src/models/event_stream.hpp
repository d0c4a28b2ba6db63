#pragma once

#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lissom::models {

// The JSON objects of a stream of server-sent events, in order. What is no JSON object is left out: providers
// end with "[DONE]" and send comments to keep the connection alive.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
std::vector<JsonObject> events_of(std::string_view stream);

}  // namespace lissom::models
