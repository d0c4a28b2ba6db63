#include "view/heads.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

#include "view/words.hpp"

namespace lissom::view {
namespace {

std::string pixels(double value) { return std::to_string(std::lround(value)); }

std::string word_for(const Node& node)
{
    if (node.role == "label" && node.is_operable) return "label";
    if (node.tag == "svg") return "drawing";
    if (node.role == "textbox" && node.input_type == "password") return "password";
    if (node.role == "textbox" && node.is_editable && node.tag != "input" && node.tag != "textarea")
        return "editor";
    if (node.role == "datepicker" && !node.input_type.empty()) return node.input_type;
    if (node.role == "filepicker") return "file";
    if (node.role == "colorpicker") return "color";
    if (node.role == "generic" || node.role == "paragraph" || node.role == "listitem" || node.role == "img") {
        if (node.is_editable) return "editor";
        if (const auto draggable = node.attributes.find("draggable");
            draggable != node.attributes.end() && draggable->second == "true")
            return "draggable";
        if (node.is_operable) return node.role == "img" ? "image" : "clickable";
        if (node.can_scroll) return "scrollable";
    }
    return node.role;
}

// A landmark says where things are. Nobody acts on it, so it goes without a reference: a page has dozens.
bool is_landmark(const Node& node)
{
    return is_one_of(
               node.role,
               {"navigation",
                "banner",
                "contentinfo",
                "complementary",
                "main",
                "form",
                "search",
                "region",
                "article",
                "group"}
           ) &&
           !node.is_operable && !node.can_scroll;
}

bool is_picture_file(std::string_view word)
{
    constexpr std::array<std::string_view, 6> endings{".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp"};
    return std::ranges::any_of(endings, [&](auto ending) { return word.ends_with(ending); });
}

// "VW-Space_23-1-200x200.jpg": "VW Space". What is left are the words of three letters and more.
std::string words_of_file(std::string_view file)
{
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    };
    file = file.substr(0, file.rfind('.'));
    std::string kept;
    for (std::size_t i = 0; i < file.size();) {
        const auto begin = i;
        while (i < file.size() && is_letter(file[i])) ++i;
        if (i - begin >= 3) {
            if (!kept.empty()) kept += ' ';
            kept += file.substr(begin, i - begin);
        }
        if (i == begin) ++i;
    }
    return kept;
}

// What class names and files say of an icon, less the words that only say that it is one.
std::string icon_words(std::string_view hint)
{
    std::string kept;
    for (const auto part : hint | std::views::split(' ')) {
        const std::string_view word(part);
        if (is_one_of(
                word,
                {"icon",
                 "icons",
                 "fa",
                 "fas",
                 "far",
                 "fab",
                 "material-icons",
                 "glyphicon",
                 "svg-icon",
                 "svg",
                 "img",
                 "image",
                 "btn",
                 "button",
                 "link",
                 "action",
                 "item",
                 "wrapper",
                 "container"}
            ))
            continue;
        const auto said = is_picture_file(word) ? words_of_file(word) : std::string(word);
        if (said.empty()) continue;
        if (!kept.empty()) kept += ' ';
        kept += said;
    }
    return kept;
}

std::string states_of(const Node& node)
{
    std::string states;
    constexpr std::array<std::string_view, 4> checked{"", " unchecked", " checked", " mixed"};
    constexpr std::array<std::string_view, 4> selected{"", "", " selected", ""};
    constexpr std::array<std::string_view, 4> expanded{"", " collapsed", " expanded", ""};
    states += checked[static_cast<std::size_t>(node.checked)];
    states += selected[static_cast<std::size_t>(node.selected)];
    states += expanded[static_cast<std::size_t>(node.expanded)];
    if (node.is_required) states += " required";
    if (node.is_disabled) states += " disabled";
    if (node.is_focused) states += " focused";
    if (node.is_covered) states += " covered";
    if (node.can_scroll && node.role != "generic") states += " scrollable";
    return states;
}

std::string options_of(const Node& node, const Detail& detail)
{
    std::string text = " options:";
    const auto shown = node.options.size() <= detail.options + 3 ? node.options.size() : detail.options;
    for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? " " : ", ") + in_quotes(node.options[i], 60);
    if (shown < node.options.size()) text += " and " + std::to_string(node.options.size() - shown) + " more";
    return text;
}

}  // namespace

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

bool is_field(const Node& node)
{
    return is_one_of(
        node.role,
        {"textbox",
         "searchbox",
         "combobox",
         "listbox",
         "spinbutton",
         "datepicker",
         "colorpicker",
         "filepicker",
         "slider",
         "checkbox",
         "radio",
         "switch"}
    );
}

bool is_announced(const Node& node)
{
    if (is_one_of(node.role, {"dialog",  "alertdialog",   "alert",       "form",    "navigation",
                              "search",  "complementary", "contentinfo", "banner",  "main",
                              "tablist", "tabpanel",      "menu",        "menubar", "toolbar",
                              "listbox", "tree",          "radiogroup",  "iframe",  "status",
                              "tooltip"})) {
        return true;
    }
    return is_one_of(node.role, {"group", "region", "figure", "article"}) && !node.name.empty();
}

bool is_aside(const Node& node)
{
    return is_one_of(node.role, {"navigation", "banner", "contentinfo", "complementary"});
}

bool is_told_by_name(const Node& node)
{
    return is_one_of(
               node.role,
               {"button",
                "link",
                "menuitem",
                "menuitemcheckbox",
                "menuitemradio",
                "option",
                "tab",
                "treeitem",
                "checkbox",
                "radio",
                "switch",
                "img"}
           ) ||
           node.is_named_by_content;
}

std::string head_of(const Node& node, const Detail& detail)
{
    auto head = is_landmark(node) ? std::string() : "[e" + std::to_string(node.ref) + "] ";
    head += word_for(node);
    if (!node.name.empty()) {
        head += " " + in_quotes(node.name, detail.name_of(node));
    } else if (const auto icon = node.attributes.find("icon");
               icon != node.attributes.end() && node.is_operable) {
        if (const auto words = icon_words(icon->second); !words.empty())
            head += " (icon " + in_quotes(words, 40) + ")";
    }
    if (!node.value.empty()) head += " = " + in_quotes(node.value, detail.text_of(node));
    if (!node.placeholder.empty() && node.placeholder != node.name && node.value.empty())
        head += " placeholder " + in_quotes(node.placeholder, 60);
    head += states_of(node);
    if (!node.options.empty()) head += options_of(node, detail);
    return head;
}

std::string size_of(const Node& node)
{
    return " " + pixels(node.rect.width) + "×" + pixels(node.rect.height) + " at " + pixels(node.rect.x) +
           "," + pixels(node.rect.y);
}

}  // namespace lissom::view
