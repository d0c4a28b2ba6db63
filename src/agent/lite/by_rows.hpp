#pragma once

#include <optional>
#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// What one row of the page tells: "the fee for students", "when is the invoice due", "which platform does the
// train to Arnsund leave from". Every word of the question has to have its place: in the row, in the heading
// of the cell or above the rows; and no other row may say as much. Nothing where a doubt is left.
std::optional<std::string> tell_by_rows(const Scene& scene, const std::string& question);

// "How many reviews does the hotel have" where a line says "212 reviews": the one number that stands before
// the word, anywhere on the page.
std::optional<std::string> tell_by_count(const Scene& scene, const std::string& question);

// "Which company invented the zip" of a list whose entries begin with a name that is linked or bold and go on
// about it: the name before the one text that says every word of the question.
std::optional<std::string> tell_by_lead(const Scene& scene, const std::string& question);

// "The ramen", where the page has no word for it: whatever is told is told of something else.
std::optional<std::string> absent_thing(const std::string& said, const std::string& question);

// Several rows set off against each other: "how much more does A cost than B", "the difference between",
// "what do A and B cost together". Nothing where that is not asked.
std::optional<std::string> tell_by_reckoning(const Scene& scene, const std::string& question);

// Does the question speak of several rows of one list, so that what one of them says is no answer?
bool names_several_rows(const Scene& scene, const std::string& question);

}  // namespace lissom::agent::lite
