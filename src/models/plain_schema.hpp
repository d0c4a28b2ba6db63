#pragma once

#include "base/json.hpp"

namespace lissom::models {

// A JSON Schema in the words that every server knows: references are written out, what is beyond types,
// fields, lists and choices is left out. It allows more than the schema did; the agent checks what comes.
JsonObject plain_schema(const JsonObject& schema);

}  // namespace lissom::models
