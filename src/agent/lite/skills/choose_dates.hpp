#pragma once

#include <optional>
#include <string>

#include "agent/lite/run.hpp"
#include "agent/lite/values.hpp"

// Days that are picked: in a field for dates, or in a calendar.
namespace lissom::agent::lite::skills {

struct DateRange {
    Date from;
    Date to;
};

// "the days from 8 to 12 June 2026", "a stay from June 8 to June 12, 2026"; the second date completes the
// first.
std::optional<DateRange> date_range_in(const std::string& clause);

// Nothing but a date: "June 8", "the 4th of July".
bool is_only_date(const std::string& value);

Async<Done> choose_range(Run& run, DateRange range);
Async<Done> choose_date(Run& run, Date date, std::string place);

}  // namespace lissom::agent::lite::skills
