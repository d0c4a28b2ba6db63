#pragma once

#include <string>
#include <string_view>

#include "agent/lite/run.hpp"

// What is done with a record that was found; shared by the skills about records.
namespace lissom::agent::lite::skills {

// The best control for an action within a box (-1: the page); 0 when there is none.
view::Ref control_for(const Scene& scene, std::string_view action, int box);

// The same of the whole page, where it is the only one: of the "Edit" of every row none is meant.
view::Ref only_control_for(const Scene& scene, std::string_view action);

// "Make a copy", where something is to be made urgent: another record comes of it. "Close menu", where a
// booking is to be cancelled: a part of the page.
bool is_other_deed(std::string_view name, std::string_view action);

// The same of the record last found. Who wrote it and what can be done with it may be two lines of one
// record: the control is looked for in what is around the line, as far as things repeat, and that is the
// record then.
view::Ref control_in_record(Run& run, std::string_view action);

// record_by_measure.cpp
// "The post with the fewest likes": the box of the one whose number it is; -1 where no measure is named, one
// of them does not show it, or two are alike.
int record_by_measure(const Scene& scene, const std::string& phrase);

// record_by_words.cpp
// "The bike post": the box of the only one that says all words but those for what it is; -1.
int record_by_words(const Scene& scene, const std::string& phrase);
// Presses the control of that one which says the verb, be it in its menu; false where either is missing.
Async<Result<bool>> act_on_record(Run& run, std::string verb, std::string record);

// Opens the record last found: its own link or itself.
Async<Done> open_record(Run& run);

// The box that marks a record for what a toolbar does; 0.
view::Ref mark_of(const Scene& scene, int record);
// A control of the page for the marked records: one that is in none of them.
view::Ref tool_for_marked(const Scene& scene, std::string_view action, int record);

// The things of "Ann and Bo", as the page calls them; empty where one thing is meant. An error where the page
// has only some of them.
Async<Result<std::vector<std::string>>> records_called(Run& run, std::string phrase);
// Waits for a dialog that was answered to be gone.
Async<Done> let_dialog_go(Run& run);

// Marks it by its box and uses the toolbar; false where the page works otherwise.
Async<Result<bool>> act_on_marked(Run& run, std::string action);

// "delete the selected tickets": a list of deeds for those that are marked, and its button; or a button that
// opens such a list. False where the page has neither.
Async<Result<bool>> act_on_selected(Run& run, std::string action);

// "select the tickets 'A' and 'B'": marks each by its box; false where one of them has none.
Async<Result<bool>> mark_records(Run& run, std::vector<std::string> names);

// A new name for something of a list: behind its edit button, or a double press on its words.
Async<Done> rename(Run& run, std::string record, std::string value);

// "to the folder Receipts": a list of folders beside the toolbar, or a menu behind "move".
Async<Done> move_to_folder(Run& run, std::string folder);

}  // namespace lissom::agent::lite::skills
