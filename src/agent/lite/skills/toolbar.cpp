#include <algorithm>
#include <optional>
#include <set>

#include "agent/lite/called.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/pick.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

struct Marked {
    view::Ref box = 0;
    bool is_wanted = true;
};

// The box or switch of a row that stands under the column of this name: "active", "inactive" for "Active".
std::optional<Marked> box_under(const Scene& scene, int record, std::string_view state)
{
    if (record < 0) return std::nullopt;
    const auto small = lower(state);
    for (int i = record; i < scene.end_of(record); ++i) {
        const auto& box = scene.node(i);
        if ((box.role != "checkbox" && box.role != "switch") || box.ref == 0 || box.is_disabled) continue;
        const double middle = box.rect.x + box.rect.width / 2;
        for (int k = 0; k < scene.size(); ++k) {
            const auto& head = scene.node(k);
            const bool is_above = head.role == "columnheader" && head.rect.x <= middle &&
                                  middle <= head.rect.x + head.rect.width;
            const auto name = lower(trimmed(is_above ? scene.text_of(k) : ""));
            if (name.empty()) continue;
            if (small == name || stem(small) == stem(name)) return Marked{box.ref, true};
            for (const std::string_view no : {"in", "un", "not ", "non-", "dis"})
                if (small == std::string(no) + name) return Marked{box.ref, false};
        }
    }
    return std::nullopt;
}

// "not in print", "no longer active", "inactive": what it is no more.
std::string without_negation(const std::string& state)
{
    auto plain = without_prefix_words(state, {"not", "no", "longer", "non"});
    constexpr std::size_t shortest = 6;
    for (const std::string_view no : {"inactive", "unpublished", "unavailable", "invisible", "unread"})
        if (lower(plain) == no && plain.size() >= shortest) plain.erase(0, 2);
    return plain;
}

// What a row is called: the first text in it that is a name, not a number, date or mark; -1.
int record_title(const Scene& scene, int record)
{
    for (int i = record; i < scene.end_of(record); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || date_in(node.name)) continue;
        if (std::ranges::any_of(node.name, [](char c) {
                return std::isalpha(static_cast<unsigned char>(c));
            }))
            return i;
    }
    return -1;
}

}  // namespace

view::Ref mark_of(const Scene& scene, int record)
{
    if (record < 0) return 0;
    for (int i = record; i < scene.end_of(record); ++i)
        if (scene.node(i).role == "checkbox" && !scene.node(i).is_disabled) return scene.node(i).ref;
    return 0;
}

view::Ref tool_for_marked(const Scene& scene, std::string_view action, int record)
{
    const auto like = record < 0 ? std::vector<int>{} : scene.alike(record);
    for (const auto& each : rank(scene, action, Use::press)) {
        if (each.score < good_enough) break;
        const auto& node = scene.node(each.index);
        // A row that is marked may look like no other any more.
        bool is_in_a_record =
            std::ranges::any_of(like, [&](int box) { return scene.is_inside(each.index, box); });
        for (int up = each.index; up >= 0 && record >= 0 && !is_in_a_record; up = scene.parent(up))
            is_in_a_record = scene.node(up).role == "row" && scene.node(record).role == "row";
        if (is_other_deed(node.name, action)) continue;
        if (!is_in_a_record && node.ref != 0 && node.is_operable && !node.is_disabled &&
            (node.role == "button" || node.role == "link" || node.role == "menuitem" || node.role == "img"))
            return node.ref;
    }
    return 0;
}

Async<Done> open_record(Run& run)
{
    const auto& scene = run.hands.scene();
    const int record = scene.index_of(run.record);
    if (record < 0) co_return Done();
    const auto text = scene.whole_text();
    int target = -1;
    for (int i = record; i < scene.end_of(record) && target < 0; ++i)
        if (scene.node(i).role == "link" && !scene.node(i).name.empty()) target = i;
    // A row that is pressed as a whole, with links in its cells to other things: they are not its own.
    const int called = record_title(scene, record);
    const bool is_pressed_whole = scene.node(record).is_operable && called >= 0 && target >= 0 &&
                                  !scene.is_inside(called, target) && scene.node(record).role == "row";
    if (is_pressed_whole) target = scene.element_of(called);
    // Beside its small controls: where its words stand.
    for (int i = record; i < scene.end_of(record) && target < 0; ++i)
        if (scene.node(i).role == "text" && scene.node(scene.operable_at(i)).role != "button")
            target = scene.element_of(i);
    if (target < 0) target = record;
    CO_TRY(const auto effect, co_await run.hands.press(scene.node(target).ref));
    const Millis opening_limit(effect.has_changed || effect.has_navigated ? 1'500 : 500);
    CO_TRY(
        const bool opened,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text() != text; }, opening_limit
        )
    );
    (void)opened;
    co_return Done();
}

Async<Result<bool>> act_on_marked(Run& run, std::string action)
{
    const auto& scene = run.hands.scene();
    const int record = scene.index_of(run.record);
    const auto mark = mark_of(scene, record);
    const auto tool = mark == 0 ? 0 : tool_for_marked(scene, action, record);
    if (tool == 0) co_return false;
    CO_TRY_DONE(co_await tick(run, mark, true));
    CO_TRY_DONE(co_await run.hands.press(tool));
    co_return true;
}

Async<Result<bool>> act_on_selected(Run& run, std::string action)
{
    const auto& scene = run.hands.scene();
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.options.empty() || node.is_disabled || node.ref == 0) continue;
        for (const auto& option : node.options) {
            const auto words = words_of(option);
            if (words.empty() || stem(words.front()) != stem(action)) continue;
            const auto list = node.ref;
            JsonObject params{{"element", "e" + std::to_string(list)}, {"option", option}};
            CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
            // The button beside it, where it is not enough to choose.
            CO_TRY(const auto* now, co_await run.hands.look());
            const int at = now->index_of(list);
            for (int k = at + 1; at >= 0 && k < now->size() && k < at + 12; ++k) {
                const auto& beside = now->node(k);
                if (beside.role != "button" || beside.ref == 0 || beside.is_disabled) continue;
                CO_TRY_DONE(co_await run.hands.press(beside.ref));
                co_return true;
            }
            co_return true;
        }
    }
    for (const auto* name : {"with selected", "bulk actions", "actions"}) {
        const auto ranked = rank(run.hands.scene(), name, Use::press);
        if (ranked.empty() || ranked.front().score < 0.8) continue;
        CO_TRY_DONE(co_await run.hands.press(ref_of(run.hands.scene(), ranked.front().index, Use::press)));
        const auto entry = [&](const Scene& now) {
            for (const auto& node : now.nodes())
                if (node.ref != 0 && node.is_new && node.is_operable &&
                    starts_with_word(lower(node.name), action))
                    return node.ref;
            return view::Ref(0);
        };
        CO_TRY(
            const bool came,
            co_await run.hands.look_until([&](const Scene& now) { return entry(now) != 0; }, Millis(1'000))
        );
        if (!came) co_return false;
        CO_TRY_DONE(co_await run.hands.press(entry(run.hands.scene())));
        co_return true;
    }
    co_return false;
}

Async<Result<bool>> mark_records(Run& run, std::vector<std::string> names)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto listing = listing_for(*scene, "records");
    if (!listing) co_return false;
    std::vector<view::Ref> marks;
    for (const auto& name : names)
        if (const auto mark = mark_of(*scene, box_called(*scene, listing->boxes, name)); mark != 0)
            marks.push_back(mark);
    if (marks.size() != names.size()) co_return false;
    for (const auto mark : marks) CO_TRY_DONE(co_await tick(run, mark, true));
    run.has_open_form = false;
    co_return true;
}

Async<Done> move_to_folder(Run& run, std::string folder)
{
    const auto* scene = &run.hands.scene();
    const auto mark = mark_of(*scene, scene->index_of(run.record));
    if (mark != 0) CO_TRY_DONE(co_await tick(run, mark, true));
    for (const auto& node : scene->nodes()) {
        if (node.tag != "select" || node.is_disabled) continue;
        for (const auto& option : node.options) {
            if (similarity(folder, option) < 0.8) continue;
            JsonObject params{{"element", "e" + std::to_string(node.ref)}, {"option", option}};
            CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
            co_return Done();
        }
    }
    if (mark == 0) CO_TRY_DONE(co_await open_record(run));
    CO_TRY(scene, co_await run.hands.look());
    if (const auto control = control_for(*scene, "move", -1); control != 0) {
        CO_TRY_DONE(co_await run.hands.press(control));
        CO_TRY_DONE(co_await run.hands.look());
    }
    lite::Step choosing;
    choosing.verb = Verb::choose;
    choosing.slots["value"] = folder;
    co_return co_await choose(run, choosing);
}

Async<Done> edit_record(Run& run, std::string field, std::string record, std::string value)
{
    CO_TRY(const bool found, co_await find_record(run, record));
    if (!found) co_return cannot("there is no \"" + record + "\" on the page");
    const auto& scene = run.hands.scene();
    const int box = scene.index_of(run.record);
    const auto names = split(field, "|");  // what it may be called, the likeliest first
    const auto named = [names](const Scene& now, int inside) {
        std::vector<view::Ref> same;  // of the same name, one in each record
        for (const int each : open_fields(now))
            if (similarity(names.front(), label_of(now, each)) > 0.85 &&
                (inside < 0 || now.is_inside(each, inside)))
                same.push_back(now.node(each).ref);
        if (same.size() == 1) return same.front();
        if (same.size() > 1) return view::Ref(0);
        for (const auto& name : names)
            for (const int each : fields_named(now, name))
                if (inside < 0 || now.is_inside(each, inside)) return now.node(each).ref;
        return view::Ref(0);
    };
    if (const auto here = named(scene, box); here != 0) co_return co_await put(run, here, value);
    std::set<view::Ref> lists;
    for (const auto& node : scene.nodes())
        if (is_drawn_list(node)) lists.insert(node.ref);
    view::Ref control = 0;
    for (const auto* word : {"edit", "change", "update", "details"})
        if (control == 0) control = control_for(scene, word, box);
    if (control != 0) {
        CO_TRY_DONE(co_await run.hands.press(control));
    } else {
        CO_TRY_DONE(co_await open_record(run));
    }
    // A list that came with the record, not one that filters all of them.
    const auto drawn = [names, lists](const Scene& now) {
        for (const auto& name : names)
            if (const auto list = drawn_list_named(now, name); list != 0 && !lists.contains(list))
                return list;
        return view::Ref(0);
    };
    const auto has_field = [&](const Scene& now) { return named(now, -1) != 0 || drawn(now) != 0; };
    CO_TRY(const bool came, co_await run.hands.look_until(has_field, Millis(2'000)));
    if (!came) {
        // The page of its own may have the edit button.
        control = only_control_for(run.hands.scene(), "edit");
        if (control == 0) co_return cannot("\"" + record + "\" shows no \"" + names.front() + "\" to change");
        CO_TRY_DONE(co_await run.hands.press(control));
        CO_TRY(const bool opened, co_await run.hands.look_until(has_field, Millis(2'000)));
        if (!opened) co_return cannot("\"" + record + "\" shows no \"" + names.front() + "\" to change");
    }
    if (const auto list = drawn(run.hands.scene()); list != 0) {
        run.form_field = list;
        run.has_open_form = true;
        co_return co_await pick_from(run, list, value);
    }
    const auto changed = named(run.hands.scene(), -1);
    CO_TRY_DONE(co_await put(run, changed, value));
    run.form_field = changed;
    run.has_open_form = true;
    co_return Done();
}

Async<Done> set_state(Run& run, std::string state)
{
    const auto wanted = without_prefix_words(state, {"a", "an", "the", "as", "to", "be"});
    const auto start = run.hands.scene().whole_text();
    if (const auto marked = box_under(run.hands.scene(), run.hands.scene().index_of(run.record), wanted)) {
        CO_TRY_DONE(co_await tick(run, marked->box, marked->is_wanted));
        run.has_open_form = false;
        co_return Done();
    }
    view::Ref control = 0;
    const int box = run.hands.scene().index_of(run.record);
    for (const auto* word : {"edit", "change"})
        if (control == 0 && box >= 0) control = control_for(run.hands.scene(), word, box);
    if (control != 0) {
        CO_TRY_DONE(co_await run.hands.press(control));
    } else {
        CO_TRY_DONE(co_await open_record(run));
    }
    CO_TRY(
        const bool opened,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text() != start && !form_fields(now).empty(); },
            Millis(2'000)
        )
    );
    if (!opened) co_return cannot("the record shows nothing to make it " + wanted + " with");
    auto fields = form_fields(run.hands.scene());
    std::vector<std::string> values(fields.size());
    int count = 0;
    const auto positive = without_negation(wanted);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].type == "check") {
            // "staff member" is what the box "Staff status" says, as far as it goes.
            const auto said = content_words(fields[i].label);
            const bool is_meant = similarity(positive, fields[i].label) > 0.7 ||
                                  (!said.empty() && contains_word(positive, said.front()));
            if (is_meant) values[i] = positive == wanted ? "on" : "off", ++count;
            continue;
        }
        for (const auto& option : fields[i].options)
            if (similarity(wanted, option) > 0.9 || are_kin(lower(wanted), lower(option)))
                values[i] = option, ++count;
    }
    if (count != 1)
        co_return cannot(
            count == 0 ? "the record shows nothing to make it " + wanted + " with"
                       : "more than one field of the record could make it " + wanted
        );
    CO_TRY_DONE(co_await fill_fields(run, std::move(fields), std::move(values)));
    run.has_open_form = true;
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
