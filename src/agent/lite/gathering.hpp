#pragma once

#include <optional>
#include <string>

#include "agent/lite/query.hpp"
#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// What the page lists, as a table; `more` of the same list (its next page) is added to what was gathered
// before. Nothing where the page lists nothing, or nothing like it.
std::optional<Records> records_on(const Scene& scene);
bool add_records(const Scene& scene, Records& records);

}  // namespace lissom::agent::lite
