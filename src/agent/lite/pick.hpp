#pragma once

#include <string>
#include <string_view>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// A list that a page draws itself: a box that says what is chosen and opens a list of options.
bool is_drawn_list(const view::Node& node);

// The drawn list of that name: in the dialog that is open, or the page's; 0.
view::Ref drawn_list_named(const Scene& scene, std::string_view name);

// Opens it and takes the option. Error not_doable: it does not offer it.
Async<Done> pick_from(Run& run, view::Ref list, std::string value);

}  // namespace lissom::agent::lite
