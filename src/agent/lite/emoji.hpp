#pragma once

#include <string_view>

namespace lissom::agent::lite {

// Is it the picture of this thing: "🐶" of a dog?
bool emoji_says(std::string_view emoji, std::string_view word);

}  // namespace lissom::agent::lite
