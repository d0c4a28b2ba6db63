#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lissom::extract {

using Words = std::vector<std::string>;

// The words of a name or a text, lower case and singular: "productPrices_USD" is product, price, usd.
Words words_of(std::string_view text);

// The same without what says nothing about a thing: "the", "of", "field", "value" …
Words telling_words(std::string_view text);

std::string lower(std::string_view text);
std::string trimmed(std::string_view text);

// 1 for the same word, less for synonyms ("cost" and "price"), abbreviations and beginnings, 0 for strangers.
double likeness(std::string_view one, std::string_view other);

// Whether a word is, or is a synonym of, what the name stands for: is_about("cost", "price").
bool is_about(std::string_view word, std::string_view concept_name);
bool is_known(std::string_view word);  // stands for some concept that fields are called by
bool mentions(const Words& words, std::string_view concept_name);

// How well `found` (a label, a class, a heading) says what `wanted` asks for, 0 to 1. The last word of
// `wanted` counts most, words that fit everything ("name", "number") least. `patience` is how much is
// forgiven of what else `found` says: 1 all (class lists), 0 little (labels).
double name_fit(const Words& wanted, const Words& found, double patience);

bool contains_all(const Words& text, const Words& wanted);

}  // namespace lissom::extract
