#include "agent/lite/pick.hpp"

#include <set>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr double same_option = 0.75;

using Refs = std::set<view::Ref>;

Refs refs_of(const Scene& scene)
{
    Refs refs;
    for (const auto& node : scene.nodes()) refs.insert(node.ref);
    return refs;
}

// `before`: what was there before the list was opened.
view::Ref option_like(const Scene& scene, std::string_view value, const Refs& before)
{
    view::Ref found = 0;
    double top = same_option;
    for (const auto& node : scene.nodes()) {
        static const std::set<std::string, std::less<>> roles = {
            "option", "menuitem", "menuitemradio", "menuitemcheckbox", "treeitem"
        };
        if (node.ref == 0 || node.is_disabled) continue;
        // A list may be drawn of plain boxes: then it is one that has just come, and says the value and no
        // more.
        const bool is_plain = !roles.contains(node.role);
        if (is_plain && (before.contains(node.ref) || !node.is_operable || node.is_editable)) continue;
        const double score = similarity(value, node.name) - (is_plain ? 0.2 : 0);
        if (score > top) top = score, found = node.ref;
    }
    return found;
}

}  // namespace

bool is_drawn_list(const view::Node& node)
{
    return node.role == "combobox" && node.ref != 0 && !node.is_editable && node.tag != "select" &&
           !node.is_disabled;
}

view::Ref drawn_list_named(const Scene& scene, std::string_view name)
{
    int dialog = -1;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "dialog" || scene.node(i).tag == "dialog") dialog = i;
    view::Ref found = 0;
    double top = 0.6;
    for (int i = 0; i < scene.size(); ++i) {
        if (!is_drawn_list(scene.node(i))) continue;
        // What lies behind a dialog is out of reach.
        const double score =
            similarity(name, scene.node(i).name) + (dialog >= 0 && scene.is_inside(i, dialog) ? 0.3 : 0);
        if (score > top) top = score, found = scene.node(i).ref;
    }
    return found;
}

namespace {

// What is entered one after the other: "Sweden / Malmö" level by level, "English and Dutch" side by side.
std::vector<std::string> parts_of(const std::string& value)
{
    for (const std::string_view level : {" / ", " > ", " › "})
        if (value.contains(level)) return split(value, level);
    // "Graz in Austria", where the list goes from the large to the small.
    if (const auto slots = fit("{small} in [the] {large}", value))
        return {slots->at("large"), slots->at("small")};
    return list_items(value);
}

Async<Result<bool>> take_option(Run& run, std::string value, Refs before)
{
    constexpr Millis opening_limit(1'500);
    view::Ref option = 0;
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) {
            option = option_like(now, value, before);
            return option != 0;
        },
        opening_limit
    ));
    if (option == 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(option));
    co_return true;
}

// Where the open list has the caret in a field of its own, what is typed there shortens the list, or is taken
// as it stands by the Enter key. False where there is no such field, or it was not taken.
Async<Result<bool>> type_option(Run& run, view::Ref list, std::string value, Refs before)
{
    const auto& scene = run.hands.scene();
    const auto typed_into = std::ranges::find_if(scene.nodes(), [](const view::Node& node) {
        return node.is_focused && node.is_editable && node.ref != 0;
    });
    if (typed_into == scene.nodes().end()) co_return false;
    const auto field = typed_into->ref;
    const int box = scene.index_of(list);
    const int at = scene.index_of(field);
    // In the list itself, or in what came up with it.
    if (field != list && before.contains(field) && !(box >= 0 && scene.is_inside(at, box))) co_return false;
    // What stands there already is taken out, not written on.
    if (!typed_into->value.empty()) CO_TRY_DONE(co_await run.hands.key("Control+a", 1));
    CO_TRY_DONE(co_await run.hands.type(value));
    CO_TRY(const bool is_offered, co_await take_option(run, value, before));
    if (is_offered) co_return true;
    CO_TRY_DONE(co_await run.hands.key("Enter", 1));
    CO_TRY(const auto* now, co_await run.hands.look());
    const int still = now->index_of(list);
    co_return still >= 0 && lower(now->text_of(still)).contains(lower(value));
}

}  // namespace

Async<Done> pick_from(Run& run, view::Ref list, std::string value)
{
    const auto before = refs_of(run.hands.scene());
    if (option_like(run.hands.scene(), value, before) == 0) CO_TRY_DONE(co_await run.hands.press(list));
    CO_TRY(bool is_taken, co_await take_option(run, value, before));
    if (!is_taken && parts_of(value).size() < 2) {
        CO_TRY(is_taken, co_await type_option(run, list, value, before));
        if (!is_taken) CO_TRY_DONE(co_await run.hands.key("Escape", 1));
    }
    const auto parts = is_taken ? std::vector<std::string>() : parts_of(value);
    if (!is_taken && parts.size() < 2) co_return cannot("the list does not offer \"" + value + "\"");
    for (const auto& part : parts) {
        const auto* node = run.hands.scene().snapshot().find(list);
        // A list of one choice closes after each.
        const bool is_closed =
            &part != &parts.front() && node != nullptr && node->expanded == view::Tristate::off;
        if (is_closed) CO_TRY_DONE(co_await run.hands.press(list));
        CO_TRY(const bool has_it, co_await take_option(run, trimmed(part), before));
        if (!has_it) co_return cannot("the list does not offer \"" + part + "\"");
        CO_TRY_DONE(co_await run.hands.look());
    }
    CO_TRY(const auto* now, co_await run.hands.look());
    // A list of several choices stays open over what is below it.
    if (const auto* node = now->snapshot().find(list);
        parts.size() > 1 && node != nullptr && node->expanded == view::Tristate::on)
        CO_TRY_DONE(co_await run.hands.key("Escape", 1));
    CO_TRY_DONE(co_await run.hands.look());
    co_return Done();
}

}  // namespace lissom::agent::lite
