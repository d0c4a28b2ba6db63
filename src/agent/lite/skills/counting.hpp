#pragma once

#include <optional>
#include <string>

#include "agent/lite/run.hpp"
#include "agent/lite/skills/paging.hpp"

// Questions for a number of things.
namespace lissom::agent::lite::skills {

struct Counting {
    std::string what;
    std::string where;
    bool has_condition = false;   // "by Ann" behind it: what the page says of all of them is no answer
    bool is_of_somebody = false;  // "how many locks does the museum own": no words of the page are counted
};

// "42" over "boats in dock": the number that the page itself tells under the very words of the question.
std::optional<std::string> told_on_card(const Scene& scene, const std::string& question);

// "How many lamps are there in the category Chairs"; nothing where it is no question for a count.
std::optional<Counting> counting_in(const std::string& question);

// Counts over all pages of the list.
Async<Result<std::string>> count(Run& run, Counting counting);

// "in the category Chairs": behind a link of that name, if we are not there yet.
Async<Done> go_where(Run& run, std::string where);

}  // namespace lissom::agent::lite::skills
