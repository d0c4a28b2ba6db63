#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "net/http.hpp"
#include "runner/runner.hpp"

// Between a request's query and runner::Reading, for GET /task/{id} and its stream.

namespace lissom::api {

// A cursor as clients write it: missing, empty, whole or broken milliseconds; seconds in some samples, which
// are then just a small cursor.
Result<std::optional<std::int64_t>> cursor_from(const net::Request& request);

// TaskResponse, with the events where they were asked for.
JsonObject to_json(const runner::Reading& reading, const net::Request& request);

// An event the way this client wants it.
JsonObject to_json(const task::Event& event, const net::Request& request);

}  // namespace lissom::api
