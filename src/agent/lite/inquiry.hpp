#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// What kind of thing answers a question.
enum class Kind { amount, number, moment, span, person, place, thing, value, whether };

// A question in its parts, for who looks for the answer among what a page says.
struct Inquiry {
    Kind kind = Kind::value;
    std::vector<std::string> words;  // that the answer's place has to say, without those that only ask
    std::string noun;                // "platform" of "which platform", "carrots" of "how many carrots"
    std::string deed;                // "meet" of "when do the altos meet": pages need not say it
    std::string all;                 // every word of it, lower case, parted by blanks
    bool is_money = false;
    bool is_of_several = false;  // "which events": each that fits
    bool denies = false;         // "no", "not", "without"
    bool has_measure = false;    // a superlative, or a bound: "the most", "under 5"

    bool has(std::string_view word) const;
};

Inquiry inquiry_in(std::string_view question);

// Do two words say the same: inflected, synonyms, "Nov" and "November".
bool are_alike_words(std::string_view a, std::string_view b);

// Does the text say the word, or one that says the same?
bool says(std::string_view text, std::string_view word);

}  // namespace lissom::agent::lite
