#include "agent/lite/letters.hpp"

#include <algorithm>
#include <cctype>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// Only of plain letters the bytes can be counted and parted.
bool is_plain(const std::string& text)
{
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

bool is_vowel(char c) { return std::string_view("aeiouAEIOU").contains(c); }

}  // namespace

std::optional<std::string> made_of_letters(
    std::string_view phrase,
    const std::function<std::optional<std::string>(const std::string&)>& read
)
{
    const auto text_of = [&](const std::string& what) -> std::optional<std::string> {
        const auto quotes = quoted_texts(what);
        auto text = quotes.size() == 1 ? std::optional(quotes.front()) : read(what);
        return text && is_plain(*text) ? text : std::nullopt;
    };
    if (const auto slots =
            fit("the (first|last) [{!count}] (letter|letters|character|characters) of {what}", phrase)) {
        const auto count = slots->contains("count") ? number_word(slots->at("count")) : std::optional(1);
        const auto text = text_of(slots->at("what"));
        if (!text || !count || *count < 1 || static_cast<std::size_t>(*count) > text->size())
            return std::nullopt;
        const auto size = static_cast<std::size_t>(*count);
        return fit("the first {*}", phrase) ? text->substr(0, size) : text->substr(text->size() - size);
    }
    if (const auto slots = fit("{what} without [its|the|any|all] [of] [its|the] vowels", phrase)) {
        auto text = text_of(slots->at("what"));
        if (text) std::erase_if(*text, is_vowel);
        return text;
    }
    for (const std::string_view pattern :
         {"how many (letters|characters) (does|do) {what} have",
          "how many (letters|characters) (are|are there) in {what}",
          "[the] number of (letters|characters) (in|of) {what}"})
        if (const auto slots = fit(pattern, phrase))
            if (const auto text = text_of(slots->at("what")); text && !text->contains(' '))
                return std::to_string(text->size());
    return std::nullopt;
}

}  // namespace lissom::agent::lite
