#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/questions.hpp"
#include "agent/lite/run.hpp"

// One function a verb, each in the file of its idea; catalog.cpp lists them.
namespace lissom::agent::lite::skills {

// press.cpp
Async<Done> press(Run& run, const lite::Step& step);
// The button that ends what was entered: the one that says these words, or the only one that could be it;
// nothing where there is none.
Async<Done> submit(Run& run, std::string words);

// extreme.cpp
// Presses the one of several like things that shows the most or the least: "the card with the highest
// number"; false where the page has no such things.
Async<Result<bool>> press_extreme(Run& run, std::string phrase);

// reach.cpp
Async<Done> close(Run& run, const lite::Step& step);
Async<Done> focus(Run& run, const lite::Step& step);
Async<Done> expand(Run& run, const lite::Step& step);
// hints.cpp
Async<Done> hover(Run& run, const lite::Step& step);
// sketch.cpp: strokes; false where the words name none that can be drawn here.
Async<Result<bool>> sketch(Run& run, const lite::Step& step);
// mark_text.cpp: false where no piece of a text is meant, or the page has it not just once.
Async<Result<bool>> mark_piece(Run& run, std::string object);
// "Highlight" is also what the button is called that does it to what is marked.
Async<Done> use_marking_tool(Run& run, const lite::Step& step);
Async<Done> press_key(Run& run, const lite::Step& step);
// "the left arrow key twice in the box": false where the words name no key.
Async<Result<bool>> press_named_key(Run& run, std::string object);
Async<Done> scroll(Run& run, const lite::Step& step);

// navigate.cpp
// Where the page has several lists and the words name one of them: that one is meant from here on.
void focus_where_named(Run& run, std::string_view words);
Async<Done> open_url(Run& run, const lite::Step& step);
Async<Done> go_back(Run& run, const lite::Step& step);
Async<Done> explore(Run& run, const lite::Step& step);
Async<Done> wait(Run& run, const lite::Step& step);
Async<Done> search(Run& run, const lite::Step& step);
bool has_search(const Scene& scene);  // a field to search the site or the list by
Async<Done> wait_for_condition(Run& run, std::string condition);

// fill.cpp
Async<Done> fill(Run& run, const lite::Step& step);
Async<Done> login(Run& run, const lite::Step& step);
Async<Done> upload(Run& run, const lite::Step& step);

// choose.cpp
Async<Done> choose(Run& run, const lite::Step& step);
Async<Done> check(Run& run, const lite::Step& step);
Async<Done> uncheck(Run& run, const lite::Step& step);

// boxes.cpp
Async<Done> tick(Run& run, view::Ref box, bool wanted);
// "words similar to big, happy": each word's nearest box, no box twice.
Async<Done> choose_similar(Run& run, std::vector<std::string> words);
// "all except Nickel", "everything but A and B": the boxes, or the options of a list, that are not named;
// false where the words are none of these.
Async<Result<bool>> choose_all_but(Run& run, std::string words, bool wanted);

// scales.cpp
// What is set by a handle, by two small buttons or by keys with digits on them: sliders, counters, keypads.
// False where the step asks for none of them.
Async<Result<bool>> set_scale(Run& run, lite::Step step, std::string value);

// records.cpp
// The record a phrase is about, remembered in run.record; false where there is none.
Async<Result<bool>> find_record(Run& run, std::string phrase);
// The same, and opens it: its own link or itself.
Async<Done> open_found(Run& run, std::string phrase);
// "the stage of the deal X": a field that the record shows when it is edited; "assignee|owner": by either
// name.
Async<Done> edit_record(Run& run, std::string field, std::string record, std::string value);
// "urgent", "closed", "a staff member": what the record last found is to be, where it is edited: a box of
// that name, or a list that has it.
Async<Done> set_state(Run& run, std::string state);
Async<Done> find(Run& run, const lite::Step& step);
Async<Done> act(Run& run, const lite::Step& step);
Async<Done> classify(Run& run, const lite::Step& step);
Async<Done> download(Run& run, const lite::Step& step);

// compose.cpp
Async<Done> compose(Run& run, const lite::Step& step);

// narrow.cpp
Async<Done> narrow(Run& run, const lite::Step& step);

// site.cpp
Async<Done> sort(Run& run, const lite::Step& step);
Async<Done> consent(Run& run, const lite::Step& step);
Async<Done> logout(Run& run, const lite::Step& step);

// buy.cpp
Async<Done> buy(Run& run, const lite::Step& step);

// move.cpp
Async<Done> drag(Run& run, const lite::Step& step);
Async<Done> arrange(Run& run, const lite::Step& step);
Async<Done> highlight(Run& run, const lite::Step& step);
// resize.cpp
Async<Done> resize(Run& run, const lite::Step& step);
// edit.cpp
Async<Done> format(Run& run, const lite::Step& step);

// draw.cpp
Async<Done> point(Run& run, const lite::Step& step);
Async<Done> draw(Run& run, const lite::Step& step);

// games.cpp
Async<Done> guess(Run& run, const lite::Step& step);
Async<Done> play(Run& run, const lite::Step& step);

// terminal.cpp
Async<Done> command(Run& run, const lite::Step& step);

// tabulate.cpp
// What a table's rows add up to, or which of them it is: "the sum of the amounts", "how many rows have the
// status Paid", "which customer has the largest amount". Nothing where the question is not one about a table
// that the page shows, with every word of it understood.
Async<Result<std::optional<std::string>>> tell_by_table(Run& run, std::string question);

// answer.cpp
// What a list's records say, over its pages: "the price of the cheapest lamp". Remembers the one record it
// was about.
Async<Result<std::string>> read_list(Run& run, Wanted wanted);
Async<Done> answer(Run& run, const lite::Step& step);

// tell.cpp
// A question that is a task of its own may be answered on the page: a button with the answer, or one field
// for it.
Async<Done> give_answer(Run& run, std::string answer);
Async<Done> solve(Run& run, const lite::Step& step);
Async<Done> match(Run& run, const lite::Step& step);

}  // namespace lissom::agent::lite::skills
