#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/lite/listing.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/run.hpp"

// The parts of answering a question; answer.cpp tries them one after the other.
namespace lissom::agent::lite::skills {

// All that is to be read on a page, what stands in fields included.
std::string all_said(const Scene& scene);

// told_lists.cpp
struct Row {
    std::vector<std::string> values;  // one for each wanted field
};
// What a record says of the wanted fields; an error where it leaves one out.
Result<Row> row_of(const Scene& scene, const Listing& listing, int box, const Wanted& wanted);
std::string told(const std::vector<Row>& rows, const Wanted& wanted);

// page_facts.cpp
// Does the page have a word for the field, or is it of a kind that needs none?
bool speaks_of(const Scene& scene, const std::string& field);
// What a page is, as a page: a sum it shows, its title, address, main heading, its code, one of its
// paragraphs.
std::optional<std::string> from_page(const Scene& scene, const std::string& question);
// What its running text tells.
std::optional<std::string> read_running_text(const Scene& scene, const std::string& question);
// What only menus, headers and footers say is about the site, not an answer.
bool is_only_furniture(const Scene& scene, const std::string& text);
bool is_furniture_in(const Scene& scene, const Json& value);

// availability.cpp
// "The lamp" of "is the lamp available", "is the lamp in stock".
std::optional<std::string> asks_availability_of(const std::string& question);
// What its row or its own page says of it; nothing where they do not.
Async<Result<std::optional<std::string>>> tell_availability(Run& run, std::string name);

// whether.cpp
// "yes" or "no" to whether something is switched on, ticked or chosen; nothing where that was not asked, or
// no such control is to be seen.
std::optional<std::string> tell_whether(const Scene& scene, const std::string& question);

// unit_price.cpp
// "A kilo of the rice", "the cheapest per litre": reckoned from what packages cost and hold.
std::optional<std::string> tell_unit_price(const Scene& scene, const std::string& question);
// The package that a phrase with "per kg" and a superlative means; -1 where that is not clear.
int cheapest_by_unit(const Scene& scene, const std::string& phrase);

// one_value.cpp
// One field of the page, or of one of the records it lists.
Async<Result<std::optional<std::string>>> one_value(Run& run, std::string question, Wanted wanted);
// "its due date" of the record that was found: what its row says, or its own page.
Async<Result<std::optional<std::string>>> of_subject(Run& run, std::string question);
// Is the page about it alone: by its title, a heading, or because it lists nothing of the kind?
bool is_page_of(const Scene& scene, const std::string& name);

}  // namespace lissom::agent::lite::skills
