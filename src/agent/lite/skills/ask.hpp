#pragma once

#include <optional>
#include <string>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite::skills {

// What the page's list (over all its pages) answers to a question; nothing where the question has a word that
// means nothing there. Remembers the one record it was about.
Async<Result<std::optional<Json>>> ask_records(Run& run, std::string question);

// The same in the shape of a schema; nothing where the records do not have what the schema requires.
Async<Result<std::optional<Json>>> ask_records_as(Run& run, std::string question, const Json& schema);

// "its price", "their names": of the record last asked about.
std::optional<std::string> of_found(const Run& run, std::string_view question);

}  // namespace lissom::agent::lite::skills
