#pragma once

#include <vector>

#include "base/async.hpp"

namespace lissom {

// Runs them side by side and resumes when all have ended. Cancelled, it cancels them and waits for their end
// all the same, so they may refer to what lives in the caller. An exception of one is a bug and is logged; it
// does not touch the others.
Async<void> together(std::vector<Async<void>> parts);

}  // namespace lissom
