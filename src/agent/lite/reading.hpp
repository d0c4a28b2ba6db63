#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// What a page says, for who asks in words.

// The text that stands with a label: the other cell of its row, the definition of its term, what follows
// "Label:".
std::optional<std::string> value_beside(const Scene& scene, std::string_view label);

// "the value of X", "the price of the lamp", "the last word in the text area", "the text in the paragraph".
std::optional<std::string> read_value(const Scene& scene, std::string_view phrase);

// The n-th (1 first, -1 last) word of a text, without the marks around it.
std::optional<std::string> nth_word(std::string_view text, int number);

// The passage a phrase means: "the paragraph", "the text area", or what fills the page.
std::optional<std::string> passage(const Scene& scene, std::string_view phrase);

// The number of things that fit "small red circles", "blue items", "links".
int count_of(const Scene& scene, std::string_view phrase);

// The words of whom or what a record is told by: "the email by Ann" → Ann, "Bob's message" → Bob.
std::string who_in(std::string_view phrase);

}  // namespace lissom::agent::lite
