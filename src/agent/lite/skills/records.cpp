#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "agent/lite/called.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/gathering.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/left_out.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/looks.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/choose_dates.hpp"
#include "agent/lite/skills/paging.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/skills/writing.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

bool is_message(std::string_view records)
{
    for (const std::string_view word : {"email", "e-mail", "mail", "message", "emails", "messages", "tweet"})
        if (contains_word(records, word)) return true;
    return false;
}

// On this page, or behind its search.
Async<Result<std::string>> find_in_list(Run& run, Wanted wanted)
{
    auto here = co_await read_list(run, wanted);
    if (here || here.error().code != ErrorCode::not_doable) co_return here;
    Step query;
    query.verb = Verb::search;
    query.slots["query"] = wanted.records;
    auto searched = co_await search(run, query);
    if (!searched) co_return here;
    co_return co_await read_list(run, std::move(wanted));
}

// What a box is ticked for.
bool is_state(std::string_view action)
{
    static const std::set<std::string, std::less<>> states = {
        "done",
        "complete",
        "completed",
        "finished",
        "selected",
        "checked",
        "paid",
        "solved",
        "not done",
        "ticked"
    };
    return states.contains(action);
}

view::Ref box_of(const Scene& scene, int record)
{
    if (record < 0) return 0;
    for (int i = record; i < scene.end_of(record); ++i)
        if (scene.node(i).role == "checkbox" || scene.node(i).role == "switch") return scene.node(i).ref;
    return 0;
}

// A box that picks a row out for a tool, as the one in the table's head picks all: it says nothing of the
// state.
bool marks_only(const Scene& scene, view::Ref box, std::string_view action)
{
    if (box == 0 || action == "selected" || action == "checked" || action == "ticked") return false;
    const int at = scene.index_of(box);
    if (starts_with_word(lower(scene.node(at).name), "select")) return true;
    int table = at;
    while (table >= 0 && scene.node(table).role != "table" && scene.node(table).role != "grid")
        table = scene.parent(table);
    for (int i = std::max(table, 0); table >= 0 && i < scene.end_of(table); ++i) {
        if (scene.node(i).role != "columnheader") continue;
        for (int k = i; k < scene.end_of(i); ++k)
            if (scene.node(k).role == "checkbox") return true;
    }
    return false;
}

Async<Done> tick_all(Run& run)
{
    std::vector<view::Ref> open;
    const auto& scene = run.hands.scene();
    if (const auto listing = listing_for(scene, "items"))
        for (const int box : listing->boxes)
            if (const auto tick = box_of(scene, box); tick != 0) open.push_back(tick);
    if (open.empty()) co_return cannot("there is nothing on the page to tick");
    for (const auto tick : open) {
        JsonObject params{{"element", "e" + std::to_string(tick)}};
        CO_TRY_DONE(co_await run.hands.act("check", std::move(params)));
    }
    co_return Done();
}

// "2 posts by @mia": how many of them, and who wrote them.
struct Several {
    std::size_t count = 0;
    std::string place;
};
std::optional<Several> several_in(const std::string& phrase)
{
    const auto slots = fit("[exactly|only|just] {#count} [of] [the] {rest} (by|of|from) {who}", phrase);
    if (!slots) return std::nullopt;
    const auto count = number_word(slots->at("count"));
    if (!count || *count < 1) return std::nullopt;
    return Several{static_cast<std::size_t>(*count), slots->at("rest") + " by " + slots->at("who")};
}

// "every note except Groceries": each of the list that says none of the names, one after the other.
Async<Done> act_on_others(Run& run, std::string action, std::vector<std::string> names)
{
    CO_TRY(const bool found, co_await find_record(run, names.front()));
    if (!found) co_return cannot("there is no \"" + names.front() + "\" on the page");
    const auto& first = run.hands.scene();
    std::vector<view::Ref> records;
    for (const int box : first.alike(first.index_of(run.record))) {
        const auto text = first.text_of(box);
        if (std::ranges::none_of(names, [&](const std::string& name) { return contains_word(text, name); }))
            records.push_back(first.node(box).ref);
    }
    if (records.empty()) co_return cannot("there are no others on the page");
    for (const auto record : records) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const int box = scene->index_of(record);
        const auto control = box < 0 ? 0 : control_for(*scene, action, box);
        if (control == 0) co_return cannot("there is nothing to " + action + " the others with");
        CO_TRY_DONE(co_await run.hands.press(control));
    }
    co_return Done();
}

// "Mark all open tickets of Anna as closed": those that fit, one after the other, each where it is edited; or
// by the control that each of them has for it.
Async<Done> set_states(Run& run, const lite::Step& step)
{
    const auto state = step.slot("state");
    lite::Step each;
    each.verb = Verb::click;
    each.slots["object"] = "the " + step.slot("action") + " button on " + step.slot("record");
    const auto start = run.hands.page().url();
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto records = records_on(*scene);
    if (!records || !is_about(*records, step.slot("record"))) co_return co_await press(run, each);
    CO_TRY(
        const auto asked, co_await ask_records(run, "list the titles of " + step.slot("record") + " as json")
    );
    const auto* names = asked ? asked->if_array() : nullptr;
    constexpr std::size_t most = 10;  // each is several steps
    if (names == nullptr || names->empty() || names->size() > most)
        co_return cannot("it is not clear which are meant by \"" + step.slot("record") + "\"");
    for (const auto& name : *names) {
        if (!name.is_string()) co_return cannot("the entries of the page have no names to go by");
        if (run.hands.page().url() != start) {
            lite::Step open;
            open.verb = Verb::open_url;
            open.slots["url"] = start;
            CO_TRY_DONE(co_await open_url(run, open));
        }
        CO_TRY(const bool found, co_await find_record(run, "\"" + std::string(name.get_string()) + "\""));
        if (!found) co_return cannot("there is no \"" + std::string(name.get_string()) + "\" on the page");
        CO_TRY_DONE(co_await set_state(run, state));
        CO_TRY_DONE(co_await submit(run, "save"));
        run.has_open_form = false;
    }
    run.done.push_back("made " + std::to_string(names->size()) + " of them " + state);
    co_return Done();
}

bool says_whole(const Scene& scene, int at, std::string_view words)
{
    return contains_word(scene.text_of(scene.element_of(at)) + " " + scene.node(at).name, words);
}

// The smallest thing that says exactly this; -1.
int exact_anchor(const Scene& scene, std::string_view words)
{
    int found = -1;
    std::size_t shortest = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || scene.is_furniture(i) || !contains_word(node.name, words)) continue;
        if (found < 0 || node.name.size() < shortest) found = i, shortest = node.name.size();
    }
    return found;
}

// "Recipe Brioche", where the page says "Brioche" and nothing else in one place: what it is stands before its
// name. -1 where there is none, or several.
int named_behind_kind(const Scene& scene, const std::string& who)
{
    const auto slots = fit("{!kind} {name}", who);
    if (!slots) return -1;
    const auto& name = slots->at("name");
    const auto is_capital = [](char letter) { return std::isupper(static_cast<unsigned char>(letter)) != 0; };
    if (is_capital(slots->at("kind").front()) || !is_capital(name.front())) return -1;
    const auto found = scene.where([&](const view::Node& node) {
        return node.role == "text" && !node.is_hidden && collapsed(node.name) == name;
    });
    return found.size() == 1 ? found.front() : -1;
}

// Several things may stand in one box, as the events of a day do: the words that were said are pressed.
Async<Done> open_by_name(Run& run, std::string phrase)
{
    const auto& scene = run.hands.scene();
    const int record = scene.index_of(run.record);
    int named = -1;
    for (int i = std::max(record, 0); record >= 0 && i < scene.end_of(record); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || node.name.empty() || !contains_word(phrase, node.name)) continue;
        if (named < 0 || node.name.size() > scene.node(named).name.size()) named = i;
    }
    const int own = named < 0 ? -1 : scene.element_of(named);
    const bool is_box = own >= 0 && scene.node(own).ref != 0 && scene.node(own).ref != run.record &&
                        scene.node(own).role == "generic";
    if (!is_box) co_return co_await open_record(run);
    const auto text = scene.whole_text();
    CO_TRY_DONE(co_await run.hands.press(scene.node(own).ref));
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) { return now.whole_text() != text; }, Millis(1'500)
    ));
    co_return Done();
}

// "the second 'Draft'", "the third song": counted off among those of that name, or among all; -1: there are
// not so many. Nothing where no number is said.
std::optional<int> counted_record(const Scene& scene, const std::string& phrase)
{
    const auto target = parse_target(phrase);
    const bool is_bare = target.quoted.empty() && words_of(target.words).size() <= 1 && target.place.empty();
    if (!target.ordinal || (target.quoted.empty() && !is_bare)) return std::nullopt;
    std::vector<int> records;
    if (target.quoted.empty()) {
        const auto listing = listing_for(scene, target.words.empty() ? "records" : target.words);
        if (listing) records = listing->boxes;
    } else {
        for (int i = 0; i < scene.size(); ++i) {
            const auto& node = scene.node(i);
            if (node.role != "text" || scene.is_furniture(i) ||
                lower(trimmed(node.name)) != lower(target.quoted))
                continue;
            const int record = record_of(scene, i);
            records.push_back(record >= 0 ? record : scene.element_of(i));
        }
    }
    if (records.empty()) return std::nullopt;
    const int count = static_cast<int>(records.size());
    const int at = *target.ordinal < 0 ? count + *target.ordinal : *target.ordinal - 1;
    return at >= 0 && at < count ? records[static_cast<std::size_t>(at)] : -1;
}

}  // namespace

Async<Result<bool>> find_record(Run& run, std::string phrase)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto who = who_in(phrase);
    if (const auto quotes = quoted_texts(phrase); quotes.size() == 1) who = quotes.front();
    // "booking 5502": the number is its name.
    if (const auto slots = fit("[the|my] {!kind} [number|no|#] {#number}", phrase);
        slots && number_in(slots->at("number")))
        who = slots->at("number");
    if (const auto nth = counted_record(*scene, phrase)) {
        if (*nth < 0) co_return false;
        run.record = scene->node(*nth).ref;
        co_return true;
    }
    if (const int most = record_by_measure(*scene, phrase); most >= 0) {
        run.record = scene->node(most).ref;
        co_return true;
    }
    if (who.empty() || refers_back(phrase)) co_return scene->index_of(run.record) >= 0;
    int anchor = anchor_of(*scene, who);
    if (anchor < 0) anchor = named_behind_kind(*scene, who);
    if (const int said = anchor < 0 && quoted_texts(phrase).empty() ? record_by_words(*scene, phrase) : -1;
        said >= 0) {
        run.record = scene->node(said).ref;
        co_return true;
    }
    // A number is that number, not one that looks like it.
    const bool is_number = who.find_first_not_of("#0123456789") == std::string::npos;
    if (is_number && anchor >= 0 && !says_whole(*scene, anchor, who)) anchor = -1;
    if (is_number && anchor < 0) anchor = exact_anchor(*scene, who);
    // "Booking 4" of a list is the row with that number, and not the one with 4 hours.
    if (const auto listing = is_number ? listing_for(*scene, "records") : std::nullopt)
        if (const int inside = anchor < 0 ? -1 : record_of(*scene, anchor);
            std::ranges::find(listing->boxes, inside) != listing->boxes.end()) {
            const int box = box_called(*scene, listing->boxes, who);
            if (box >= 0) run.record = scene->node(box).ref;
            co_return box >= 0;
        }
    // A name in quotes is that name: "Order (1)" is not "Order (19)", and may be on a page further behind.
    const auto quotes = quoted_texts(phrase);
    if (quotes.size() == 1 && anchor >= 0 && !says_whole(*scene, anchor, who)) {
        anchor = exact_anchor(*scene, who);
        for (int page = 0; anchor < 0 && page < 12; ++page) {
            CO_TRY(const bool turned, co_await turn_page(run));
            if (!turned) co_return false;
            scene = &run.hands.scene();
            anchor = exact_anchor(*scene, who);
        }
    }
    if (anchor < 0) {
        auto ranked = co_await locate(run, who, Use::look);
        if (!ranked) {
            if (ranked.error().code != ErrorCode::not_doable) co_return std::move(ranked).error();
            co_return false;
        }
        scene = &run.hands.scene();
        anchor = ranked->front().index;
        if (is_number && !says_whole(*scene, anchor, who)) co_return false;
    }
    // A day of a calendar is not the thing that is wanted for that day.
    const auto& named = scene->node(anchor).name;
    if (date_in(named) && is_only_date(named) && !is_only_date(who)) co_return false;
    const int record = record_of(*scene, anchor);
    run.record = scene->node(record >= 0 ? record : scene->element_of(anchor)).ref;
    co_return true;
}

Async<Done> open_found(Run& run, std::string phrase)
{
    CO_TRY(const bool found, co_await find_record(run, phrase));
    if (!found) co_return cannot("there is no \"" + phrase + "\" on the page");
    co_return co_await open_record(run);
}

namespace {

// "My orders": what pages call so themselves, or "Your orders"; 0 where there is no such link, or several.
view::Ref own_place(const Scene& scene, std::string_view object)
{
    const auto slots = fit("[all] [of] (my|our) [own] {what}", object);
    if (!slots) return 0;
    const auto is_called = [&](const view::Node& node) {
        if (node.ref == 0 || !node.is_operable || (node.role != "link" && node.role != "tab")) return false;
        const auto named = fit("(my|your|our) {what}", node.name);
        return named && lower(collapsed(named->at("what"))) == lower(collapsed(slots->at("what")));
    };
    const auto found = scene.where(is_called);
    return found.size() == 1 ? scene.node(found.front()).ref : 0;
}

}  // namespace

Async<Done> find(Run& run, const lite::Step& step)
{
    // "Show page 2 of the books".
    CO_TRY(const bool is_turned, co_await go_to_page(run, step.slot("object")));
    if (is_turned) co_return Done();
    if (const auto place = own_place(run.hands.scene(), step.slot("object")); place != 0) {
        CO_TRY_DONE(co_await run.hands.press(place));
        co_return Done();
    }
    const auto object = step.slot("object");
    const bool is_last = run.at + 1 >= run.steps.size();
    // What the pointer has brought up.
    if (run.at > 0 && run.steps[run.at - 1].verb == Verb::hover && !run.text.empty() &&
        fit("(its|the) (tooltip|tool tip|hint|hover text|text) [that appears|that comes up]", object)) {
        if (is_last) run.answer = Json(run.text);
        co_return Done();
    }
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (const int looked = text_with_look(*scene, object); looked >= 0 && quoted_texts(object).empty()) {
        run.text = trimmed(scene->node(looked).name);
        if (is_last) run.answer = Json(run.text);
        co_return Done();
    }
    if (fit("[the] {!which} word (in|of|from) {where}", object) ||
        fit("[{*}] (text|content|contents) (in|of|from) {where}", object) ||
        starts_with_word(lower(step.clause), "copy")) {
        if (auto text = read_value(*scene, object)) {
            run.text = *text;
            if (is_last) run.answer = Json(*text);
            co_return Done();
        }
        co_return cannot("there is no \"" + object + "\" to read on the page");
    }
    if (fit("[the] (value of|solution for|solution to|answer to|result of) {!x} [{*}]", object)) {
        lite::Step solving = step;
        solving.slots["object"] = object;
        auto solved = co_await solve(run, solving);
        if (solved || solved.error().code != ErrorCode::not_doable) co_return solved;
    }
    if (is_last && run.assignment.response_model) {
        CO_TRY(auto shaped, co_await ask_records_as(run, object, *run.assignment.response_model));
        if (shaped) {
            run.answer = *std::move(shaped);
            co_return Done();
        }
    }
    if (!is_message(object) && !(run.assignment.response_model && is_last)) {
        CO_TRY(auto asked, co_await ask_records(run, object));
        if (asked) {
            run.text = in_words(*asked);
            if (is_last) run.answer = *std::move(asked);
            co_return Done();
        }
    }
    auto wanted = wanted_in(object);
    if (!wanted.records.empty() && !is_message(wanted.records)) {
        if (run.assignment.response_model && is_last) co_return Done();  // told by the schema, at the end
        CO_TRY(auto text, co_await find_in_list(run, std::move(wanted)));
        run.text = text;
        if (is_last) run.answer = Json(text);
        co_return Done();
    }
    // A form that is searched by, and the button comes next.
    const bool is_searched =
        !is_last && run.steps[run.at + 1].verb == Verb::click && open_fields(*scene).size() >= 2;
    if (is_searched) {
        lite::Step searching = step;
        searching.slots["query"] = object;
        auto searched = co_await search(run, searching);
        if (searched || searched.error().code != ErrorCode::not_doable) co_return searched;
    }
    CO_TRY(const bool found, co_await find_record(run, object));
    if (found) {
        const auto quotes = quoted_texts(object);
        run.subject = quotes.size() == 1 ? quotes.front() : who_in(object);
        const int record = run.hands.scene().index_of(run.record);
        // "Get notified by SMS": a thing that says only half of it is none that was found.
        const auto missing = left_out(
            "find " + object, run.hands.scene().text_of(record) + " " + run.hands.scene().node(record).name
        );
        if (!missing.empty() && quotes.empty())
            co_return cannot("there is no \"" + object + "\" on the page");
        if (is_last && run.hands.scene().node(record).is_operable) CO_TRY_DONE(co_await open_record(run));
        co_return Done();
    }
    if (auto value = read_value(run.hands.scene(), object)) {
        run.text = *value;
        if (is_last) run.answer = Json(*value);
        co_return Done();
    }
    co_return cannot("there is no \"" + object + "\" on the page");
}

Async<Done> act(Run& run, const lite::Step& step)
{
    const auto action = step.slot("action");
    const auto phrase = step.slot("record");
    CO_TRY(const auto names, co_await records_called(run, phrase));
    for (const auto& name : names) {
        auto one = step;
        one.slots["record"] = "\"" + name + "\"";
        CO_TRY_DONE(co_await act(run, one));
        CO_TRY_DONE(co_await let_dialog_go(run));
    }
    if (!names.empty()) co_return Done();
    if (is_state(action) && phrase.empty() &&
        (contains_word(step.clause, "all") || contains_word(step.clause, "every"))) {
        CO_TRY_DONE(co_await run.hands.look());
        co_return co_await tick_all(run);
    }
    // "the tags 'old' and 'blue'": one after the other.
    if (const auto quotes = quoted_texts(phrase); quotes.size() > 1 && !step.has("value")) {
        for (const auto& quote : quotes) {
            auto one = step;
            one.slots["record"] = "\"" + quote + "\"";
            CO_TRY_DONE(co_await act(run, one));
        }
        co_return Done();
    }
    if (const auto several = several_in(phrase)) {
        auto target = parse_target("the " + action + " button");
        target.place = several->place;
        co_return co_await press_in_every_place(run, target, several->count);
    }
    if (const auto slots =
            fit("(all|every|each) [of] [the] {what} (except|but|besides|other than) [for] [the] {those}",
                phrase))
        co_return co_await act_on_others(run, action, list_items(slots->at("those")));
    if (fit("[all] [of] [the] (selected|checked|ticked|marked) {*}", phrase)) {
        CO_TRY_DONE(co_await run.hands.look());
        CO_TRY(const bool is_done, co_await act_on_selected(run, action));
        if (is_done) co_return co_await confirm_deed(run, action);
    }
    if (fit("(all|every|each) [of] [the] {*}", phrase) && step.has("state"))
        co_return co_await set_states(run, step);
    if (fit("(all|every|each) [of] [the] {*}", phrase)) {
        lite::Step each;
        each.verb = Verb::click;
        each.slots["object"] = "the " + action + " button on " + phrase;
        co_return co_await press(run, each);
    }
    if (!phrase.empty() && !refers_back(phrase)) {
        CO_TRY(const bool found, co_await find_record(run, phrase));
        // "Harbour from the playlist": where it is now needs no saying.
        const auto slots = found ? std::nullopt : fit("{thing} from [the|my|your] {!place}", phrase);
        if (slots && quoted_texts(phrase).empty() && who_in(phrase) == phrase) {
            auto plain = step;
            plain.slots["record"] = slots->at("thing");
            co_return co_await act(run, plain);
        }
        if (!found) {
            // No such thing; perhaps the verb and its object are the label of a control.
            const auto& scene = run.hands.scene();
            const int labelled = best(scene, step.clause, Use::press);
            const bool says_deed = labelled >= 0 && says(scene, labelled, action) > 0.3;
            // Of the "Play" of every song none is meant, if the song is not there.
            const bool is_of_others =
                control_for(scene, action, -1) != 0 && only_control_for(scene, action) == 0;
            const auto who = who_in(phrase);
            const bool is_somebody = who != phrase && !who.empty() && fit("{*} (by|from|of) {*}", phrase) &&
                                     std::isupper(static_cast<unsigned char>(who.front())) != 0;
            if (is_of_others || is_somebody) co_return cannot("there is no \"" + phrase + "\" on the page");
            if (says_deed || quoted_texts(phrase).empty()) {
                auto pressed = co_await press_best(run, step.clause);
                if (pressed) co_return Done();
            }
            co_return cannot("there is no \"" + phrase + "\" on the page");
        }
    } else {
        CO_TRY_DONE(co_await run.hands.look());
    }
    if (step.has("one")) co_return co_await set_state(run, step.slot("state"));
    const int record = run.hands.scene().index_of(run.record);
    const auto ticked = is_state(action) ? box_of(run.hands.scene(), record) : 0;
    if (const auto box = marks_only(run.hands.scene(), ticked, action) ? 0 : ticked; box != 0) {
        JsonObject params{{"element", "e" + std::to_string(box)}};
        CO_TRY_DONE(co_await run.hands.act(action.starts_with("not") ? "uncheck" : "check", std::move(params))
        );
        co_return Done();
    }
    if (step.has("folder")) co_return co_await move_to_folder(run, step.slot("folder"));
    auto control = record >= 0 ? control_in_record(run, action) : control_for(run.hands.scene(), action, -1);
    // Some lists show what can be done with a thing only under the pointer.
    if (control == 0 && record >= 0) {
        JsonObject params{{"element", "e" + std::to_string(run.record)}};
        CO_TRY_DONE(co_await run.hands.act("hover", std::move(params)));
        CO_TRY_DONE(co_await run.hands.look());
        control = control_in_record(run, action);
    }
    if (control == 0 && record >= 0) {
        CO_TRY(const bool is_done, co_await act_on_marked(run, action));
        if (is_done) co_return Done();
        CO_TRY(const bool is_in_menu, co_await press_in_menu(run, action));
        if (is_in_menu) {
            CO_TRY_DONE(co_await confirm_deed(run, action));
            co_return co_await write_and_send(run, step);
        }
    }
    if (control == 0 && step.has("state") && record >= 0) {
        auto set = co_await set_state(run, step.slot("state"));
        // "Make it urgent" says what it is to be: "Make a copy" is something else.
        const bool is_only_state = action == "make" || action == "set" || action == "turn";
        if (set || is_only_state || set.error().code != ErrorCode::not_doable) co_return set;
    }
    // "Accept the review": what it is to be is chosen where it is edited.
    if (control == 0 && record >= 0 && !step.has("state") && words_of(action).size() == 1) {
        const auto start = run.hands.page().url();
        auto set = co_await set_state(run, action);
        if (set) co_return co_await submit(run, "save");
        if (set.error().code != ErrorCode::not_doable) co_return set;
        control = only_control_for(run.hands.scene(), action);
        if (control == 0 && run.hands.page().url() != start) {
            lite::Step back;
            back.slots["url"] = start;
            CO_TRY_DONE(co_await open_url(run, back));
            CO_TRY(const bool found, co_await find_record(run, phrase));
            if (!found) co_return cannot("there is nothing to " + action + " it with");
        }
    }
    if (control == 0 && record >= 0) {
        CO_TRY_DONE(co_await open_by_name(run, phrase));
        const int still = run.hands.scene().index_of(run.record);
        control = still >= 0 ? control_for(run.hands.scene(), action, still) : 0;
        if (control == 0) control = only_control_for(run.hands.scene(), action);
    }
    if (control == 0) co_return cannot("there is nothing to " + action + " it with");
    // Leaving a form is no deed on the record.
    static const std::set<std::string, std::less<>> leaving = {"cancel", "back", "dismiss", "discard"};
    const auto name_of_tool =
        lower(trimmed(run.hands.scene().node(run.hands.scene().index_of(control)).name));
    if (leaving.contains(name_of_tool) && name_of_tool != action)
        co_return cannot("there is nothing to " + action + " it with");
    const auto& tool = run.hands.scene().node(run.hands.scene().index_of(control));
    const auto tool_name = tool.name;
    const bool is_text = !tool.is_operable || tool.role == "cell" || tool.role == "row";
    if (step.has("state") && is_text && record >= 0) {
        auto set = co_await set_state(run, step.slot("state"));
        if (set || set.error().code != ErrorCode::not_doable) co_return set;
    }
    CO_TRY(const auto effect, co_await run.hands.press(control));
    if (!effect.has_changed && is_text)
        co_return cannot(
            "there is nothing to " + action + " it with: pressing \"" + tool_name + "\" changed nothing"
        );
    // A page that brings up a field to write in asks nothing.
    const bool is_written = step.has("value") || step.has("person");
    if (!is_written) CO_TRY_DONE(co_await confirm_deed(run, action));
    co_return co_await write_and_send(run, step);
}

}  // namespace lissom::agent::lite::skills
