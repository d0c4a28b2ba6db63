#pragma once

#include <optional>

#include "extract/page_data.hpp"

namespace lissom::extract {

// Does the page write 3/4/2026 with the day first? Told by its dates that can be read in one way only;
// nothing where it has none, or some of both.
std::optional<bool> writes_day_first(const PageData& data);

}  // namespace lissom::extract
