#pragma once

#include <string>
#include <string_view>

#include "actions/action.hpp"

namespace lissom::actions {

// Writes a file of the task's artifacts under a name that is free ("screenshot-2.png") and answers its path.
// unavailable: the disk refuses.
Result<std::filesystem::path>
keep(const Stage& stage, std::string_view stem, std::string_view extension, std::string_view bytes);

}  // namespace lissom::actions
