#pragma once

#include <optional>
#include <string>

#include "agent/lite/run.hpp"

// Questions for a number of things.
namespace lissom::agent::lite::skills {

struct Counting {
    std::string what;
    std::string where;
};

// "How many lamps are there in the category Chairs"; nothing where it is no question for a count.
std::optional<Counting> counting_in(const std::string& question);

// Counts over all pages of the list.
Async<Result<std::string>> count(Run& run, Counting counting);

// "in the category Chairs": behind a link of that name, if we are not there yet.
Async<Done> go_where(Run& run, std::string where);

// To the next page of a list; false on the last one.
Async<Result<bool>> turn_page(Run& run);

}  // namespace lissom::agent::lite::skills
