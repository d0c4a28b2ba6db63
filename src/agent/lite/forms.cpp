#include "agent/lite/forms.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "agent/lite/fields.hpp"
#include "agent/lite/pick.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

std::string without_star(std::string label)
{
    label = collapsed(label);
    while (!label.empty() && (label.back() == '*' || label.back() == ':' || label.back() == ' '))
        label.pop_back();
    return label;
}

bool is_search(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    if (node.role == "searchbox" || node.input_type == "search") return true;
    for (int up = index; up >= 0; up = scene.parent(up))
        if (scene.node(up).role == "search") return true;
    return starts_with_word(lower(label_of(scene, index)), "search");
}

std::string type_of(const view::Node& node, const std::string& label)
{
    if (node.tag == "select") return "select";
    if (node.tag == "textarea" || (node.is_editable && node.tag != "input")) return "area";
    if (node.input_type == "email" || contains_word(label, "email") || contains_word(label, "e-mail"))
        return "email";
    if (node.input_type == "password") return "password";
    if (node.input_type == "date" || node.role == "datepicker" || contains_word(label, "date")) return "date";
    for (const std::string_view word :
         {"amount", "quantity", "price", "number of", "guests", "people", "age", "qty"})
        if (contains_word(label, word)) return "number";
    if (node.input_type == "number" || node.role == "spinbutton") return "number";
    return "text";
}

// "Plan" of the radio buttons under that legend.
std::string group_name(const Scene& scene, int radio)
{
    for (int up = scene.parent(radio), level = 0; up >= 0 && level < 6; up = scene.parent(up), ++level) {
        const auto& node = scene.node(up);
        if ((node.role == "group" || node.role == "radiogroup") && !node.name.empty()) return node.name;
        if (node.tag == "fieldset" || node.role == "form") break;
    }
    const auto name = scene.node(radio).attributes.find("name");
    return name == scene.node(radio).attributes.end() ? "" : name->second;
}

// A list drawn as a button that shows what is chosen: the label right before it names it; empty where it is
// no such list.
std::string drawn_button_label(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    const bool is_list = node.role == "button" && node.tag != "button" && node.ref != 0 &&
                         !node.is_disabled && node.expanded == view::Tristate::off;
    constexpr int reach = 5;  // nodes
    for (int i = index - 1; is_list && i >= 0 && i >= index - reach; --i) {
        if (scene.node(i).is_editable) return "";
        if (scene.node(i).tag == "label") return collapsed(scene.text_of(i));
    }
    return "";
}

}  // namespace

int form_around(const Scene& scene, int index)
{
    for (int up = index; up >= 0; up = scene.parent(up)) {
        const auto& node = scene.node(up);
        if (node.role == "form" || node.tag == "form" || node.role == "dialog" || node.role == "search")
            return up;
    }
    return -1;
}

bool only_looks_up(const Scene& scene, int form)
{
    static const std::set<std::string, std::less<>> looking = {
        "show", "search", "find", "go", "jump", "look", "open", "filter", "view", "display", "get"
    };
    int fields = 0, buttons = 0, lookers = 0, lists = 0;
    for (int i = std::max(form, 0); form >= 0 && i < scene.end_of(form); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable) continue;
        if (node.is_editable || node.tag == "select" || is_drawn_list(node)) ++fields;
        if (node.tag == "select" || is_drawn_list(node) || is_search(scene, i)) ++lists;
        if (node.role != "button") continue;
        const auto said = words_of(node.name);
        ++buttons;
        if (!said.empty() && looking.contains(said.front())) ++lookers;
    }
    // Lists to choose from and nothing to send them with, above a table: they filter its rows.
    const bool filters = form >= 0 && lists > 0 && lists == fields && buttons == 0 &&
                         std::any_of(
                             scene.nodes().begin() + scene.end_of(form),
                             scene.nodes().end(),
                             [](const view::Node& node) { return node.role == "columnheader"; }
                         );
    return filters || (fields == 1 && buttons > 0 && lookers == buttons);
}

std::vector<FormField> form_fields(const Scene& scene, int box)
{
    std::vector<FormField> fields;
    std::map<std::string, std::size_t> groups;
    const auto open = open_fields(scene);
    for (int i = std::max(box, 0); i < (box < 0 ? scene.size() : scene.end_of(box)); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "radio" && node.ref != 0 && !node.is_disabled) {
            const auto name = group_name(scene, i);
            const auto [at, is_new] = groups.emplace(name, fields.size());
            if (is_new) fields.push_back({node.ref, without_star(name), "radio", {}, {}, true});
            fields[at->second].options.push_back(node.name);
            fields[at->second].radios.push_back(node.ref);
            continue;
        }
        if ((node.role == "checkbox" || node.role == "switch") && node.ref != 0 && !node.is_disabled) {
            fields.push_back(
                {node.ref, without_star(node.name), "check", {}, {}, node.checked != view::Tristate::on}
            );
            continue;
        }
        if (const auto label = drawn_button_label(scene, i); !label.empty()) {
            fields.push_back({node.ref, without_star(label), "pick", {}, {}, false});
            continue;
        }
        if (is_drawn_list(node)) {
            fields.push_back({node.ref, without_star(node.name), "pick", {}, {}, false});
            continue;
        }
        if (std::ranges::find(open, i) == open.end() || is_search(scene, i)) continue;
        const auto label = without_star(label_of(scene, i));
        fields.push_back({node.ref, label, type_of(node, label), node.options, {}, node.value.empty()});
    }
    return fields;
}

bool asks_again(std::string_view label)
{
    for (const std::string_view word :
         {"repeat", "confirm", "confirmation", "again", "verify", "re-enter", "retype"})
        if (contains_word(label, word) || lower(label).contains(word)) return true;
    return false;
}

namespace {

// Pages that draw a form anew after each change have other fields by then, of the same name.
void find_again(const Scene& scene, FormField& field)
{
    if (scene.index_of(field.ref) >= 0) return;
    int dialog = -1;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "dialog" || scene.node(i).tag == "dialog") dialog = i;
    for (const int box : {dialog, -1})
        for (auto& each : form_fields(scene, box))
            if (each.label == field.label && each.type == field.type) {
                field = each;
                return;
            }
}

}  // namespace

Async<Result<view::Ref>> fill_fields(Run& run, std::vector<FormField> fields, std::vector<std::string> values)
{
    view::Ref last = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto value = run.resolved(values[i]);
        if (value.empty()) continue;
        CO_TRY(const auto* scene, co_await run.hands.look());
        find_again(*scene, fields[i]);
        last = fields[i].ref;
        if (fields[i].type == "check") {
            JsonObject params{{"element", "e" + std::to_string(fields[i].ref)}};
            CO_TRY_DONE(co_await run.hands.act(value == "off" ? "uncheck" : "check", std::move(params)));
            continue;
        }
        if (fields[i].type == "pick") {
            CO_TRY_DONE(co_await pick_from(run, fields[i].ref, value));
            run.has_open_form = true;
            continue;
        }
        if (fields[i].type != "radio") {
            CO_TRY_DONE(co_await put(run, fields[i].ref, value));
            continue;
        }
        std::size_t chosen = 0;
        double top = 0;
        for (std::size_t k = 0; k < fields[i].options.size(); ++k)
            if (const double score = similarity(value, fields[i].options[k]); score > top)
                top = score, chosen = k;
        JsonObject params{{"element", "e" + std::to_string(fields[i].radios[chosen])}};
        CO_TRY_DONE(co_await run.hands.act("check", std::move(params)));
        run.has_open_form = true;
    }
    if (last != 0) run.form_field = last;
    co_return last;
}

}  // namespace lissom::agent::lite
