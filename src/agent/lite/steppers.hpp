#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// A number between two controls that make it more and less: a counter of guests, a spinner without keys.
struct Stepper {
    view::Ref display = 0;  // shows the number
    view::Ref up = 0;
    view::Ref down = 0;
    double number = 0;
    std::string label;  // what is said beside it
};

// What a control says of itself: +1 it makes more, or moves up; -1 less, or down; 0 neither.
int sense_of(const view::Node& node);

std::vector<Stepper> steppers(const Scene& scene);

// The one a phrase names ("adults", "the counter"); the only one where the phrase names none.
std::optional<Stepper> stepper_named(const Scene& scene, std::string_view phrase);

// Presses until it shows the number. Error not_doable: it stops before.
Async<Done> step_to(Run& run, Stepper stepper, double wanted);

// "for 2 adults and 1 child": each counter that a number is said of. Answers how many were set.
Async<Result<int>> set_mentioned_steppers(Run& run, std::string text);

}  // namespace lissom::agent::lite
