#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// Plain English at the level of words: what two labels have in common, which word is a number, which words
// mean the same on a page. No knowledge of any site.

std::string lower(std::string_view text);
std::string trimmed(std::string_view text);
std::string collapsed(std::string_view text);  // white space runs become one blank, ends trimmed
bool starts_with_word(std::string_view text, std::string_view word);
bool contains_word(std::string_view text, std::string_view words);  // whole words, case does not matter
std::string without_prefix_words(std::string_view text, const std::vector<std::string_view>& words);

std::string without_tail_words(std::string_view text, const std::vector<std::string_view>& words);

// How many characters a person counts: steps of the caret.
std::size_t letters_in(std::string_view text);

// Letters and digits in lower case; "camelCase", "kebab-case" and punctuation part words.
std::vector<std::string> words_of(std::string_view text);

// Without articles and prepositions that carry no meaning in a label.
std::vector<std::string> content_words(std::string_view text);

// "directed", "director", "directing" → "direct". Crude, and only ever compared with other stems.
std::string stem(std::string_view word);

bool are_synonyms(std::string_view a, std::string_view b);

// 0: nothing in common; 1: the same. Case, order of words, plural and inflection weigh little, missing words
// weigh more.
double similarity(std::string_view wanted, std::string_view label);

// The share of letters two words have in common in order (for typing mistakes).
double closeness(std::string_view a, std::string_view b);

std::optional<int> number_word(std::string_view word);  // "seven", "7", "twelve"
std::optional<int> ordinal(std::string_view word
);  // "3rd", "third" → 3; "last" → -1; "second to last" is not one word

std::vector<std::string> split(std::string_view text, std::string_view separator);

// "a, b, c and d" → its items; quotes keep their text together.
std::vector<std::string> list_items(std::string_view text);

// Without the quotes around it, if there are any.
std::string unquoted(std::string_view text);

// All texts in double or single quotes, in order.
std::vector<std::string> quoted_texts(std::string_view text);

}  // namespace lissom::agent::lite
