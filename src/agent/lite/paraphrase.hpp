#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// The same question in the words records are asked in: "how much did I spend on tea" is "the sum of tea",
// "which job pays the most" is "the most expensive job". The likeliest first; empty where it says nothing
// that could be said otherwise.
std::vector<std::string> asked_otherwise(std::string_view question);

// "Which city does Ann live in" is "the city of Ann"; nothing where it asks for no field of somebody.
std::optional<std::string> field_of_somebody(std::string_view question);

}  // namespace lissom::agent::lite
