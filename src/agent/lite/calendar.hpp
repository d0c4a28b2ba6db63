#pragma once

#include "agent/lite/run.hpp"
#include "agent/lite/values.hpp"

namespace lissom::agent::lite {

// Does the page show a month of days to pick from?
bool shows_calendar(const Scene& scene);

// Picks a day in the calendar that opens at a field (or is open already, field 0): reads the month it shows,
// turns pages until the right one, presses the day. Error not_doable: no calendar came, or it does not go
// there.
Async<Done> pick_date(Run& run, view::Ref field, Date date);

}  // namespace lissom::agent::lite
