#pragma once

#include <span>
#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// Is it no more than a number: "4", "#4"?
bool is_plain_number(std::string_view name);

// Does a text say the number as such, and not as a piece of a date, a time or a longer number?
bool says_number(std::string_view text, std::string_view number);

// Of several rows or cards the one that is called so; -1 where none is. A number is what a row begins with:
// in "3 | Ada | 4 hours" it is 3. Where rows do not begin with numbers, it has to be in one of them alone.
int box_called(const Scene& scene, std::span<const int> boxes, std::string_view name);

}  // namespace lissom::agent::lite
