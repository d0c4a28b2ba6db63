#pragma once

#include "agent/lite/run.hpp"

// Clauses that no rule of the phrase book fits.
namespace lissom::agent::lite {

// "We are 3 adults": no order, and yet the page has something that takes it.
Async<Result<bool>> do_plain_clause(Run& run, const Step& step);

// "Call Vera Blum", "print it", "embed the chess post": its first word is what a control of the page says, or
// one of the thing that is named. False, with nothing pressed, where there is none.
Async<Result<bool>> do_by_verb(Run& run, const Step& step);

// What no rule fits may be the label of a control, or the name of a form and what goes into it.
Async<Done> do_unknown(Run& run, const Step& step);

}  // namespace lissom::agent::lite
