#pragma once

#include <string>

#include "base/json.hpp"
#include "cli/task.hpp"

namespace lissom::cli {

// What the task saw, was asked, did and spent so far: the entries of GET /task/{id}/trace.
Async<Result<JsonArray>> read_trace(net::Client& client, Server server, std::string id);

// How much of an entry people want to read.
enum class Detail { lines, everything };

// For a terminal. Page texts come from strangers: control characters are left out.
std::string describe_trace(const JsonArray& entries, Detail detail);

}  // namespace lissom::cli
