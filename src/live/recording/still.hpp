#pragma once

#include <string>

#include "base/result.hpp"

namespace lissom::live {

// A small JPEG of a picture, at most so many pixels wide and with the same shape: what a list of steps shows.
// Blocking, some milliseconds.
Result<std::string> small_still(const std::string& jpeg, int most_width);

}  // namespace lissom::live
