#pragma once

#include <optional>
#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// "What is meant by Commission?" where a sentence of the page reads: “Commission” means the Arts Commission.
// What stands behind the "means"; nothing where no sentence defines the term, or two do.
std::optional<std::string> told_by_definition(const Scene& scene, const std::string& question);

// Is the answer to what a term means one about other terms: does no text near it say the term?
bool defines_other_term(const Scene& scene, const std::string& question, const std::string& answer);

}  // namespace lissom::agent::lite
