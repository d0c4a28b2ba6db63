#pragma once

#include <optional>
#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// "The price of the book", "how much do a pen and two bags cost together", "how much more is a bag than a
// pen", beside lines such as "Pen $3": what the lines say, or come to. Nothing where the page has no such
// lines, or one of the things is on none of them.
std::optional<std::string> priced(const Scene& scene, const std::string& question);

}  // namespace lissom::agent::lite
