#pragma once

#include <string>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// "the size XL", "colour Blue" where "Size" stands over the choices "S", "M", "XL": the one choice of that
// name below that word; 0 where there is none, or two.
view::Ref choice_under(const Scene& scene, const std::string& phrase);

}  // namespace lissom::agent::lite::skills
