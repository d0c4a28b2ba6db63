#pragma once

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// "In the settings turn the sound off", "set the font size in the preferences": opens the part of the app
// that is named, and puts what is to be done there in place of the step. False where the page has no such
// part, or it is open already and the words around it say nothing else.
Async<Result<bool>> go_where_it_is(Run& run);

}  // namespace lissom::agent::lite::skills
