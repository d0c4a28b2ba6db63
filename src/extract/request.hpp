#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/words.hpp"

namespace lissom::extract {

enum class Comparison { below, at_most, above, at_least, equal, contains, is_set, is_not_set };

struct Filter {
    Words subject;  // "price", "rating"; empty where any text of the record may fit
    Comparison comparison = Comparison::contains;
    double number = 0;
    std::string text;
    bool is_certain = true;  // false: a guess ("from Berlin") that counts only where some record fits it
    bool is_date = false;    // `number` is a day, as day_number counts them
    Words nearer;  // "net" of "over €100 net", "joined" of "joined in 2024": compared instead where the
                   // records have it
    bool is_of_any_year = false;  // "on April 10": `number` is that day, whatever the year
};

struct Sorting {
    Words subject;
    bool is_descending = false;
    bool is_needed =
        false;  // "cheapest" without prices is an error; "latest" may be how the page is sorted anyway
};

// What a prompt says about which records are wanted, and how many.
struct Request {
    std::string prompt;
    Words words;      // of the prompt
    Words explained;  // those of them that say what is asked for, not of which records
    std::optional<std::size_t> limit;
    std::size_t skip = 0;      // "the second product" skips one
    bool is_from_end = false;  // "the last three"
    bool is_single = false;    // "the first product", "the cheapest laptop"
    std::vector<Filter> filters;
    std::optional<Sorting> sorting;

    bool selects() const { return is_single || limit || sorting || !filters.empty(); }
};

// A day as a number that grows with the days; "2026-11-22".
double day_number(std::string_view iso);

Request parse_request(std::string_view prompt);

}  // namespace lissom::extract
