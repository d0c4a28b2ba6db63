#pragma once

#include <string>
#include <string_view>

#include "agent/lite/rules.hpp"

namespace lissom::agent::lite {

// Does a clause fit a rule: its words, and what the words in its slots have to be? Fills the slots if so.
bool fits_rule(const Rule& rule, const std::string& clause, Slots& slots);

// Does the phrase speak of mail?
bool names_mail(std::string_view phrase);

// The first word in lower case; empty where there is none.
std::string first_word(std::string_view clause);

}  // namespace lissom::agent::lite
