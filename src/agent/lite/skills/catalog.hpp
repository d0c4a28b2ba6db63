#pragma once

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// The skill of a verb; null for Verb::none.
Skill skill_for(Verb verb);

}  // namespace lissom::agent::lite
