#pragma once

#include <vector>

#include "extract/page_data.hpp"

namespace lissom::extract {

// Adds what the texts of fields hold in parts: "Label: value", "by Ann", "142 points", "$5", a date or a
// rating in a longer text. Each part is a field of its own, so that a schema's "points" finds the 142.
void add_derived_fields(std::vector<Field>& fields);

}  // namespace lissom::extract
