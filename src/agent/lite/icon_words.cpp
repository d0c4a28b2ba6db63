#include "agent/lite/icon_words.hpp"

#include <set>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

std::string icon_word(std::string_view class_name)
{
    // The sets that pictures come from, and what every picture or button is called.
    static const std::set<std::string, std::less<>> idle = {
        "i",       "ic",       "ico",    "icon",  "icons",  "glyph",    "glyphicon", "fa",    "fas",
        "far",     "fab",      "fal",    "bi",    "mdi",    "material", "ion",       "la",    "las",
        "ti",      "svg",      "img",    "pic",   "sprite", "sprites",  "symbol",    "btn",   "button",
        "link",    "tool",     "action", "sm",    "lg",     "xs",       "md",        "solid", "regular",
        "outline", "outlined", "round",  "small", "large",  "o"
    };
    std::string said;
    for (const auto& word : words_of(class_name))
        if (!idle.contains(word)) said += (said.empty() ? "" : " ") + word;
    return said;
}

}  // namespace lissom::agent::lite
