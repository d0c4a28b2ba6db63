#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "view/lines.hpp"
#include "view/snapshot.hpp"

namespace lissom::view {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words);

bool is_field(const Node& node);

// Containers that get a line of their own and indent what is in them.
bool is_announced(const Node& node);

// Navigation, banner, footer, sidebar.
bool is_aside(const Node& node);

// Roles where the name says what is inside, so that the inside need not be told again.
bool is_told_by_name(const Node& node);

// What an element says of itself: reference, kind, name, value, states, options.
std::string head_of(const Node& node, const Detail& detail);

// Size and place, for what is drawn.
std::string size_of(const Node& node);

}  // namespace lissom::view
