#pragma once

#include <string>

#include "agent/lite/run.hpp"

// The parts of buying and booking; buy.cpp puts them together.
namespace lissom::agent::lite::skills {

// variants.cpp
// "in green, size M": what the page lets one choose of the thing. Answers what is left to say of it.
Async<Result<std::string>> choose_variants(Run& run, std::string object);
// The one field for how many of it; 0.
view::Ref quantity_field(const Scene& scene);

// booking.cpp
// "From 3 to 9 May": picked in the calendar of the page, or typed into its two fields. False where no days
// are said, or the page takes none.
Async<Result<bool>> choose_days(Run& run, std::string clause);
// "For 4 people" where a counter or a list takes it.
Async<Done> set_party(Run& run, std::string clause);
Async<Done> send_booking(Run& run, std::string action);

}  // namespace lissom::agent::lite::skills
