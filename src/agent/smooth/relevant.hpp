#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent {

// The lines of a page that have most of the task's words, rare words above common ones: what a small model
// would lose among all the others. At most `most`, best first; none where no line has any.
std::vector<std::string> relevant_lines(std::string_view page, std::string_view task, std::size_t most);

}  // namespace lissom::agent
