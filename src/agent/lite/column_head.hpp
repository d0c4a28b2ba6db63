#pragma once

#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// What the head of a column says; "PF Points For" where an abbreviation is spelled out for those who listen
// or ask.
std::string column_head(const Scene& scene, int cell);

}  // namespace lissom::agent::lite
