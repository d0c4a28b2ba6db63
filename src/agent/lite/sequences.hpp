#pragma once

#include <optional>
#include <string_view>

namespace lissom::agent::lite {

// "2, 4, 8, ?, 32": the number in place of the gap. Nothing where the numbers follow none of the rules that
// anybody would see at once (a step, a factor, growing steps, each the sum of the two before).
std::optional<double> missing_in(std::string_view sequence);

}  // namespace lissom::agent::lite
