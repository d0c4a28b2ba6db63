#include "agent/lite/looks.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "agent/lite/colors.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/ground.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// The look a phrase about words names: "bold", "highlighted", "red".
std::string look_in(std::string_view phrase)
{
    const auto said = "x " + std::string(phrase) + " x";
    constexpr std::string_view nouns = "(word|text|words|phrase|sentence|part|letters|term|passage|name)";
    static const std::string before = "{*} {!look} [colored|coloured] " + std::string(nouns) + " {*}";
    static const std::string behind = "{*} " + std::string(nouns) +
                                      " (in|that is|which is|written in|printed in|shown "
                                      "in|colored|coloured|marked in|drawn in) [the] [colour|color] "
                                      "{!look} {*}";
    for (const auto* pattern : {&behind, &before}) {
        const auto slots = fit(*pattern, said);
        if (slots) return lower(slots->at("look"));
    }
    return "";
}

bool has_ancestor(const Scene& scene, int index, std::initializer_list<std::string_view> tags)
{
    constexpr int nearest = 4;  // levels: farther up it is the look of a part of the page, not of words
    for (int up = scene.parent(index), level = 0; up >= 0 && level < nearest; up = scene.parent(up), ++level)
        for (const auto tag : tags)
            if (scene.node(up).tag == tag) return true;
    return false;
}

// By its class, where no element says it.
bool is_called(const Scene& scene, int index, std::string_view look)
{
    const int box = scene.parent(index);
    if (box < 0 || scene.node(box).is_block) return false;
    const auto at = scene.node(box).attributes.find("class");
    return at != scene.node(box).attributes.end() && lower(at->second).contains(look);
}

// Has an inline box of its own behind it.
bool is_marked(const Scene& scene, int index)
{
    const int box = scene.parent(index);
    if (has_ancestor(scene, index, {"mark"})) return true;
    if (box < 0 || scene.node(box).is_block || scene.node(box).is_operable) return false;
    const auto& ground = scene.node(box).background;
    return !ground.empty() && ground != "#ffffff";
}

bool has_look(const Scene& scene, int index, const std::string& look)
{
    const auto& node = scene.node(index);
    if (look == "bold" || look == "fat") return node.is_bold || has_ancestor(scene, index, {"b", "strong"});
    if (look.starts_with("italic"))
        return has_ancestor(scene, index, {"i", "em"}) || is_called(scene, index, "italic");
    if (look.starts_with("underline"))
        return has_ancestor(scene, index, {"u", "ins"}) || is_called(scene, index, "underline");
    if (look == "struck" || look == "strikethrough" || look == "crossed")
        return has_ancestor(scene, index, {"s", "del", "strike"});
    if (look == "highlighted" || look == "marked" || look == "emphasized") return is_marked(scene, index);
    const auto wanted = color_named(look);
    const auto have = color_from_hex(node.color);
    return wanted && have && (distance(*have, *wanted) < 0.12 || basic_name(*have) == basic_name(*wanted));
}

bool is_look(const std::string& word)
{
    static const std::set<std::string, std::less<>> known = {
        "bold",
        "fat",
        "italic",
        "italics",
        "underlined",
        "struck",
        "strikethrough",
        "crossed",
        "highlighted",
        "marked",
        "emphasized"
    };
    return known.contains(word) || is_color_name(word);
}

}  // namespace

int text_with_look(const Scene& scene, std::string_view phrase)
{
    const auto look = look_in(phrase);
    if (!is_look(look)) return -1;
    // Of a look that most of the page has, none in particular is meant.
    std::vector<int> found;
    int texts = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || trimmed(node.name).empty()) continue;
        ++texts;
        const int element = scene.operable_at(i);
        const bool is_control = element >= 0 && scene.node(element).role == "button";
        if (!is_control && has_look(scene, i, look)) found.push_back(i);
    }
    if (found.empty() || static_cast<int>(found.size()) * 2 > texts + 1) return -1;
    return found.front();
}

std::optional<std::string> text_written_on(const Scene& scene, std::string_view phrase)
{
    const auto slots =
        fit("[the] (number|numbers|word|letter|letters|text|digit|digits|value|name|code) "
            "(written|shown|printed|displayed|standing|that is|which is|that stands|you see|drawn) "
            "[on|in|inside|within] {thing}",
            phrase);
    if (!slots) return std::nullopt;
    const auto thing = without_prefix_words(slots->at("thing"), {"on", "in", "inside", "the", "a"});
    const auto described = describe(thing);
    if (described.is_complete)
        for (const auto& figure : figures_like(scene, described))
            if (auto text = figure.text.empty() ? scene.text_of(figure.index) : figure.text; !text.empty())
                return text;
    const auto target = parse_target(thing);
    // A colour and a word for what it is painted on: any box of that colour that says something.
    if (!target.color.empty()) {
        for (int i = 0; i < scene.size(); ++i) {
            const auto& node = scene.node(i);
            const auto have = color_from_hex(node.background);
            const auto wanted = color_named(target.color);
            constexpr std::size_t longest = 40;
            if (!have || !wanted || node.role == "text") continue;
            const bool is_so = distance(*have, *wanted) < 0.12 || basic_name(*have) == basic_name(*wanted);
            auto text = scene.text_of(i);
            if (is_so && !text.empty() && text.size() < longest) return text;
        }
        return std::nullopt;
    }
    const int found = best(scene, thing, Use::look);
    if (found < 0 || scene.text_of(found).empty()) return std::nullopt;
    return scene.text_of(found);
}

}  // namespace lissom::agent::lite
