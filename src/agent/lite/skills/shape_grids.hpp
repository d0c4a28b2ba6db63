#pragma once

#include <optional>
#include <string>

#include "agent/lite/scene.hpp"
#include "base/json.hpp"

namespace lissom::agent::lite::skills {

// What the page shows in rows, in the shape of a schema for a list of objects: where every property that is
// required finds a column of its own, by its name or by the kind of what stands there, and the instruction
// leaves no word unexplained. Nothing where a doubt is left.
std::optional<Json> shaped_by_rows(const Scene& scene, const std::string& instruction, const Json& schema);

}  // namespace lissom::agent::lite::skills
