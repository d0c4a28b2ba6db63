#pragma once

#include <optional>

#include "agent/lite/query.hpp"
#include "base/json.hpp"

namespace lissom::agent::lite::skills {

// What records answer, in the shape of a schema; nothing where they do not have what it asks for.
std::optional<Json> shaped(const Json& schema, const Records& records, const Reply& reply);

}  // namespace lissom::agent::lite::skills
