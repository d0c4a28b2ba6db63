#pragma once

#include <vector>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// The handles of sliders that a page draws of plain boxes: small ones that lie on a long thin one.
std::vector<int> drawn_knobs(const Scene& scene);

// Drags the handle until the number that follows it on the page is the wanted one. Error not_doable: no
// number follows it, or it does not get there.
Async<Done> drag_knob_to(Run& run, view::Ref knob, double wanted);

}  // namespace lissom::agent::lite
