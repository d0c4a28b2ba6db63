#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/measure.hpp"
#include "base/json.hpp"

namespace lissom::agent::lite {

// What a question wants to know, as far as its form tells.
struct Wanted {
    std::vector<std::string> fields;  // "name", "price" of "the name and price of the first three results"
    std::string of;                   // "the first three results", "the lamp"; empty: of the page
    std::string records;  // "blue mugs", "results": what is listed, where the question is about a list's
                          // records; empty: it is about the page or one thing on it
    std::optional<Measure> measure;  // "the cheapest mug"
    std::string measure_field;       // "replies" of "the topic with the most replies"
    int count = 0;                   // 3; 0 when not said
    int ordinal = 0;                 // "the second result": 2, "the last": -1; 0 when not said
    bool is_list = false;            // several are wanted
};
Wanted wanted_in(std::string_view question);

// A question in the words a page would use: "who wrote this article" is "author", "how much is the lamp" is
// "the price of the lamp".
std::string plain_question(std::string_view question);

// A JSON Schema of what is wanted, for extract().
Json schema_of(const Wanted& wanted);

// Could a text be what is asked for? An e-mail address has its sign, a number of things has a figure: what
// has none is an answer to another question.
bool could_answer(std::string_view question, std::string_view answer);

// What extract() found, as a person would write it down.
std::string in_words(const Json& value);

}  // namespace lissom::agent::lite
