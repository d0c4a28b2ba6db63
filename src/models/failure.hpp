#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/client.hpp"

namespace lissom::models {

// What an HTTP error of a provider means; `body` is its explanation, shown without keys.
Error error_from(int status, std::string_view body);

// What an answer within means that says it is an error, although its status was a good one: streams that had
// begun cannot tell it otherwise.
Error error_within(const JsonObject& body);

// How long the provider asks to be left alone, in seconds or as a date; zero where it says nothing.
// `now` in milliseconds since 1970.
Millis retry_after(const net::Headers& headers, std::int64_t now);

std::string lower_case(std::string_view text);

}  // namespace lissom::models
