#pragma once

#include <optional>
#include <string>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// A question that the page asks itself, in a heading or on something that unfolds, has its answer right
// below: that text; nothing where the page does not ask it.
Async<Result<std::optional<std::string>>> answer_of_page(Run& run, std::string question);

// "How many people are on leave today?" where a tile reads "On leave today 3": the number of the one label
// that says the question's words; nothing where none or several do.
std::optional<std::string> labelled_number(const Scene& scene, const std::string& question);

}  // namespace lissom::agent::lite::skills
