#pragma once

#include <string>

#include "agent/lite/run.hpp"

// Lists that go on: their pages.
namespace lissom::agent::lite::skills {

// To the next page of a list; false on the last one.
Async<Result<bool>> turn_page(Run& run);

// Back to where so many turns began: the address, if that changes with the page, or turn by turn.
Async<Done> turn_back(Run& run, std::string start, int turns);

// To the first page of a list that is open further behind; false where that one is in front already.
Async<Result<bool>> to_first_page(Run& run);

// Rows that say nothing before they come into view are brought there: what is read or done to all of a list
// is meant for them, too. A list that is all there costs nothing.
Async<Done> draw_rows(Run& run);

// "page 2", "the third page", "the last page": false where the words name no page.
Async<Result<bool>> go_to_page(Run& run, std::string phrase);

}  // namespace lissom::agent::lite::skills
