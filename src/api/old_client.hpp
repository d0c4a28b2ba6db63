#pragma once

#include "base/json.hpp"
#include "net/http.hpp"
#include "runner/runner.hpp"

// What the SDKs before 0.4 expect of a TaskResponse.

namespace lissom::api {

// By its User-Agent. These know no events.
bool is_old_client(const net::Request& request);

// "tool_calls": {id: {"name", "input": "<json>"}}, told again until answered; in place of the events.
void put_tool_calls(JsonObject& response, const runner::Reading& reading);

}  // namespace lissom::api
