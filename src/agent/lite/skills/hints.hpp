#pragma once

#include <string>

#include "agent/lite/run.hpp"

// What comes up while the pointer is over a thing: tooltips, and whatever else a page shows there.
namespace lissom::agent::lite::skills {

// Moves the pointer over it and answers the words that were not there before; its title where there are none;
// empty where nothing comes up.
Async<Result<std::string>> hint_of(Run& run, view::Ref ref);

// "What does the tooltip of the red dot say": answered; false where the question is another.
Async<Result<bool>> tell_hint(Run& run, std::string question);

// "The box whose tooltip says Gate 31": pointed at one after the other, and the right one pressed. False
// where it is not said so.
Async<Result<bool>> press_by_hint(Run& run, std::string object);

}  // namespace lissom::agent::lite::skills
