#pragma once

#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// Is the node what people call a button, a link, a checkbox, a circle …? `kind` is one of kind_named()'s
// answers.
bool is_kind(const Scene& scene, int index, std::string_view kind);

// Drawn as a circle: a figure, or a box with round corners.
bool is_circle(const view::Node& node);

// What holds one text that is written, in order; also what cannot be changed.
std::vector<int> text_boxes(const Scene& scene);

// "the second one", "the last box": counted over all that holds a text, and one that can be written in; 0.
view::Ref counted_text_box(const Scene& scene, std::string_view phrase);

// A field that takes text and takes it now.
bool is_open_field(const view::Node& node);

// A box, button or switch that is on or off.
bool is_tick_box(const view::Node& node);

}  // namespace lissom::agent::lite
