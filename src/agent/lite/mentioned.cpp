#include "agent/lite/mentioned.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>

#include "agent/lite/deeds.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

constexpr std::size_t longest_name = 32;  // letters: more is a text, not a name to choose by
constexpr std::size_t largest_group = 40;

std::string name_of(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    for (const auto& text : {node.name, scene.text_of(index), node.description}) {
        auto name = collapsed(text);
        while (!name.empty() && (name.front() == '#' || name.front() == ' ')) name.erase(0, 1);
        if (!name.empty()) return name;
    }
    return "";
}

bool is_marked(const view::Node& node)
{
    return node.role == "tab" || node.role == "radio" || node.role == "menuitemradio" ||
           node.attributes.contains("aria-pressed");
}

bool is_chosen(const view::Node& node)
{
    const auto pressed = node.attributes.find("aria-pressed");
    return node.selected == view::Tristate::on || node.checked == view::Tristate::on ||
           (pressed != node.attributes.end() && pressed->second == "true");
}

bool could_be_choice(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable || node.is_hidden)
        return false;
    // Links lead to other pages, boxes are settings, heads of columns sort.
    static constexpr std::array<std::string_view, 9> others = {
        "checkbox", "switch", "columnheader", "option", "combobox", "slider", "spinbutton", "cell", "row"
    };
    if (!node.href.empty() || std::ranges::find(others, node.role) != others.end()) return false;
    for (int up = scene.parent(index); up >= 0; up = scene.parent(up))
        if (scene.node(up).role == "columnheader" || scene.node(up).tag == "th") return false;
    const auto name = name_of(scene, index);
    return !name.empty() && name.size() <= longest_name && !is_deed(name);
}

// Is it said, and not as a part of something else? "M" of "size M" is that letter, not any.
bool is_said(std::string_view text, const std::string& name)
{
    static constexpr std::size_t shortest = 3;
    if (name.size() >= shortest && !contains_word(text, name)) return false;
    if (name.size() >= shortest) return true;
    if (std::ranges::none_of(name, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }))
        return false;
    const auto phrase = tokenize(text);
    return std::ranges::any_of(phrase.tokens, [&](const Token& token) { return token.text == name; });
}

// Those like it beside it; of buttons that stand in an item of a list each, those of the other items.
std::vector<int> group_of(const Scene& scene, int index)
{
    auto group = scene.alike(index);
    if (group.size() > 1 || scene.parent(index) < 0) return group;
    const auto& model = scene.node(index);
    group.clear();
    for (const int box : scene.alike(scene.parent(index)))
        for (const int each : scene.children(box))
            if (scene.node(each).tag == model.tag && scene.node(each).role == model.role) {
                group.push_back(each);
                break;
            }
    return group;
}

bool stands_in_line(const Scene& scene, const std::vector<int>& group)
{
    const auto& first = scene.node(group.front()).rect;
    const auto& last = scene.node(group.back()).rect;
    return std::abs(first.x - last.x) > std::abs(first.y - last.y);
}

}  // namespace

std::vector<Choice> mentioned_choices(const Scene& scene, std::string_view text, Among among)
{
    std::map<int, std::vector<int>> named;  // by the first of their group
    for (int i = 0; i < scene.size(); ++i) {
        if (!could_be_choice(scene, i) || scene.is_aside(i)) continue;
        // The entries of a site's menu are pages of their own.
        if (among == Among::entries && scene.is_furniture(i)) continue;
        auto group = group_of(scene, i);
        std::erase_if(group, [&](int each) { return !could_be_choice(scene, each); });
        if (group.size() < 2 || group.size() > largest_group) continue;
        const bool is_variant = is_marked(scene.node(i)) || stands_in_line(scene, group);
        if (is_variant != (among == Among::variants)) continue;
        if (is_said(text, name_of(scene, i))) named[group.front()].push_back(i);
    }
    std::vector<Choice> choices;
    for (const auto& [box, members] : named) {
        // "Team" and "Team Plus": the longer name is the one that was said.
        const auto longest =
            std::ranges::max_element(members, {}, [&](int each) { return name_of(scene, each).size(); });
        const auto name = name_of(scene, *longest);
        const bool is_clear = std::ranges::all_of(members, [&](int each) {
            return each == *longest || contains_word(name, name_of(scene, each));
        });
        if (!is_clear || is_chosen(scene.node(*longest))) continue;
        choices.push_back({scene.node(*longest).ref, name});
    }
    return choices;
}

}  // namespace lissom::agent::lite
