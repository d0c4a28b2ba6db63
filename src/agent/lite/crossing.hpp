#pragma once

#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// "The cell for Oslo in July": where the column and the row of these names meet; -1.
int crossing_named(const Scene& scene, std::string_view phrase);

}  // namespace lissom::agent::lite
