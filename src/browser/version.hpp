#pragma once

#include <optional>
#include <string>

#include "browser/launch.hpp"

namespace lissom::browser {

// What the program says of itself when it is asked, before it is a browser: "156.0.8078.79"; empty where it
// does not say. Blocks for as long as that takes.
std::string version_of(const std::string& program, const std::optional<UnixUser>& user);

}  // namespace lissom::browser
