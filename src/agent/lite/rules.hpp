#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "agent/lite/instruction.hpp"

namespace lissom::agent::lite {

// One way to say something, as a phrase book has it.
struct Rule {
    Verb verb;
    std::string_view pattern;
    bool is_greedy = false;  // the slots take as much as they can: "the book on the table in {place}"
};

// The first that fits wins.
std::span<const Rule> rules();

// "Bob wants the mail from Ann": slots person, record and action.
std::optional<Slots> transfer_in(const std::string& clause);

}  // namespace lissom::agent::lite
