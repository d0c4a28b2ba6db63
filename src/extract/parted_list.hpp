#pragma once

#include <optional>
#include <vector>

#include "extract/page_data.hpp"
#include "extract/words.hpp"

namespace lissom::extract {

// A table together with the page's other tables of the same heads: the list that a page shows in parts, by
// year or "more". Nothing where there is no other, or where the prompt names one part by its heading.
std::optional<Group>
with_its_like(const std::vector<const Group*>& groups, const Group& group, const Words& prompt);

}  // namespace lissom::extract
