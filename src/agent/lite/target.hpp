#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

enum class Size { any, smallest, largest, small, large };
enum class Side { any, below, above, left, right };  // of the place, as it is drawn

// What a phrase such as "the 2nd red button in the top left corner" asks for, taken apart.
struct Target {
    std::string phrase;  // all of it, without article
    std::string words;   // what its label may say: quotes, kind, order and looks taken out
    std::string quoted;  // the first text in quotes; empty: none
    std::string kind;    // "button", "link", "checkbox", "field", "icon", "box", "circle", …; empty: not said
    std::optional<int> ordinal;  // 1 is the first, -1 the last
    std::string color;           // "red"
    Size size = Size::any;
    std::string position;  // "top left", "bottom", "middle"
    std::string place;     // "posts by @ann" of "the like button on all posts by @ann"
    Side side = Side::any;
    bool is_all = false;  // all, every, each
};

Target parse_target(std::string_view phrase);

// The singular name of a kind of thing on a page ("text boxes" → "field"); empty when the word names none.
std::string kind_named(std::string_view word);

}  // namespace lissom::agent::lite
