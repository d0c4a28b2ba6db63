#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// One of several lists of a page: what was sorted, searched or turned, or what a question names.
struct Focus {
    view::Ref box = 0;                 // around the list, with what belongs to it
    std::vector<std::string> columns;  // of a table: it is known again by them when the page draws it anew
    std::string url;                   // of the page it stands on, without what a list adds to it
};

// The list that a control belongs to: a heading of its table, a field or a page number beside it. Nothing
// where the page has one list only, or the control belongs to all of them.
std::optional<Focus> focus_around(const Scene& scene, view::Ref control);

// The one list that the words name, by the heading over it, its label or its columns; nothing where they name
// none, or several.
std::optional<Focus> focus_named(const Scene& scene, std::string_view words);

// Puts the other lists aside. False where the list is there no more.
bool apply_focus(Scene& scene, Focus& focus);

}  // namespace lissom::agent::lite
