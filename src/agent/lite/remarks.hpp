#pragma once

#include <string>

#include "agent/lite/instruction.hpp"
#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// Clauses that are no orders. Most say how things are, and nothing has to be done; but some are what a person
// wants, said as a statement: passed over in silence, it would not be done, and nobody told.

// A clause nobody understands is an error where it asks for something; else it is a remark.
bool is_remark(const Step& step);

// "I need two seats", "the lamp should be off".
bool is_wish(const std::string& clause);

// "Card payment.": a few words, no sentence, that something to choose on the page says, too.
bool names_choice(const Scene& scene, const std::string& clause);

}  // namespace lissom::agent::lite
