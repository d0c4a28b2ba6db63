#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "agent/lite/chord.hpp"
#include "agent/lite/crossing.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/grid.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/looks.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/positions.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/hints.hpp"
#include "agent/lite/skills/paging.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/unknown.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// A name of somebody or something, not a part of a label: "Ann Lee", "@ann".
bool is_name(std::string_view place)
{
    if (place.empty()) return false;
    return place.front() == '@' || place.front() == '#' ||
           std::isupper(static_cast<unsigned char>(place.front())) != 0;
}

// "the button with the right answer": the one that says what was found out.
bool means_the_answer(std::string_view object)
{
    return fit("[the] (button|option|answer|number|box|choice|link) (with|showing|for|that has|that "
               "shows|of) [the] "
               "(right|correct|matching) (number|answer|result|value|day|word|name)",
               object)
               .has_value() ||
           fit("[the] (right|correct|matching) (button|answer|number|option|choice|one|day)", object)
               .has_value();
}

// Words of looks and places that no label says.
int looked_for(const Scene& scene, const std::string& object)
{
    if (const int cell = crossing_named(scene, object); cell >= 0) return cell;
    if (const int cell = grid_cell(scene, object); cell >= 0) return cell;
    if (const int placed = thing_by_position(scene, object); placed >= 0) return placed;
    return text_with_look(scene, object);
}

// "exactly one post by @ann", "2 posts by @mia": how many, and the rest.
std::optional<std::pair<std::size_t, std::string>> counted_place(const std::string& place)
{
    const auto slots = fit("[exactly|only|just] {#count} [of] [the] {rest} (by|of|from) {who}", place);
    if (!slots) return std::nullopt;
    const auto count = number_word(slots->at("count"));
    if (!count || *count < 1) return std::nullopt;
    return std::pair(static_cast<std::size_t>(*count), slots->at("rest") + " by " + slots->at("who"));
}

bool is_opening(std::string_view clause)
{
    return fit("(open|click|view|show|read|tap|press|select) {*}", clause).has_value();
}

bool names_message(std::string_view object)
{
    for (const std::string_view noun : {"email", "e-mail", "mail", "message", "letter"})
        if (contains_word(object, noun)) return true;
    return false;
}

// The words of a record were pressed, and it did not open: what stands beside them for it does.
Async<Done> open_by_control(Run& run)
{
    const auto name = run.subject;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto listing = listing_for(*scene, "records");
    if (!listing) co_return Done();
    for (const int box : listing->boxes) {
        if (!contains_word(scene->text_of(box), name)) continue;
        view::Ref control = 0;
        for (const auto* word : {"view", "details", "open", "show"})
            if (control == 0) control = control_for(*scene, word, box);
        for (int i = box; i < scene->end_of(box) && control == 0; ++i)
            if (scene->node(i).role == "link" && !scene->node(i).href.empty()) control = scene->node(i).ref;
        if (control == 0) co_return Done();
        CO_TRY_DONE(co_await run.hands.press(control));
        co_return Done();
    }
    co_return Done();
}

// "The button that is not A or B": the one that is left.
Async<Done> press_the_other(Run& run, std::string kind, std::string those)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto target = parse_target(kind);
    target.is_all = true;
    auto left = target.kind.empty() ? std::vector<int>() : every(*scene, target, Use::press);
    std::size_t known = 0;
    std::vector<std::string> names;
    for (const auto& item : list_items(those))
        for (const auto& name : split(item, " or ")) names.push_back(lower(unquoted(trimmed(name))));
    for (const auto& name : names)
        known +=
            std::erase_if(left, [&](int each) { return lower(trimmed(scene->node(each).name)) == name; });
    if (known != names.size() || left.size() != 1)
        co_return cannot("which " + kind + " is meant by \"not " + those + "\" is not plain on this page");
    CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, left.front(), Use::press)));
    co_return Done();
}

// The one button of this name; 0.
view::Ref button_called(const Scene& scene, std::string_view name)
{
    view::Ref found = 0;
    for (const auto& node : scene.nodes()) {
        if (node.role != "button" || node.is_disabled || lower(trimmed(node.name)) != name) continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

// "11:00 on Wednesday": is it called the same as others, so that the place has to tell which?
bool has_twins(const Scene& scene, std::string_view phrase)
{
    const int found = best(scene, phrase, Use::press);
    const int at = found < 0 ? -1 : scene.operable_at(found);
    if (at < 0 || !scene.node(at).is_operable || scene.node(at).name.empty()) return false;
    return std::ranges::count_if(scene.nodes(), [&](const view::Node& node) {
               return node.ref != 0 && node.is_operable && node.role == scene.node(at).role &&
                      node.name == scene.node(at).name;
           }) > 1;
}

// "… until the counter shows 5": pressed as long as the page does not say it; what said it before does not
// count.
Async<Done> press_until(Run& run, std::string object, std::string goal)
{
    constexpr int most = 60;
    const auto slots =
        fit("[{*}] (shows|reads|says|reaches|is|displays|becomes|equals|hits) [the] [number|value] {goal}",
            goal);
    const auto wanted = unquoted(slots ? slots->at("goal") : goal);
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::set<view::Ref> known;
    const auto says_it = [&wanted](const Scene& now, int i) {
        const auto& node = now.node(i);
        return (node.role == "text" && contains_word(node.name, wanted)) || trimmed(node.value) == wanted;
    };
    for (int i = 0; i < scene->size(); ++i)
        if (says_it(*scene, i)) known.insert(scene->node(scene->element_of(i)).ref);
    const auto is_reached = [&](const Scene& now) {
        for (int i = 0; i < now.size(); ++i)
            if (says_it(now, i) && !known.contains(now.node(now.element_of(i)).ref)) return true;
        return false;
    };
    for (int times = 0; times < most; ++times) {
        CO_TRY_DONE(co_await press_best(run, object));
        CO_TRY(scene, co_await run.hands.look());
        if (is_reached(*scene)) co_return Done();
    }
    co_return cannot("pressing \"" + object + "\" did not bring \"" + wanted + "\"");
}

// "the button that appears": it may take a moment, and was not there when the last step was done.
Async<Done> press_what_appears(Run& run, std::string kind)
{
    const auto target = parse_target(kind);
    const auto latest = [&target](const Scene& now) {
        view::Ref found = 0;
        for (int i = 0; i < now.size(); ++i) {
            const auto& node = now.node(i);
            const bool fits = target.kind.empty() || is_kind(now, i, target.kind);
            if (node.ref != 0 && node.is_new && node.is_operable && !node.is_disabled && fits)
                found = node.ref;
        }
        return found;
    };
    auto ref = latest(run.hands.scene());
    if (ref == 0) {
        constexpr Millis appearing_limit(5'000);
        CO_TRY_DONE(co_await run.hands.look_until(
            [&](const Scene& now) { return (ref = latest(now)) != 0; }, appearing_limit
        ));
    }
    if (ref == 0) co_return cannot("no " + kind + " appeared");
    CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

// "Red again", "Seville in the tree": the thing by its name, where nothing of the page is called all of that.
Async<Result<std::string>> without_idle_tail(Run& run, std::string object)
{
    auto bare = fit("{what} (again|once more)", object);
    if (!bare)
        bare = fit(
            "{what} (in|on|from) the "
            "(tree|list|menu|map|plan|picture|drawing|diagram|image|page|screen|sidebar|table|grid|board)",
            object
        );
    if (!bare || !quoted_texts(object).empty()) co_return object;
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (best(*scene, object, Use::press) >= 0) co_return object;
    co_return bare->at("what");
}

}  // namespace

Async<Result<bool>> press_at_record(Run& run, std::string control, std::string record)
{
    const bool is_asked = measure_in(record) || fit("{*} (that|which|with|whose|who) {*}", record);
    if (!is_asked) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    // Of a control that is there once nothing has to be found.
    auto target = parse_target(control);
    target.is_all = true;
    if (every(*scene, target, Use::press).size() < 2) co_return false;
    CO_TRY(auto answer, co_await ask_records(run, "the name of the " + record));
    if (!answer || !answer->is_string()) co_return false;
    const auto name = std::string(answer->get_string());
    if (place_named(run.hands.scene(), name) < 0) co_return false;
    CO_TRY_DONE(co_await press_in_place(run, parse_target(control), name));
    co_return true;
}

Async<Done> press(Run& run, const lite::Step& step)
{
    auto object = run.resolved(step.slot("object"));
    if (const auto chord = chord_in(object); !chord.empty()) {
        CO_TRY_DONE(co_await run.hands.key(chord));
        co_return Done();
    }
    if (fit("(press|hit|push|tap) {*}", step.clause)) {
        CO_TRY(const bool is_key, co_await press_named_key(run, object));
        if (is_key) co_return Done();
    }
    CO_TRY(object, co_await without_idle_tail(run, std::move(object)));
    // "Open the palette with Ctrl+K": the keys are the way to it.
    if (const auto slots = fit("{*} (with|using|via|by pressing|by|through) {chord}", object);
        slots && !chord_in(slots->at("chord")).empty()) {
        CO_TRY(const auto effect, co_await run.hands.key(chord_in(slots->at("chord"))));
        if (!effect.has_changed) co_return cannot("the keys \"" + slots->at("chord") + "\" changed nothing");
        co_return Done();
    }
    // "Workshop > Paint > Varnish": one after the other.
    if (object.contains(" > ") || object.contains(" › ")) {
        auto walking = step;
        walking.slots["value"] = object;
        co_return co_await choose(run, walking);
    }
    if (means_the_answer(object) && !run.text.empty()) object = run.text;
    // "Go on": whatever the way on is called here.
    if (object == "next" && fit("(go|move|carry) (on|ahead) [{*}]", step.clause))
        for (const std::string_view word : {"next", "continue", "proceed"}) {
            CO_TRY(const auto* scene, co_await run.hands.look());
            const int found = best(*scene, word, Use::press);
            if (found < 0) continue;
            CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, found, Use::press)));
            co_return Done();
        }
    if (step.has("until")) co_return co_await press_until(run, object, step.slot("until"));
    if (const auto slots =
            fit("[the|a] [new] {!kind} that (appears|comes up|pops up|shows up|turns up|is shown|has "
                "appeared) [{*}]",
                object))
        co_return co_await press_what_appears(run, slots->at("kind"));
    if (const auto slots = fit("{control} (for|of|on|beside|next to) [the] {record}", object);
        slots && quoted_texts(object).empty() && step.context.empty()) {
        CO_TRY(
            const bool is_pressed, co_await press_at_record(run, slots->at("control"), slots->at("record"))
        );
        if (is_pressed) co_return Done();
    }
    if (step.context.empty()) {
        CO_TRY(bool is_pressed, co_await press_by_hint(run, object));
        if (is_pressed) co_return Done();
        CO_TRY(is_pressed, co_await press_of_record(run, object));
        if (is_pressed) co_return Done();
    }
    if (quoted_texts(object).empty()) {
        CO_TRY(const bool is_answered, co_await answer_dialog(run, lower(object)));
        if (is_answered) co_return Done();
    }
    if (contains_word(object, "page") && quoted_texts(object).empty()) {
        CO_TRY(const bool is_turned, co_await go_to_page(run, object));
        if (is_turned) co_return Done();
    }
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
    if (fit("(double-click|double click|doubleclick) {*}", step.clause)) {
        CO_TRY(auto ranked, co_await locate(run, object, Use::press));
        const auto ref = ref_of(run.hands.scene(), ranked.front().index, Use::press);
        JsonObject params{{"element", "e" + std::to_string(ref)}, {"count", 2}};
        CO_TRY_DONE(co_await run.hands.act("click", std::move(params)));
        co_return Done();
    }
    // "Accept the review 'X'": a deed done to a record, not the words of the record pressed.
    const auto deed = fit("(accept|confirm|approve) [the] {!kind} {\"record}", step.clause);
    if (deed && kind_named(deed->at("kind")).empty()) {
        auto doing = step;
        doing.verb = Verb::act;
        doing.slots["action"] = words_of(step.clause).front();
        doing.slots["record"] = deed->at("kind") + " \"" + deed->at("record") + "\"";
        co_return co_await act(run, doing);
    }
    if (const auto slots = fit("[the] {!kind} (that is|that's|which is) not [the] {those}", object)) {
        CO_TRY_DONE(co_await press_the_other(run, slots->at("kind"), slots->at("those")));
        co_return Done();
    }
    // What was filled in is sent by its button, though a tab or a heading is called the same.
    if (run.has_open_form) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (const auto button = button_called(*scene, lower(unquoted(object))); button != 0) {
            run.has_open_form = false;
            CO_TRY_DONE(co_await run.hands.press(button));
            co_return Done();
        }
    }
    auto target = parse_target(object);
    // What the search before it brought.
    const bool is_result = fit("[the|that|this] [search] (result|hit|match)", object).has_value();
    if (is_result && run.at > 0 && run.steps[run.at - 1].verb == Verb::search)
        co_return co_await press_result(run, 1);
    if (quoted_texts(object).empty()) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (const int found = looked_for(*scene, object); found >= 0) {
            CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, found, Use::press)));
            co_return Done();
        }
        CO_TRY(const bool is_ordered, co_await press_in_order(run, object));
        if (is_ordered) co_return Done();
        CO_TRY(const bool is_fitting, co_await press_fitting(run, object));
        if (is_fitting) co_return Done();
        if (names_message(object) && target.kind.empty() && is_opening(step.clause)) {
            co_return co_await open_found(run, object);
        }
    }
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
    if (target.ordinal && target.quoted.empty() &&
        (names_result(target.words) || names_result(target.kind))) {
        auto pressed = co_await press_result(run, *target.ordinal);
        if (pressed || pressed.error().code != ErrorCode::not_doable) co_return pressed;
        // No links of a list: things alike that can be pressed.
        const auto& scene = run.hands.scene();
        const auto family = largest_family(scene);
        const int count = static_cast<int>(family.size());
        const int nth = *target.ordinal < 0 ? count + *target.ordinal : *target.ordinal - 1;
        if (nth < 0 || nth >= count) co_return pressed;
        CO_TRY_DONE(co_await run.hands.press(scene.node(family[static_cast<std::size_t>(nth)]).ref));
        co_return Done();
    }
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
    if (target.is_all) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        std::vector<view::Ref> line;
        for (const int each : grid_line(*scene, object)) line.push_back(scene->node(each).ref);
        for (const auto ref : line) CO_TRY_DONE(co_await run.hands.press(ref));
        if (!line.empty()) co_return Done();
    }
    if (!target.place.empty() && target.is_all) co_return co_await press_in_every_place(run, target, 0);
    if (const auto counted = counted_place(target.place)) {
        target.place = counted->second;
        co_return co_await press_in_every_place(run, target, counted->first);
    }
    if (target.is_all && step.context.empty()) co_return co_await press_every(run, target);
    if (!step.context.empty()) co_return co_await press_in_place(run, target, step.context);
    if (run.record != 0 && run.hands.scene().index_of(run.record) >= 0 && target.kind != "field")
        co_return co_await press_in_place(run, target, "");
    if (is_name(target.place) && target.side == Side::any) {
        CO_TRY_DONE(co_await find_place(run, target.place));
        co_return co_await press_in_place(run, target, target.place);
    }
    // "Submit the form": whatever its button says.
    if (step.has("label") && fit("[the|this|my|your] (form|answers|entries|data|input|details)", object)) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (run.has_open_form && best(*scene, step.clause, Use::press) < 0) {
            CO_TRY_DONE(co_await submit(run, "submit"));
            if (!run.has_open_form) co_return Done();
        }
    }
    // A button that says it in other words ends the form under way: "register" where it reads "Create
    // account".
    if (step.has("label") && run.has_open_form) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (best(*scene, object, Use::press) < 0) {
            CO_TRY_DONE(co_await submit(run, object));
            if (!run.has_open_form) co_return Done();
        }
    }
    if (const auto slots = fit("{what} (on|in|at|for|under) [the] {place}", object);
        slots && quoted_texts(object).empty()) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (has_twins(*scene, slots->at("what")) && place_named(*scene, slots->at("place")) >= 0)
            co_return co_await press_in_place(run, parse_target(slots->at("what")), slots->at("place"));
    }
    const auto quotes = quoted_texts(object);
    if (step.has("label") && quotes.size() == 1 && !run.has_open_form) {
        CO_TRY(const bool is_done, co_await do_to_named(run, step, object));
        if (is_done) co_return Done();
    }
    auto pressed = co_await press_best(run, object);
    if (!pressed && pressed.error().code == ErrorCode::not_doable && step.has("label")) {
        // "Save the file": by the one control that saves.
        CO_TRY(const bool is_done, co_await do_by_verb(run, step));
        if (is_done) co_return Done();
    }
    CO_TRY(const auto effect, std::move(pressed));
    const bool opens = quotes.size() == 1 && fit("(open|view|show|go to|visit) {*}", step.clause);
    if (opens) run.subject = quotes.front();
    if (opens && !effect.has_navigated && !effect.has_opened_tab) co_return co_await open_by_control(run);
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
