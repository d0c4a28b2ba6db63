#pragma once

#include "base/json.hpp"
#include "base/result.hpp"

namespace lissom::extract {

// Rewrites a JSON Schema of any draft since 6, or of OpenAPI, into the draft 7 that our validator knows:
// prefixItems, dependentRequired, dependentSchemas, nullable, unevaluatedProperties beside plain properties,
// and formats as patterns. Error invalid_argument: too deep, a reference to another document, a pattern that
// cannot be read; with its path.
Result<Json> to_draft_7(const Json& schema);

// JSON says 3.0 is an integer where a schema asks for one; C++ JSON does not. Whole numbers become integers.
Json with_whole_numbers(const Json& value);

}  // namespace lissom::extract
