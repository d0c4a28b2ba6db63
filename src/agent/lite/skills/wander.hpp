#pragma once

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// A step that the page in front cannot do may be meant for another page of the site: looks where the step
// names it ("in the settings", "the invoice of May" for Invoices, a record by its name), and for questions in
// the rest of the menu. Answers whether it was done there; else the browser is back where it was.
Async<Result<bool>> do_elsewhere(Run& run, Async<Done> (*do_step)(Run& run));

// "Sort the products", "page 2 of the orders": where the page in front is about something else and the menu
// names it, it is opened first. Stays where the menu does not, or names it twice.
Async<Done> go_to_page_of(Run& run, std::string things);

}  // namespace lissom::agent::lite::skills
