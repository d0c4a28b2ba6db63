#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lissom::agent::lite {

// "The first three letters of the word of the day", "the code without its vowels", "how many letters the word
// has": made of a text that `read` tells by its description. Nothing where it is said otherwise, or the text
// is not known.
std::optional<std::string> made_of_letters(
    std::string_view phrase,
    const std::function<std::optional<std::string>(const std::string&)>& read
);

}  // namespace lissom::agent::lite
