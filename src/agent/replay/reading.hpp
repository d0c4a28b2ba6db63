#pragma once

#include <map>
#include <optional>
#include <string>

#include "agent/replay/script.hpp"

namespace lissom::agent::replay {

// What the placeholders of a script stand for in one run: "metadata.user", "tool.1.code", "read.2".
using Values = std::map<std::string, std::string>;

// The run of text that holds the part; none where it cannot be found for certain.
std::optional<std::size_t> locate(const Landscape& page, const Reading& reading);

// The part of the page, read anew. None also where it was chosen among entries that have changed since.
std::optional<std::string> read(const Landscape& page, const Reading& reading);

// A way to read these words of the page again, tried out on it; none where they stand nowhere, or where no
// way leads there for certain.
std::optional<Reading> reading_for(const Landscape& page, std::string_view words, std::string name);

// Text with parts that are read: "The balance is {{read.1}}." None where a part of the text is neither on the
// page nor in `given` (what the person said): then it was thought, not read.
struct ReadableText {
    std::string text;
    std::vector<Reading> readings;
};
std::optional<ReadableText>
readable(const Landscape& page, const std::string& text, std::string_view given, std::size_t first_name);

// Every {{name}} replaced; none where a name has no value.
std::optional<std::string> filled_in(std::string text, const Values& values);
std::optional<Json> filled_in(const Json& json, const Values& values);

std::string placeholder(std::string_view name);

// Does the text hold the words, not as a part of a longer word or number?
bool holds_words(std::string_view text, std::string_view words);

}  // namespace lissom::agent::replay
