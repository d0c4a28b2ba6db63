#pragma once

#include "base/json.hpp"

namespace lissom::task {

// The "inputs" of a custom tool as the JSON Schema of an object. Clients send either such a schema or a bare
// map {param: {type, description}}, in which every parameter without a default is required.
JsonObject lift_tool_inputs(const JsonObject& inputs);

}  // namespace lissom::task
