#pragma once

#include <string>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// Does what a clause says of the controls of the page, where every word of it speaks of one: "we are 3 adults
// and 2 kids". False, with nothing touched, where it does not.
Async<Result<bool>> do_plainly(Run& run, std::string clause);

}  // namespace lissom::agent::lite::skills
