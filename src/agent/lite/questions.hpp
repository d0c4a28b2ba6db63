#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lissom::agent::lite {

// What a question wants to know, as far as its form tells.
struct Wanted {
    std::vector<std::string> fields;  // "name", "price" of "the name and price of the first three results"
    std::string of;                   // "the first three results", "the lamp"; empty: of the page
    int count = 0;                    // 3; 0 when not said
    int ordinal = 0;                  // "the second result": 2; 0 when not said
    bool is_list = false;             // several are wanted
};
Wanted wanted_in(std::string_view question);

// A JSON Schema of what is wanted, for extract().
Json schema_of(const Wanted& wanted);

// What extract() found, as a person would write it down.
std::string in_words(const Json& value);

}  // namespace lissom::agent::lite
