#pragma once

#include "actions/action.hpp"

namespace lissom::actions {

// The tab that is meant: `tab` is its number from 1, or words of its title or address. invalid_argument tells
// the tabs there are.
Async<Result<browser::Page*>> tab_from(Stage& stage, const JsonObject& params);

// "title — url", for sentences.
Async<std::string> name_of(browser::Page& page);

}  // namespace lissom::actions
