#pragma once

#include <string>
#include <vector>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// What could be meant, the likeliest first; where nothing on the page will do, looks behind tabs, folded
// sections, menus and further pages of results, the way a person would. Error not_doable: nowhere.
Async<Result<std::vector<Candidate>>> locate(Run& run, std::string phrase, Use use);

// The element to act on for a candidate of the scene as last looked at.
view::Ref ref_of(const Scene& scene, int index, Use use);

// Presses the likeliest; when nothing at all happens, the next that is nearly as likely.
Async<Result<actions::Effect>> press_best(Run& run, std::string phrase);

// The box of a record around a text or control: what repeats on the page, or a row, an item, an article; -1.
int record_of(const Scene& scene, int anchor);

}  // namespace lissom::agent::lite
