#pragma once

#include <optional>
#include <string_view>

#include "agent/lite/scene.hpp"
#include "agent/lite/values.hpp"

namespace lissom::agent::lite {

// "The first Monday in May 2025", "the last day of April": a day told by its place in the month. Where no
// year is said, the one that the page shows. Nothing where it is said otherwise.
std::optional<Date> day_named(const Scene& scene, std::string_view phrase);

}  // namespace lissom::agent::lite
