#pragma once

#include "agent/lite/run.hpp"

// Deeds that the page decides about: what reads like an order to a record is one to a text that can be
// edited, a cell of a table, a list beside another. Each answers false, with nothing touched, where the page
// has no such thing.
namespace lissom::agent::lite::skills {

Async<Result<bool>> do_by_page(Run& run, const lite::Step& step);

// put_into.cpp
Async<Result<bool>> put_into(Run& run, const lite::Step& step);

// edit_text.cpp
// "Replace 'Monday' by 'Tuesday'", "delete the line '…'", "add '…' at the end": of a text that can be edited.
Async<Result<bool>> edit_text(Run& run, const lite::Step& step);

// edit_cell.cpp
// "The amount of the row Paper to 18.20": a cell of a table that is edited where it stands.
Async<Result<bool>> edit_cell(Run& run, const lite::Step& step);

// two_lists.cpp
// "Put Ida and Tom into the team": from one list into the one beside it.
Async<Result<bool>> move_between_lists(Run& run, const lite::Step& step);

// tags.cpp
// "Add the tags soup and winter", "remove the tag vegan": a field that takes one word after the other.
Async<Result<bool>> set_tags(Run& run, const lite::Step& step);

// calculator.cpp
// "Use the calculator to work out 47 times 12": keys with digits and signs.
Async<Result<bool>> use_calculator(Run& run, const lite::Step& step);

// bulk.cpp
// "Archive the parcels A and B", "mark every open ticket as done": marked by their boxes, done by a tool.
Async<Result<bool>> act_on_rows(Run& run, const lite::Step& step);

// timetable.cpp
// "7.5 hours for Painting on Tuesday", "an event on Wednesday at 10:00": the cell where row and column meet.
Async<Result<bool>> fill_timetable(Run& run, const lite::Step& step);

// order_form.cpp
// "Order two large pizzas with ham, no olives": choices, boxes and a number of the one thing that the page
// orders.
Async<Result<bool>> order_by_form(Run& run, const lite::Step& step);

// terminal.cpp
// "Rename a.txt to b.txt", "list the files": where the page is a terminal.
Async<Result<bool>> use_terminal(Run& run, const lite::Step& step);

// set_range.cpp
// "Filter for ages 20 to 65": where the page has two handles on one scale.
Async<Result<bool>> set_range(Run& run, const lite::Step& step);

// say_to.cpp
// "Tell Noor: the keys are at the desk": the person at the side, then the one field to write in.
Async<Result<bool>> say_to(Run& run, const lite::Step& step);

// rate.cpp
// "Give it four stars", "rate our service with 4 stars": round buttons or a scale that stand for stars.
Async<Result<bool>> rate(Run& run, const lite::Step& step);

// switch_record.cpp
// "Deactivate Ada Blom", "make Bo active": the one switch of the record.
Async<Result<bool>> switch_record(Run& run, const lite::Step& step);

// add_to_list.cpp
// "Add the tasks Alpha and Beta": a list that takes what is typed by the Enter key.
Async<Result<bool>> add_to_list(Run& run, const lite::Step& step);

// add_in_place.cpp
// "Add a card 'Buy lanterns' to the list To do": by the control that this one of several places has for it.
Async<Result<bool>> add_in_place(Run& run, const lite::Step& step);

}  // namespace lissom::agent::lite::skills
