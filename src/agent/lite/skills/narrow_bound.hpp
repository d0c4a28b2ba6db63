#pragma once

#include <string>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// "Under 80 euros", where the page has one field or slider that says it is the upper end: it is set. False,
// with nothing touched, where there is none or two of them.
Async<Result<bool>> narrow_by_bound(Run& run, std::string condition);

}  // namespace lissom::agent::lite::skills
