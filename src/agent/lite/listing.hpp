#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// What a page lists: results, products, articles, rows of a table. Each box is one record.
struct Listing {
    std::vector<int> boxes;            // in reading order
    std::vector<std::string> columns;  // of tables: the headings of the cells
};

// The list a noun means ("articles", "the comments", "invoices"); for a word that fits any list ("results")
// or none in particular the one that fills the page. Only of the page's content, never its menus.
std::optional<Listing> listing_for(const Scene& scene, std::string_view noun);

// All lists of the page's content that a person would take for one: tables, and boxes that repeat. `weight`
// says how much of the page each fills.
struct Weighed {
    Listing listing;
    int box = -1;  // around it; -1: the page
    double weight = 0;
};
std::vector<Weighed> all_listings(const Scene& scene);

// What is listed under a heading where several such lists stand side by side: the cards of one column of a
// board, the entries of one group. Nothing where the page has no such part.
std::optional<Listing> listing_under(const Scene& scene, std::string_view heading);

// What a record is called, and what it says of a field ("price", "author", "due date"); nothing where it does
// not.
std::string title_of(const Scene& scene, const Listing& listing, int box);
std::optional<std::string>
field_of(const Scene& scene, const Listing& listing, int box, std::string_view field);

// The records a description fits: "blue mugs", "lamps". Words that the page as a whole says ("Lamps" is its
// heading) are true of each of them. Empty when none does.
std::vector<int> records_like(const Scene& scene, const Listing& listing, std::string_view description);

// Does a word mean any list's records: "results", "items", "entries"?
bool is_any_record(std::string_view noun);

// "Showing 1 to 10 of 57 entries" below the list: 57; nothing where the list is not one of these, or a
// condition is asked for, too.
std::optional<int> told_range(const Scene& scene, std::string_view noun);

// Is the list of the page one of these, by its heading, title or address?
bool is_list_of(const Scene& scene, std::string_view noun);

// "37 results", "1,204 products": the number the page itself gives for what it lists; nothing where it gives
// none.
std::optional<int> told_count(const Scene& scene, std::string_view noun);

}  // namespace lissom::agent::lite
