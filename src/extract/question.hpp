#pragma once

#include <string_view>

#include "extract/words.hpp"

namespace lissom::extract {

// What a question asks for: "What is the account balance?" is account balance, "tell me the order number
// shown on this page" is order number. Of several sentences, the one that asks.
Words question_words(std::string_view question);

// "The headlines of the top stories": what is asked for, and of what; `of` is empty where nothing is said.
struct Asked {
    Words what;
    Words of;
};
Asked asked_of(std::string_view question);

}  // namespace lissom::extract
