#pragma once

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// Sets a slider or spinner to a number: by its keys, watching the number it shows (its own value, or the text
// beside it). `control` may be the handle or the track. Error not_doable: it cannot be brought there.
Async<Done> slide_to(Run& run, view::Ref control, double wanted);

// The sliders of the page: by role, or by what they are called in the page's own words. Handles stand for
// their tracks.
std::vector<int> sliders(const Scene& scene);

}  // namespace lissom::agent::lite
