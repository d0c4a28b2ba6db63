#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

bool is_submit_word(std::string_view words)
{
    static const std::set<std::string, std::less<>> known = {
        "submit",
        "ok",
        "done",
        "send",
        "save",
        "go",
        "apply",
        "confirm",
        "finish",
        "continue",
        "search",
        "login",
        "log in",
        "sign in",
        "enter"
    };
    auto plain = lower(trimmed(words));
    while (!plain.empty() && (plain.back() == '!' || plain.back() == '.')) plain.pop_back();
    return known.contains(plain);
}

std::vector<int> submit_buttons(const Scene& scene)
{
    return scene.where([](const view::Node& node) {
        if (node.ref == 0 || !node.is_operable || node.is_disabled) return false;
        const bool is_button = node.role == "button" || node.role == "generic" || node.role == "link" ||
                               node.input_type == "submit";
        return is_button && (is_submit_word(node.name) || node.input_type == "submit");
    });
}

// The one button that ends a form: the one whose words these are, or the only one there is; 0.
view::Ref submit_button(const Scene& scene, std::string_view words)
{
    const auto buttons = submit_buttons(scene);
    int found = -1;
    double top = 0.6;
    for (const int each : buttons) {
        const double score = similarity(words, scene.node(each).name);
        if (score > top) top = score, found = each;
    }
    if (found < 0 && buttons.size() == 1) found = buttons.front();
    return found < 0 ? 0 : scene.node(found).ref;
}

// Where a step takes place: what it names beside its object, what it says first, or the record last found.
int place_of(const Run& run, const Scene& scene, const std::string& place)
{
    if (!place.empty() && !refers_back(place)) return place_named(scene, place);
    return scene.index_of(run.record);
}

std::vector<int> good_ones(const std::vector<Candidate>& ranked)
{
    std::vector<int> good;
    for (const auto& each : ranked)
        if (each.score >= good_enough) good.push_back(each.index);
    std::ranges::sort(good);
    return good;
}

// Every text that names the place as well as the first does.
std::vector<int> places_named(const Scene& scene, std::string_view place)
{
    const int first = place_named(scene, place);
    std::vector<int> all;
    if (first < 0) return all;
    const auto name = scene.node(first).name;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).name == name && scene.node(i).role == scene.node(first).role) all.push_back(i);
    return all;
}

// "the like button on all posts by @ann"
Async<Done> press_in_every_place(Run& run, Target target)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto what = target;
    what.place.clear();
    what.is_all = false;
    const auto controls = good_ones(rank(*scene, what, Use::press));
    std::vector<view::Ref> refs;
    for (const int place : places_named(*scene, target.place)) {
        const int box = scene->box_with(place, controls);
        if (box < 0) continue;
        const auto first = std::ranges::lower_bound(controls, box);
        const auto ref = ref_of(*scene, *first, Use::press);
        if (std::ranges::find(refs, ref) == refs.end()) refs.push_back(ref);
    }
    if (refs.empty()) co_return cannot("there is no \"" + target.phrase + "\" on the page");
    for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

Async<Done> press_every(Run& run, Target target)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> refs;
    for (const int index : every(*scene, target, Use::press))
        refs.push_back(ref_of(*scene, index, Use::press));
    if (refs.empty()) co_return cannot("there is no \"" + target.phrase + "\" on the page");
    for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

// The control inside of a record: in sight, or behind the record's own menu.
Async<Done> press_in_place(Run& run, Target target, std::string place_words)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    int place = place_of(run, *scene, place_words);
    target.place.clear();
    auto controls = good_ones(rank(*scene, target, Use::press));
    if (place < 0) {
        CO_TRY_DONE(co_await press_best(run, target.phrase));
        co_return Done();
    }
    // The record that was found before is the place itself.
    const int record = place == scene->index_of(run.record) ? place : record_of(*scene, place);
    const auto inside = [&](int box) {
        const auto first = std::ranges::lower_bound(controls, box);
        return box >= 0 && first != controls.end() && *first < scene->end_of(box) ? *first : -1;
    };
    int control = inside(record);
    if (control < 0 && record < 0) control = inside(scene->box_with(place, controls));
    if (control >= 0) {
        CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, control, Use::press)));
        co_return Done();
    }
    // Behind the record's own menu: "more", "…", "options".
    if (record >= 0) {
        view::Ref menu = 0;
        double top = 0.5;
        for (int i = record; i < scene->end_of(record); ++i) {
            if (scene->node(i).ref == 0 || !scene->node(i).is_operable) continue;
            const double score = std::max(says(*scene, i, "more"), says(*scene, i, "menu"));
            if (score > top) top = score, menu = scene->node(i).ref;
        }
        if (menu != 0) {
            CO_TRY_DONE(co_await run.hands.press(menu));
            const auto is_shown = [&](const Scene& now) {
                const auto found = rank(now, target, Use::press);
                return !found.empty() && found.front().score >= good_enough;
            };
            CO_TRY(const bool opened, co_await run.hands.look_until(is_shown, Millis(1'000)));
            (void)opened;
            scene = &run.hands.scene();
            auto ranked = rank(*scene, target, Use::press);
            // What the menu has just shown stands before what was there.
            std::ranges::sort(ranked, [&](const Candidate& a, const Candidate& b) {
                const double x = a.score + (scene->node(a.index).is_new ? 0.2 : 0);
                const double y = b.score + (scene->node(b.index).is_new ? 0.2 : 0);
                return x != y ? x > y : a.index < b.index;
            });
            if (!ranked.empty() && ranked.front().score >= good_enough) {
                CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::press)));
                co_return Done();
            }
        }
    }
    CO_TRY_DONE(co_await press_best(run, target.phrase));
    co_return Done();
}

// The button of a form that sends it: the one that says these words, or looks most like it; 0.
view::Ref button_of_form(const Scene& scene, int form, std::string_view words)
{
    static const std::set<std::string, std::less<>> others = {
        "cancel",
        "close",
        "reset",
        "clear",
        "back",
        "previous",
        "×",
        "x",
        "+",
        "-",
        "−",
        "delete",
        "remove",
        "clear all",
        "show",
        "hide",
        "browse",
        "choose file"
    };
    view::Ref found = 0;
    double top = 0.2;
    for (int i = form; i < scene.end_of(form); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.role != "button" || !node.is_operable || node.is_disabled || node.is_hidden)
            continue;
        const auto name = lower(trimmed(node.name));
        if (others.contains(name) && similarity(words, name) < 0.9) continue;
        const auto type = node.attributes.find("type");
        const bool is_plain = type != node.attributes.end() && type->second == "button";
        double score = similarity(words, name) + (is_submit_word(name) ? 0.4 : 0) + (is_plain ? 0 : 0.3);
        if (node.tag != "button" && node.tag != "input") score -= 0.1;
        if (score >= top) top = score, found = node.ref;
    }
    return found;
}

// "Save the profile", "place the order": its words are a label, or name the verb of the button of the form
// under way.
Async<Result<bool>> press_label(Run& run, std::string label)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int form = form_around(*scene, scene->index_of(run.form_field));
    view::Ref button = 0;
    double top = 0.62;
    for (const auto& each : rank(*scene, label, Use::press)) {
        const auto& node = scene->node(each.index);
        if (node.ref == 0 || node.role != "button" || node.is_disabled) continue;
        const double score = each.score + (form >= 0 && scene->is_inside(each.index, form) ? 0.3 : 0);
        if (score > top) top = score, button = node.ref;
    }
    if (button == 0 && form >= 0) button = button_of_form(*scene, form, label);
    if (button == 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(button));
    run.has_open_form = false;
    co_return true;
}

// A name of somebody or something, not a part of a label: "Ann Lee", "@ann".
bool is_name(std::string_view place)
{
    if (place.empty()) return false;
    return place.front() == '@' || place.front() == '#' ||
           std::isupper(static_cast<unsigned char>(place.front())) != 0;
}

// Turns pages until the name is in sight.
Async<Done> find_place(Run& run, std::string name)
{
    constexpr int max_pages = 12;
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (int page = 0; page < max_pages; ++page) {
        if (contains_word(scene->whole_text(), name)) co_return Done();
        const auto next = next_page(*scene);
        const auto text = scene->whole_text();
        if (next == 0) break;
        CO_TRY_DONE(co_await run.hands.press(next));
        CO_TRY(
            const bool turned,
            co_await run.hands.look_until(
                [&](const Scene& now) { return now.whole_text() != text; }, Millis(2'000)
            )
        );
        if (!turned) break;
        scene = &run.hands.scene();
    }
    co_return cannot("there is no \"" + name + "\" on the page");
}

// "Two, then Three", "the buttons A, B and C in this order": each is there, so each is pressed.
Async<Result<bool>> press_one_by_one(Run& run, std::string object)
{
    for (const std::string_view tail :
         {" in this order", " in that order", " in order", " one after the other"})
        if (lower(object).ends_with(tail)) object.resize(object.size() - tail.size());
    auto items =
        list_items(without_prefix_words(object, {"the", "buttons", "links", "items", "boxes", "tabs"}));
    if (items.size() < 2) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto whole = rank(*scene, object, Use::press);
    if (!whole.empty() && whole.front().score > 0.9) co_return false;
    for (auto& item : items) {
        item = without_prefix_words(item, {"then", "and", "finally", "next"});
        if (best(*scene, item, Use::press) < 0) co_return false;
    }
    for (const auto& item : items) CO_TRY_DONE(co_await press_best(run, item));
    co_return true;
}

}  // namespace

Async<Done> submit(Run& run, std::string words)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int form = form_around(*scene, scene->index_of(run.form_field));
    auto button = form < 0 ? 0 : button_of_form(*scene, form, words);
    if (button == 0) button = submit_button(*scene, words);
    if (button == 0) co_return Done();
    CO_TRY_DONE(co_await run.hands.press(button));
    run.has_open_form = false;
    co_return Done();
}

Async<Done> press(Run& run, const lite::Step& step)
{
    const auto object = run.resolved(step.slot("object"));
    if (lower(object) == "confirm" && run.at > 0 && run.steps[run.at - 1].verb == Verb::act) {
        // "Delete it and confirm": where nothing asks any more, the deed before has done so.
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (best(*scene, object, Use::press) < 0 && !run.hands.page().open_dialog()) co_return Done();
    }
    if (step.has("label") && !step.has("place") && step.context.empty() &&
        words_of(step.slot("label")).size() > 1) {
        CO_TRY(const bool is_pressed, co_await press_label(run, step.slot("label")));
        if (is_pressed) co_return Done();
    }
    if (measure_in(object) && quoted_texts(object).empty()) {
        CO_TRY(const bool is_extreme, co_await press_extreme(run, object));
        if (is_extreme) co_return Done();
    }
    auto target = parse_target(object);
    if (is_submit_word(target.words.empty() ? target.phrase : target.words) ||
        is_submit_word(target.quoted)) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        run.has_open_form = false;
        const auto ranked = rank(*scene, target, Use::press);
        const auto button = submit_button(*scene, target.quoted.empty() ? target.phrase : target.quoted);
        // A label elsewhere that says the same ("Movie search") is no button.
        const bool is_plain = ranked.empty() || ranked.front().score < good_enough ||
                              scene->node(ranked.front().index).role != "button";
        if (button != 0 && is_plain) {
            CO_TRY_DONE(co_await run.hands.press(button));
            co_return Done();
        }
        const auto fields =
            scene->where([](const view::Node& node) { return node.is_focused && node.is_editable; });
        if ((ranked.empty() || ranked.front().score < good_enough) && !fields.empty()) {
            CO_TRY_DONE(co_await run.hands.key("Enter", 1, scene->node(fields.front()).ref));
            co_return Done();
        }
    }
    if (target.ordinal && target.quoted.empty() && (names_result(target.words) || names_result(target.kind)))
        co_return co_await press_result(run, *target.ordinal);
    if (const auto description = describe(object); description.is_complete) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        auto figures = figures_like(*scene, description);
        const bool is_drawing = std::ranges::any_of(scene->nodes(), [](const view::Node& node) {
            return node.role == "shape" || node.tag == "text";
        });
        if (!figures.empty() && (is_drawing || !description.color.empty())) {
            if (!target.is_all) figures.resize(1);
            std::vector<view::Ref> refs;
            for (const auto& figure : figures) refs.push_back(scene->node(figure.index).ref);
            for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
            co_return Done();
        }
    }
    if (!target.place.empty() && target.is_all) co_return co_await press_in_every_place(run, target);
    if (target.is_all && step.context.empty()) co_return co_await press_every(run, target);
    if (!step.context.empty()) co_return co_await press_in_place(run, target, step.context);
    if (run.record != 0 && run.hands.scene().index_of(run.record) >= 0 && target.kind != "field")
        co_return co_await press_in_place(run, target, "");
    if (is_name(target.place)) {
        CO_TRY_DONE(co_await find_place(run, target.place));
        co_return co_await press_in_place(run, target, target.place);
    }
    if (target.quoted.empty()) {
        CO_TRY(const bool are_pressed, co_await press_one_by_one(run, object));
        if (are_pressed) co_return Done();
    }
    CO_TRY_DONE(co_await press_best(run, object));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
