#pragma once

#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// The thing that a phrase names by where it is drawn: "the tile directly below D", "the card between A and
// C", "the circle inside the grey rectangle", "the leftmost tile of the second row". -1 where the phrase says
// no such place, where a label of the page says all of the phrase, and where more than one thing is there.
int thing_by_position(const Scene& scene, std::string_view phrase);

}  // namespace lissom::agent::lite
