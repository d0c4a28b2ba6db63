#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// A value may be said by what it is: "the second paragraph", "the result of the sum", "the day after 30
// April". Whoever types the words themselves has done something nobody asked for.

// Do the words stand for something else than themselves?
bool is_description(std::string_view value);

// What they stand for on this page; nothing where the page does not tell.
std::optional<std::string> read_described(const Scene& scene, const std::string& value);

}  // namespace lissom::agent::lite
