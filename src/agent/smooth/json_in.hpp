#pragma once

#include <string>

#include "base/json.hpp"

namespace lissom::agent {

// The JSON that a model wrote, also between fences or beside words of its own. not_doable: there is none.
Result<Json> json_in(const std::string& text);

}  // namespace lissom::agent
