#pragma once

#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// The number of the group of words that mean much the same; a word may stand in several groups.
// Two kinds of groups: the words of user interfaces ("trash", "delete", "bin") and everyday English ("big",
// "large").
const std::vector<int>& meanings_of(std::string_view word);

}  // namespace lissom::agent::lite
