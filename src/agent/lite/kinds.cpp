#include "agent/lite/kinds.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>

#include "agent/lite/signs.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using view::Node;

std::string attribute(const Node& node, const char* name)
{
    const auto at = node.attributes.find(name);
    return at == node.attributes.end() ? "" : at->second;
}

bool has_class_like(const Node& node, std::string_view word)
{
    for (const auto& each : words_of(attribute(node, "class") + " " + attribute(node, "id")))
        if (each == word) return true;
    return false;
}

bool is_field(const Node& node)
{
    return node.is_editable || node.tag == "textarea" || node.role == "textbox" || node.role == "searchbox" ||
           node.role == "spinbutton" || node.role == "datepicker" ||
           (node.role == "combobox" && node.tag == "input") ||
           (node.tag == "input" && node.input_type == "text");
}

int corners_of(const Node& node)
{
    if (node.tag == "rect") return 4;
    if (node.tag != "polygon" && node.tag != "polyline" && node.tag != "path") return 0;
    const auto points = attribute(node, "points");
    int numbers = 0;
    bool in_number = false;
    for (const char c : points) {
        const bool is_part = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == 'e';
        if (is_part && !in_number) ++numbers;
        in_number = is_part;
    }
    return numbers / 2;
}

// A box with corners so round that it is a circle; a pill is none.
bool is_disc(const Node& node)
{
    constexpr double evenness = 1.2;
    const auto [shorter, longer] = std::minmax(node.rect.width, node.rect.height);
    return node.is_round && longer <= shorter * evenness;
}

bool is_painted_box(const Node& node)
{
    return node.rect.width >= 4 && node.rect.height >= 4 &&
           (node.role == "generic" || node.role == "shape" || node.role == "img" || node.role == "button" ||
            node.role == "listitem") &&
           node.tag != "circle" && node.tag != "line";
}

bool is_svg_text(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    return node.tag == "text" ||
           (node.role == "text" && node.parent >= 0 && scene.node(node.parent).tag == "text");
}

using Test = std::function<bool(const Scene&, int)>;

Test by_role(std::initializer_list<std::string_view> roles)
{
    const std::vector<std::string_view> known(roles);
    return [known](const Scene& scene, int i) {
        return std::ranges::find(known, scene.node(i).role) != known.end();
    };
}

Test by_node(std::function<bool(const Node&)> holds)
{
    return [holds](const Scene& scene, int i) { return holds(scene.node(i)); };
}

bool is_plain_press(const Node& node)
{
    return node.is_operable && node.role == "generic" && !node.is_editable;
}

const std::map<std::string, Test, std::less<>>& tests()
{
    static const std::map<std::string, Test, std::less<>> all = {
        {"button", by_node([](const Node& n) {
             return n.role == "button" || (is_plain_press(n) && n.rect.height < 80) ||
                    has_class_like(n, "button") || has_class_like(n, "btn");
         })},
        {"link", by_node([](const Node& n) {
             return n.role == "link" ||
                    (n.role == "generic" && n.is_operable && !n.name.empty() && n.tag != "div");
         })},
        {"checkbox", by_role({"checkbox", "switch", "menuitemcheckbox"})},
        {"switch", by_role({"switch", "checkbox"})},
        {"radio", by_role({"radio", "menuitemradio"})},
        {"tab",
         [](const Scene& scene, int i) {
             if (scene.node(i).role == "tab") return true;
             // Lists of links that switch panels, before anybody gave them roles.
             for (int up = i, steps = 0; up >= 0 && steps < 5; up = scene.parent(up), ++steps)
                 if (scene.node(up).role == "tablist" || has_class_like(scene.node(up), "tabs") ||
                     has_class_like(scene.node(up), "tab"))
                     return scene.node(i).is_operable;
             return false;
         }},
        {"field", by_node(is_field)},
        {"textarea", by_node([](const Node& n) { return n.tag == "textarea"; })},
        {"list", by_node([](const Node& n) {
             return n.role == "combobox" || n.role == "listbox" || n.tag == "select";
         })},
        {"slider", by_node([](const Node& n) { return n.role == "slider" || has_class_like(n, "slider"); })},
        {"spinner",
         by_node([](const Node& n) { return n.role == "spinbutton" || has_class_like(n, "spinner"); })},
        {"icon", by_node([](const Node& n) {
             return n.role == "img" || (n.is_operable && (n.name.size() < 3 || is_picture_sign(n.name))) ||
                    (n.role == "generic" && n.name.empty() && n.rect.width < 64 && n.rect.height < 64);
         })},
        {"image", by_role({"img", "figure"})},
        {"menu", by_role({"menu", "menubar", "navigation", "combobox"})},
        {"menuitem", by_role({"menuitem", "menuitemcheckbox", "menuitemradio"})},
        {"dialog", by_node([](const Node& n) {
             return n.role == "dialog" || n.role == "alertdialog" || has_class_like(n, "dialog") ||
                    has_class_like(n, "modal");
         })},
        {"section", by_node([](const Node& n) {
             return n.expanded != view::Tristate::none || n.role == "region" || n.role == "tabpanel" ||
                    n.role == "tab" || n.tag == "summary" || has_class_like(n, "accordion");
         })},
        {"option", by_role({"option", "radio", "menuitemradio", "menuitem", "listitem"})},
        {"row", by_role({"row"})},
        {"cell", by_role({"cell", "gridcell", "columnheader", "rowheader"})},
        {"heading", by_role({"heading"})},
        {"paragraph", by_node([](const Node& n) { return n.role == "paragraph"; })},
        {"item", by_role({"listitem", "row", "article", "option", "menuitem"})},
        {"date", by_role({"datepicker"})},
        {"box", by_node([](const Node& n) {
             return is_painted_box(n) && !is_disc(n) && !(n.role == "shape" && n.tag != "rect");
         })},
        {"circle", by_node(is_circle)},
        {"rectangle", by_node([](const Node& n) {
             return corners_of(n) == 4 ||
                    (n.role == "generic" && is_painted_box(n) && !n.background.empty() && !n.is_round);
         })},
        {"triangle", by_node([](const Node& n) { return corners_of(n) == 3; })},
        {"polygon", by_node([](const Node& n) { return corners_of(n) > 0; })},
        {"line", by_node([](const Node& n) {
             return n.tag == "line" || (n.tag == "polyline" && corners_of(n) == 2);
         })},
        {"shape", by_role({"shape"})},
        {"letter",
         [](const Scene& scene, int i) {
             return is_svg_text(scene, i) && scene.node(i).name.size() == 1 &&
                    std::isalpha(static_cast<unsigned char>(scene.node(i).name[0])) != 0;
         }},
        {"digit",
         [](const Scene& scene, int i) {
             return is_svg_text(scene, i) && scene.node(i).name.size() == 1 &&
                    std::isdigit(static_cast<unsigned char>(scene.node(i).name[0])) != 0;
         }},
        {"number",
         [](const Scene& scene, int i) {
             return !scene.node(i).name.empty() &&
                    scene.node(i).name.find_first_not_of("0123456789.,-") == std::string::npos;
         }},
        {"star", by_node([](const Node& n) { return has_class_like(n, "star"); })},
    };
    return all;
}

}  // namespace

bool is_circle(const Node& node)
{
    return node.tag == "circle" || node.tag == "ellipse" ||
           (node.role == "shape" && node.tag == "path" &&
            attribute(node, "d").find_first_of("aA") != std::string::npos) ||
           has_class_like(node, "circle") || is_disc(node);
}

bool is_kind(const Scene& scene, int index, std::string_view kind)
{
    const auto test = tests().find(kind);
    return test != tests().end() && test->second(scene, index);
}

bool is_tick_box(const view::Node& node)
{
    return node.role == "checkbox" || node.role == "radio" || node.role == "switch" ||
           node.role == "menuitemcheckbox" || node.role == "menuitemradio";
}

std::vector<int> text_boxes(const Scene& scene)
{
    return scene.where([](const view::Node& node) {
        return node.ref != 0 && !node.is_hidden &&
               (node.role == "textbox" || node.role == "searchbox" || node.tag == "textarea");
    });
}

view::Ref counted_text_box(const Scene& scene, std::string_view phrase)
{
    const auto number = ordinal(
        lower(without_tail_words(without_prefix_words(phrase, {"the"}), {"one", "box", "field", "area"}))
    );
    if (!number) return 0;
    const auto boxes = text_boxes(scene);
    const int count = static_cast<int>(boxes.size());
    const int at = *number < 0 ? count + *number : *number - 1;
    if (at < 0 || at >= count) return 0;
    const auto& node = scene.node(boxes[static_cast<std::size_t>(at)]);
    return node.is_editable ? node.ref : 0;
}

bool is_open_field(const view::Node& node)
{
    return node.is_editable && !node.is_disabled && !node.is_hidden;
}

}  // namespace lissom::agent::lite
