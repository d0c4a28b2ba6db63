#include "agent/lite/target.hpp"

#include <array>
#include <map>
#include <set>
#include <utility>

#include "agent/lite/colors.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

const std::map<std::string, std::string, std::less<>> kinds = {
    {"button", "button"},     {"link", "link"},           {"hyperlink", "link"},
    {"checkbox", "checkbox"}, {"tickbox", "checkbox"},    {"radio", "radio"},
    {"tab", "tab"},           {"textbox", "field"},       {"field", "field"},
    {"input", "field"},       {"textarea", "textarea"},   {"box", "box"},
    {"dropdown", "list"},     {"list", "list"},           {"combobox", "list"},
    {"listbox", "list"},      {"select", "list"},         {"slider", "slider"},
    {"spinner", "spinner"},   {"icon", "icon"},           {"image", "image"},
    {"picture", "image"},     {"photo", "image"},         {"menu", "menu"},
    {"menuitem", "menuitem"}, {"dialog", "dialog"},       {"popup", "dialog"},
    {"modal", "dialog"},      {"window", "dialog"},       {"section", "section"},
    {"panel", "section"},     {"accordion", "section"},   {"option", "option"},
    {"switch", "switch"},     {"toggle", "switch"},       {"row", "row"},
    {"cell", "cell"},         {"heading", "heading"},     {"paragraph", "paragraph"},
    {"square", "rectangle"},  {"rectangle", "rectangle"}, {"circle", "circle"},
    {"triangle", "triangle"}, {"dot", "circle"},          {"point", "circle"},
    {"line", "line"},         {"shape", "shape"},         {"polygon", "polygon"},
    {"item", "item"},         {"letter", "letter"},       {"digit", "digit"},
    {"number", "number"},     {"ellipse", "circle"},      {"star", "star"},
    {"figure", "shape"},      {"datepicker", "date"},     {"calendar", "date"}
};

struct PairedKind {
    std::string_view words;
    std::string_view kind;
};
constexpr std::array paired = {PairedKind{"text box", "field"},      PairedKind{"text field", "field"},
                               PairedKind{"input field", "field"},   PairedKind{"input box", "field"},
                               PairedKind{"text input", "field"},    PairedKind{"text area", "textarea"},
                               PairedKind{"check box", "checkbox"},  PairedKind{"radio button", "radio"},
                               PairedKind{"combo box", "list"},      PairedKind{"list box", "list"},
                               PairedKind{"drop down", "list"},      PairedKind{"dropdown list", "list"},
                               PairedKind{"dropdown menu", "list"},  PairedKind{"select box", "list"},
                               PairedKind{"selection list", "list"}, PairedKind{"dialog box", "dialog"},
                               PairedKind{"menu item", "menuitem"},  PairedKind{"date picker", "date"},
                               PairedKind{"search box", "field"},    PairedKind{"scroll list", "list"}};

const std::set<std::string, std::less<>> articles =
    {"the", "a", "an", "this", "that", "those", "these", "any"};
const std::set<std::string, std::less<>> all_words = {"all", "every", "each"};

Size size_named(const std::string& word)
{
    static const std::map<std::string, Size, std::less<>> sizes = {
        {"smallest", Size::smallest},
        {"tiniest", Size::smallest},
        {"largest", Size::largest},
        {"biggest", Size::largest},
        {"small", Size::small},
        {"smaller", Size::small},
        {"tiny", Size::small},
        {"little", Size::small},
        {"large", Size::large},
        {"larger", Size::large},
        {"big", Size::large},
        {"bigger", Size::large}
    };
    const auto at = sizes.find(word);
    return at == sizes.end() ? Size::any : at->second;
}

std::string singular(const std::string& word)
{
    if (kinds.contains(word)) return word;
    if (word.size() > 4 && word.ends_with("es") && kinds.contains(word.substr(0, word.size() - 2)))
        return word.substr(0, word.size() - 2);
    if (word.size() > 3 && word.ends_with("s") && kinds.contains(word.substr(0, word.size() - 1)))
        return word.substr(0, word.size() - 1);
    return word;
}

Side side_named(std::string_view word)
{
    if (word == "below" || word == "beneath") return Side::below;
    if (word == "above") return Side::above;
    if (word == "left") return Side::left;
    return word == "right" ? Side::right : Side::any;
}

// "the top left corner [of the grid]", "the bottom right": where it is drawn; empty where it says more.
std::string corner_in(std::string_view place)
{
    const auto slots =
        fit("[the] (top|upper|bottom|lower) (left|right) [hand] [corner] "
            "[of the (grid|table|board|page|screen|field|picture|area)]",
            place);
    if (!slots) return "";
    const auto words = words_of(place);
    std::string corner;
    for (const auto& word : words)
        if (word == "top" || word == "upper" || word == "bottom" || word == "lower" || word == "left" ||
            word == "right")
            corner += (corner.empty() ? "" : " ") + word;
    return corner;
}

// "… on all posts by @ann": only behind a kind or a quote, for prepositions are part of many labels.
void take_place(Target& target, Phrase& phrase)
{
    static const std::set<std::string, std::less<>> links = {
        "on",     "for",  "in",        "of",   "from", "within", "inside",  "under", "below", "above",
        "beside", "near", "belonging", "next", "left", "right",  "beneath", "with",  "by",    "at"
    };
    for (std::size_t i = 1; i + 1 < phrase.tokens.size(); ++i) {
        const auto& token = phrase.tokens[i];
        if (token.is_quoted || !links.contains(token.small)) continue;
        const auto side = side_named(token.small);
        const bool is_sideways = side == Side::left || side == Side::right;
        if (is_sideways && phrase.tokens[i + 1].small != "of") continue;
        // "the button to the left of …"
        std::size_t last = i - 1;
        while (is_sideways && last > 0 &&
               (phrase.tokens[last].small == "to" || phrase.tokens[last].small == "on" ||
                phrase.tokens[last].small == "the"))
            --last;
        const auto& before = phrase.tokens[last];
        const bool is_beside = (token.small == "next" && phrase.tokens[i + 1].small == "to") ||
                               token.small == "beside" || token.small == "belonging";
        if (!before.is_quoted && kind_named(before.small).empty() && !is_beside) continue;
        // "The cell at the bottom right corner": no place of another thing, but where it is drawn.
        if (token.small == "at" || token.small == "in")
            if (const auto corner = corner_in(phrase.source.substr(phrase.tokens[i + 1].begin));
                !corner.empty()) {
                target.position = corner;
                phrase = tokenize(phrase.source.substr(0, before.end));
                return;
            }
        target.side = side;
        std::size_t from = i + 1;
        while (from + 1 < phrase.tokens.size() &&
               (phrase.tokens[from].small == "to" || phrase.tokens[from].small == "of"))
            ++from;
        while (from + 1 < phrase.tokens.size() && all_words.contains(phrase.tokens[from].small))
            target.is_all = true, ++from;
        target.place = phrase.source.substr(phrase.tokens[from].begin);
        phrase = tokenize(phrase.source.substr(0, before.end));
        return;
    }
}

}  // namespace

std::string kind_named(std::string_view word)
{
    const auto at = kinds.find(singular(lower(word)));
    return at == kinds.end() ? "" : at->second;
}

Target parse_target(std::string_view text)
{
    Target target;
    auto plain = without_prefix_words(text, {"the", "a", "an", "on", "this", "that", "your"});
    for (const std::string_view tail :
         {" below", " above", " provided", " shown", " on the page", " on this page", " on the screen"})
        if (plain.size() > tail.size() && lower(plain).ends_with(tail))
            plain.resize(plain.size() - tail.size());
    target.phrase = plain;

    // "the box whose colour is #ff00ff"
    if (const auto slots =
            fit("{rest} (whose colour is|whose color is|with the colour|with the color|with color|with "
                "colour|of colour|"
                "of color|of the colour|of the color|that is colored|that is coloured|in the color|in the "
                "colour|that is) "
                "{!color}",
                plain);
        slots && (is_color_name(lower(slots->at("color"))) || color_from_hex(slots->at("color")))) {
        plain = slots->at("rest");
        target.color = lower(slots->at("color"));
    }
    auto phrase = tokenize(plain);
    take_place(target, phrase);
    const auto& tokens = phrase.tokens;
    std::vector<std::string> rest;
    std::string kind_word;  // that told what kind it is
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& token = tokens[i];
        if (token.is_mark) continue;
        if (token.is_quoted) {
            if (target.quoted.empty()) target.quoted = token.text;
            continue;
        }
        const auto& word = token.small;
        const bool has_more = i + 1 < tokens.size();
        if (all_words.contains(word)) {
            target.is_all = true;
            continue;
        }
        if (articles.contains(word)) continue;
        if (const auto number = ordinal(word); number && has_more) {
            target.ordinal = number;
            continue;
        }
        if (has_more &&
            (word == "top" || word == "bottom" || word == "left" || word == "right" || word == "middle" ||
             word == "leftmost" || word == "rightmost" || word == "upper" || word == "lower")) {
            target.position += (target.position.empty() ? "" : " ") + word;
            continue;
        }
        if (const auto size = size_named(word); size != Size::any && has_more) {
            target.size = size;
            continue;
        }
        if (has_more && is_color_name(word)) {
            target.color = word;
            continue;
        }
        if (word == "colored" || word == "coloured" || word == "labeled" || word == "labelled" ||
            word == "named" || word == "called" || word == "titled" || word == "saying" || word == "says")
            continue;
        if (has_more && !tokens[i + 1].is_quoted) {
            const auto both = word + ' ' + singular(tokens[i + 1].small);
            bool is_pair = false;
            for (const auto& pair : paired) {
                if (pair.words != both) continue;
                target.kind = pair.kind;
                is_pair = true;
            }
            if (is_pair) {
                if (both == "search box") rest.push_back(word);
                ++i;
                continue;
            }
        }
        if (const auto kind = kind_named(word); !kind.empty()) {
            // "The Figures tab", "the star icon": what stands before these is what they are called.
            static const std::set<std::string, std::less<>> labelled = {"tab", "link", "icon"};
            const bool is_head = !has_more && !kind_word.empty() && labelled.contains(kind);
            if (is_head) rest.push_back(std::exchange(kind_word, ""));
            if (is_head || target.kind.empty()) {
                if (!is_head) kind_word = token.text;
                target.kind = kind;
                continue;
            }
        }
        // "The smallest one": whatever is there to choose from. "The first one" is of what was spoken of
        // before.
        const bool is_picked = target.size != Size::any || !target.color.empty();
        if (is_picked && !has_more && rest.empty() && (word == "one" || word == "ones")) continue;
        rest.push_back(token.text);
    }
    for (const auto& word : rest) target.words += (target.words.empty() ? "" : " ") + word;
    return target;
}

}  // namespace lissom::agent::lite
