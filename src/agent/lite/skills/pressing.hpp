#pragma once

#include <string>
#include <string_view>

#include "agent/lite/run.hpp"
#include "agent/lite/target.hpp"

// What pressing is made of; shared by the skills that press.
namespace lissom::agent::lite::skills {

// submit.cpp
bool is_submit_word(std::string_view words);
// The one button that ends a form: the one whose words these are, or the only one there is; 0.
view::Ref submit_button(const Scene& scene, std::string_view words, int field = -1);
// "Save the profile", "place the order": its words are a label, or name the verb of the button of the form
// under way.
Async<Result<bool>> press_label(Run& run, std::string label);

// Ends what was entered, where nothing more was said: not by a button that binds a person to something, "Book
// now", of which nothing was said either.
Async<Done> submit_what_was_meant(Run& run);

// places.cpp
// The control inside of a record: in sight, or behind the record's own menu. Without words of a place in the
// record last found.
Async<Done> press_in_place(Run& run, Target target, std::string place_words);
// "the like button on all posts by @ann": in so many of them; 0 is all.
Async<Done> press_in_every_place(Run& run, Target target, std::size_t count);
// "all the red boxes"
Async<Done> press_every(Run& run, Target target);
// Behind the menu of the record last found ("more", "…"); false where it has none, or none with these words.
Async<Result<bool>> press_in_menu(Run& run, std::string words);
// "Edit" and "the most expensive item", "the item that costs $35": the control of the one record that a
// question about the list finds. False where none is asked for, or the control is there once.
Async<Result<bool>> press_at_record(Run& run, std::string control, std::string record);
// press_of_record.cpp
// "The heart of the post 'Snow'": what each of several has, of the one that is named; false where the page
// has it once, or not in that one.
Async<Result<bool>> press_of_record(Run& run, std::string object);

// Turns pages until the name is in sight.
Async<Done> find_place(Run& run, std::string name);

// order.cpp
// "the numbers in ascending order", "two, then three": one after the other; false where it is no order.
Async<Result<bool>> press_in_order(Run& run, std::string object);

// press_fitting.cpp
// "all even numbers", "the word that starts with t", "the longest name": of things alike those that are so;
// false where nothing of the kind was said.
Async<Result<bool>> press_fitting(Run& run, std::string phrase);

// deed_on.cpp
// A verb that is a label, and one thing in quotes: what is done to it, by its own control or on its page.
// False where a control says both.
Async<Result<bool>> do_to_named(Run& run, lite::Step step, std::string object);

// dialog.cpp
// The dialog that is open; -1.
int open_dialog(const Scene& scene);
// "confirm" and "cancel" where a dialog asks: its button that means it, whatever it says. False where nothing
// asks.
Async<Result<bool>> answer_dialog(Run& run, std::string word);
// "Do you really want to delete it?": whoever asked for the deed does. Nothing where nothing asks.
Async<Done> confirm_deed(Run& run, std::string deed);

}  // namespace lissom::agent::lite::skills
