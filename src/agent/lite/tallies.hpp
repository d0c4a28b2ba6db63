#pragma once

#include <optional>
#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// "How many fruits are there altogether", "how many more pears than apples are there", beside lines such as
// "Apples: 4": reckoned from what the lines say. Nothing where the page has no such lines, or not those.
std::optional<std::string> tallied(const Scene& scene, const std::string& question);

}  // namespace lissom::agent::lite
