#pragma once

#include <string>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// Forms over several pages, from all that was said at once: "sign up Ann Lee, ann@x.org, for the evening
// course". Each page takes what it asks for, until every word has found its place; then the last button is
// pressed. False where the page has no such form. Error not_doable: something that was said has no place, or
// the page does not go on; nothing has been sent then.
Async<Result<bool>> fill_step_by_step(Run& run, std::string said);

}  // namespace lissom::agent::lite::skills
