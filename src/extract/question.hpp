#pragma once

#include <string_view>

#include "extract/words.hpp"

namespace lissom::extract {

// What a question asks for: "What is the account balance?" is account balance, "tell me the order number
// shown on this page" is order number. Of several sentences, the one that asks.
Words question_words(std::string_view question);

}  // namespace lissom::extract
