#pragma once

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// What a deed brought up to write in, "reply", "forward", "comment": who gets it (slot person), what is said
// (slot value), and off it goes, unless more is to be said first. Nothing to do where the step has neither.
Async<Done> write_and_send(Run& run, const lite::Step& step);

}  // namespace lissom::agent::lite::skills
