#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/query.hpp"

// A question about records as it was understood, and what the records answer to it.

namespace lissom::agent::lite {

struct Condition {
    std::size_t column = 0;
    std::string value;      // words that the cell says, all of it or a part
    bool is_whole = false;  // all of the cell
    std::optional<double> least, most;
    bool is_strict = false;  // the bound itself does not fit
    bool is_negated = false;
    std::size_t at = 0;  // the word that says it
};

struct Plan {
    Reckoning reckoning = Reckoning::records;
    bool wants_json = false;
    std::vector<Condition> conditions;
    std::vector<std::size_t> told;  // columns that were named for their own sake
    bool names_it = false;          // what a record is called was asked for, too
    std::optional<std::size_t> measure;
    bool is_least = true;
    bool is_each_told = false;
    int count = 0;          // "the three …"; 0 where it is not said
    int ordinal = 0;        // "the second …", from the end where negative; 0 where it is not said
    bool is_total = false;  // "the total number of reviews": of a quantity it is the sum
};

// Nothing where the records have no answer, or more than one to a question for one.
std::optional<Reply> evaluate(const Plan& plan, const Records& records);

}  // namespace lissom::agent::lite
