#pragma once

#include <string>
#include <string_view>

#include "agent/secrets.hpp"
#include "browser/page.hpp"
#include "view/snapshot.hpp"

namespace lissom::agent {

// Makes an action's parameters ready to be carried out: the placeholders of secrets become values, for the
// frame that holds the element, and the action is told what to show in their place. Errors: forbidden where
// the secret may not go there, or where the action is none that types into an element (an address or a script
// would carry the value anywhere); invalid_argument: there is no secret of that name.
Result<JsonObject> released_for(
    const Secrets& secrets,
    std::string_view action,
    const JsonObject& params,
    const browser::Page& page,
    const view::Snapshot& snapshot
);

}  // namespace lissom::agent
