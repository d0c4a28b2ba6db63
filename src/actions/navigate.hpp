#pragma once

#include <string>

#include "actions/action.hpp"
#include "base/time.hpp"
#include "browser/page.hpp"

namespace lissom::actions {

// The page a navigation may use: one with an open dialog may leave, a crashed one may begin again.
Result<browser::Page*> page_to_navigate(Stage& stage);

// Goes there, if the task may. What the session's gateway or its list of addresses refused is an error that
// says so, not a page that failed.
Async<Result<browser::Navigation>> visit(Stage& stage, browser::Page& page, std::string url, Millis limit);

// What a finished navigation tells.
Async<Effect> arrived(browser::Page& page, browser::Navigation navigation, std::string did);

}  // namespace lissom::actions
