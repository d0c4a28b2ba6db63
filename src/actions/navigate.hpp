#pragma once

#include <string>

#include "actions/action.hpp"
#include "browser/page.hpp"

namespace lissom::actions {

// The page a navigation may use: one with an open dialog may leave, a crashed one may begin again.
Result<browser::Page*> page_to_navigate(Stage& stage);

// What a finished navigation tells.
Async<Effect> arrived(browser::Page& page, browser::Navigation navigation, std::string did);

}  // namespace lissom::actions
