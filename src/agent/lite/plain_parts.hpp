#pragma once

#include "agent/lite/plain_reading.hpp"
#include "agent/lite/said.hpp"

// The parts of reading a clause plainly; plain_reading.cpp asks them one after the other. Each takes the
// words that speak of its kind of control, and says what is to be done with it.
namespace lissom::agent::lite {

// plain_numbers.cpp
// "3 adults", "the temperature to 21", "between 600 and 1100".
void read_numbers(const Scene& scene, Said& said, PlainReading& reading);

// plain_things.cpp
// "on 18 September 2026 at half past two": days of a calendar that is open, times that are offered or set.
void read_moments(const Scene& scene, Said& said, PlainReading& reading);
// "Solaris five stars": a row of stars.
void read_stars(const Scene& scene, Said& said, PlainReading& reading);
// "a yellow wall": patches of colour that say nothing else.
void read_paints(const Scene& scene, Said& said, PlainReading& reading);

}  // namespace lissom::agent::lite
