#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "task/spec.hpp"

namespace lissom::agent {

// The values of these secrets that a page at this address may know, because it may be given them; less those
// that are too short to be masked anywhere.
std::vector<std::string>
values_at(const std::vector<std::pair<std::string, task::Secret>>& secrets, std::string_view url);

}  // namespace lissom::agent
