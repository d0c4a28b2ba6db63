#pragma once

#include <string_view>

namespace lissom::agent::lite {

// A picture in place of a word: one or two signs such as "☆" or "🗑", which are no letters and no digits.
bool is_picture_sign(std::string_view name);

// Does the one sign a control shows say these words: "☆" for "star", "x" for "close"?
bool sign_says(std::string_view sign, std::string_view words);

}  // namespace lissom::agent::lite
