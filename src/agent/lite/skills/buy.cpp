#include <algorithm>
#include <set>
#include <utility>

#include "agent/lite/amounts.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/skills/buying.hpp"
#include "agent/lite/skills/plain.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// Something that can be bought: its box and the control that takes it.
struct Offer {
    int box = -1;
    view::Ref control = 0;
    std::string text;
};

// All that is said in and about a box: texts, names of pictures, titles.
std::string all_words(const Scene& scene, int box)
{
    std::string text;
    for (int i = box; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "text" || node.role == "img" || node.role == "heading") text += node.name + " · ";
        if (!node.description.empty()) text += node.description + " · ";
    }
    return text;
}

// The controls that buy: one kind of label, once in every offer.
std::vector<Offer> offers(const Scene& scene, const std::string& action)
{
    std::vector<Offer> best;
    for (const auto& label :
         {action,
          std::string("add to cart"),
          std::string("add"),
          std::string("book"),
          std::string("buy"),
          std::string("select")}) {
        std::vector<Offer> found;
        for (const auto& each : rank(scene, label, Use::press)) {
            const auto& node = scene.node(each.index);
            if (each.score < good_enough || node.ref == 0 || node.is_disabled || !node.is_operable) continue;
            const int box = record_of(scene, each.index);
            if (box < 0 || std::ranges::any_of(found, [&](const Offer& other) { return other.box == box; }))
                continue;
            found.push_back({box, node.ref, all_words(scene, box)});
        }
        std::ranges::sort(found, {}, &Offer::box);
        if (found.size() > best.size()) best = std::move(found);
    }
    return best;
}

// How much of what is wanted an offer says, every content word counting.
double fitness(std::string_view wanted, const Offer& offer)
{
    const auto words = content_words(wanted);
    if (words.empty()) return 1;
    const auto said = words_of(offer.text);
    double found = 0;
    for (const auto& word : words) {
        double top = 0;
        for (const auto& each : said)
            top = std::max(
                top,
                each == word               ? 1.0
                : stem(each) == stem(word) ? 0.95
                : are_synonyms(each, word) ? 0.6
                                           : 0
            );
        found += top;
    }
    return found / static_cast<double>(words.size());
}

// A shop may load its page anew each time: then it is the same offer's control, under another number.
Async<Done> press_times(Run& run, Offer offer, std::string action, int times)
{
    for (int i = 0; i < times; ++i) {
        if (i > 0) CO_TRY_DONE(co_await run.hands.look());
        if (i > 0 && run.hands.scene().index_of(offer.control) < 0) {
            const auto list = offers(run.hands.scene(), action);
            const auto same = std::ranges::find(list, offer.text, &Offer::text);
            if (same == list.end())
                co_return cannot(
                    "only " + std::to_string(i) + " of " + std::to_string(times) +
                    " could be taken: the page "
                    "has changed"
                );
            offer = *same;
        }
        CO_TRY_DONE(co_await run.hands.press(offer.control));
    }
    co_return Done();
}

// Where the order has a button of its own, apart from the offers.
Async<Done> finish_order(Run& run, std::string action)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (const auto& each : rank(*scene, action, Use::press)) {
        const auto& node = scene->node(each.index);
        if (each.score < 0.75 || node.role != "button") continue;
        const auto list = offers(*scene, action);
        if (list.size() > 1 &&
            std::ranges::any_of(list, [&](const Offer& offer) { return offer.control == node.ref; }))
            continue;
        CO_TRY_DONE(co_await run.hands.press(node.ref));
        co_return Done();
    }
    co_return Done();
}

// "one of each item: A, B"
Async<Done> buy_each(Run& run, std::string action, std::vector<std::string> items, int times)
{
    for (const auto& item : items) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto list = offers(*scene, action);
        const Offer* found = nullptr;
        double top = 0.7;
        for (const auto& offer : list) {
            const double score =
                std::max(fitness(item, offer) * 0.9, contains_word(offer.text, item) ? 1.0 : 0.0);
            if (score > top) top = score, found = &offer;
        }
        if (found == nullptr) co_return cannot("there is no \"" + item + "\" to " + lower(action));
        CO_TRY_DONE(co_await press_times(run, *found, action, times));
    }
    co_return co_await finish_order(run, action);
}

// "soup, bread and butter": the pieces, of which one may itself hold an "and" because something is called so.
std::vector<std::string> items_named(const Scene& scene, const std::string& action, const std::string& text)
{
    const auto list = offers(scene, action);
    const auto is_offered = [&](const std::string& name) {
        return std::ranges::any_of(list, [&](const Offer& offer) { return contains_word(offer.text, name); });
    };
    std::vector<std::string> items;
    for (const auto& piece : split(text, ",")) {
        const auto name = unquoted(without_prefix_words(piece, {"and"}));
        if (name.empty()) continue;
        const auto parts = list_items(name);
        if (is_offered(name) || parts.size() < 2) {
            items.push_back(name);
            continue;
        }
        // Cut at the "and" that leaves two names that are offered.
        bool is_cut = false;
        for (auto at = name.find(" and "); at != std::string::npos && !is_cut;
             at = name.find(" and ", at + 1)) {
            const auto first = trimmed(name.substr(0, at));
            const auto second = trimmed(name.substr(at + 5));
            if (!is_offered(first) || !is_offered(second)) continue;
            items.push_back(first);
            items.push_back(second);
            is_cut = true;
        }
        if (!is_cut) items.insert(items.end(), parts.begin(), parts.end());
    }
    return items;
}

// "3 items that are vegan": different ones as far as there are.
Async<Done> buy_some(Run& run, std::string action, int count, std::string property)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> controls;
    for (const auto& offer : offers(*scene, action))
        if (contains_word(offer.text, property) || fitness(property, offer) > 0.9)
            controls.push_back(offer.control);
    if (controls.empty()) co_return cannot("nothing on the page is " + property);
    for (int i = 0; i < count; ++i)
        CO_TRY_DONE(co_await run.hands.press(controls[static_cast<std::size_t>(i) % controls.size()]));
    co_return co_await finish_order(run, action);
}

// What the words say of the fields of the page: "from Houston to LAX on 12/01/2016".
Async<Result<bool>> fill_form(Run& run, std::string text)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto fields = open_fields(*scene);
    if (fields.size() < 2) co_return false;
    std::vector<std::string> labels;
    std::vector<view::Ref> refs;
    for (const int each : fields) {
        labels.push_back(label_of(*scene, each));
        refs.push_back(scene->node(each).ref);
    }
    auto values = values_for(labels, text);
    // A date goes where a date goes, whatever word is before it.
    if (const auto date = date_in(text)) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto& node = scene->node(fields[i]);
            const auto id = node.attributes.contains("id") ? node.attributes.at("id") : "";
            const auto example = lower(node.placeholder);
            const bool takes_dates = node.role == "datepicker" || !node.is_editable ||
                                     example.contains("yyyy") || contains_word(labels[i], "date") ||
                                     lower(id).contains("date");
            if (takes_dates && !(date_in(values[i])))
                values[i] = us_text(*date);
            else if (!takes_dates && date_in(values[i]))
                values[i].clear();
        }
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& node = scene->node(fields[i]);
        const bool takes_numbers = node.role == "spinbutton" || node.input_type == "number";
        if (takes_numbers && !number_in(values[i]) && !number_word(values[i])) values[i].clear();
    }
    if (std::ranges::count_if(values, [](const std::string& each) { return !each.empty(); }) < 2)
        co_return false;
    for (std::size_t i = 0; i < refs.size(); ++i) {
        if (values[i].empty()) continue;
        CO_TRY_DONE(co_await put(run, refs[i], values[i]));
    }
    co_return true;
}

Async<Done> search_and_wait(Run& run, std::string action)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto text = scene->whole_text();
    for (const auto* label : {"search", "find", "submit", "show results"}) {
        const auto ranked = rank(*scene, label, Use::press);
        if (ranked.empty() || ranked.front().score < good_enough) continue;
        CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::press)));
        break;
    }
    run.has_open_form = false;
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text() != text && !offers(now, action).empty(); },
            Millis(5'000)
        )
    );
    if (!came) co_return cannot("the search brought nothing to " + lower(action));
    co_return Done();
}

// Of the offers that fit, the one the superlative wants; of several without one, the best fit.
const Offer*
choose(const std::vector<Offer>& list, std::string_view wanted, const std::optional<Measure>& measure)
{
    double top = 0;
    for (const auto& offer : list) top = std::max(top, fitness(wanted, offer));
    const Offer* found = nullptr;
    std::optional<double> record;
    for (const auto& offer : list) {
        if (fitness(wanted, offer) < top - 1e-9) continue;
        if (!measure) return &offer;
        const auto value = measured(*measure, offer.text);
        if (!value) continue;
        if (!record || (measure->is_least ? *value < *record : *value > *record))
            record = value, found = &offer;
    }
    return found;
}

// "it": the record found before, what the form under way belongs to, or what the page is about.
Async<Done> buy_this(Run& run, std::string action)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int record = scene->index_of(run.record);
    const int form = form_around(*scene, scene->index_of(run.form_field));
    view::Ref control = 0;
    double top = good_enough;
    for (const auto& label : {action, std::string("add to cart"), std::string("buy")}) {
        for (const auto& each : rank(*scene, label, Use::press)) {
            const auto& node = scene->node(each.index);
            if (each.score < good_enough || node.ref == 0 || node.is_disabled || !node.is_operable) continue;
            double score = each.score;
            if (record >= 0 && scene->is_inside(each.index, record)) score += 1;
            if (form >= 0 && scene->is_inside(each.index, form)) score += 0.6;
            // What is offered beside it has its like around.
            const int box = record_of(*scene, each.index);
            if (box >= 0 && box != record) score -= 0.3;
            if (scene->is_furniture(each.index)) score -= 0.3;
            if (score > top) top = score, control = node.ref;
        }
        if (control != 0) break;
    }
    if (control == 0) {
        CO_TRY_DONE(co_await press_best(run, action));
        co_return Done();
    }
    CO_TRY_DONE(co_await run.hands.press(control));
    co_return Done();
}

// "… and nothing else": says what is done anyway.
std::string without_tail(std::string object)
{
    for (const std::string_view tail : {" and nothing else", " only", " for me", " please"})
        if (object.size() > tail.size() && lower(object).ends_with(tail))
            object.resize(object.size() - tail.size());
    return object;
}

// "one of the soup and two of the noodles": each item with its number; empty where it is not said so.
std::vector<std::pair<std::string, int>> counted_items(const std::string& object)
{
    std::vector<std::pair<std::string, int>> items;
    for (const auto& piece : split(object, ",")) {
        for (const auto& one : split(piece, " and ")) {
            const auto slots = fit("[and] {#count} [of|x|times] [the] {item}", one);
            const auto count = slots ? number_word(slots->at("count")) : std::nullopt;
            if (!count || *count < 1 || *count > 20) return {};
            items.emplace_back(unquoted(slots->at("item")), *count);
        }
    }
    return items;
}

Async<Done> buy_item(Run& run, std::string action, std::string item, int count)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const Offer* found = nullptr;
    double top = 0.7;
    const auto list = offers(*scene, action);
    for (const auto& offer : list) {
        const double score =
            std::max(fitness(item, offer) * 0.9, contains_word(offer.text, item) ? 1.0 : 0.0);
        if (score > top) top = score, found = &offer;
    }
    if (found == nullptr) co_return cannot("there is no \"" + item + "\" to " + action);
    co_return co_await press_times(run, *found, action, count);
}

// "for 2 adults and 1 child" has been set.
std::string without_party(std::string object)
{
    if (const auto slots = fit("{rest} for {#count} {*}", object)) return slots->at("rest");
    return object;
}

// "hotel that has a pool" is told by "pool"; the noun for all that is offered tells nothing where a measure
// does.
std::string without_fillers(const std::string& wanted, bool is_measured)
{
    static const std::set<std::string, std::less<>> idle = {
        "that", "which", "has", "have", "with", "the", "a", "an", "is", "offers", "for", "and"
    };
    static const std::set<std::string, std::less<>> any_offer = {
        "hotel", "flight", "dish",      "item", "product", "room",       "ticket", "meal",  "option",
        "offer", "thing",  "one",       "trip", "car",     "restaurant", "seat",   "train", "bus",
        "place", "food",   "apartment", "tour", "stay",    "connection", "ride"
    };
    std::string kept;
    for (const auto& word : split(collapsed(wanted), " ")) {
        if (idle.contains(lower(word)) || (is_measured && any_offer.contains(lower(word)))) continue;
        kept += (kept.empty() ? "" : " ") + word;
    }
    return kept;
}

// Does the page speak of it, every word that tells it from other things?
bool is_spoken_of(const Scene& scene, const std::string& wanted)
{
    const auto said = words_of(scene.snapshot().title + " " + scene.whole_text());
    const auto words = content_words(unquoted(wanted));
    return std::ranges::all_of(words, [&](const std::string& word) {
        return number_word(word) || std::ranges::any_of(said, [&](const std::string& each) {
                   return each == word || stem(each) == stem(word) || are_synonyms(each, word);
               });
    });
}

// Further on in the list, behind a tab or on the next slide: found there and taken by its own control. False
// where it is to be seen and has none of its own.
Async<Result<bool>> take_further_on(Run& run, std::string action, std::string wanted)
{
    CO_TRY(const auto ranked, co_await locate(run, wanted, Use::look));
    const auto& scene = run.hands.scene();
    const int record = record_of(scene, ranked.front().index);
    if (record < 0) co_return false;
    run.record = scene.node(record).ref;
    view::Ref control = 0;
    for (const auto& label : {action, std::string("add to cart"), std::string("buy"), std::string("add")})
        if (control == 0) control = control_for(scene, label, record);
    if (control == 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(control));
    co_return true;
}

}  // namespace

Async<Done> buy(Run& run, const lite::Step& step)
{
    const auto action = lower(step.slot("action"));
    auto object = without_tail(run.resolved(step.slot("object")));
    if (const auto slots = fit("(one|1) of each [item|product|dish|of|thing] {items}", object)) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        co_return co_await buy_each(run, action, items_named(*scene, action, slots->at("items")), 1);
    }
    if (const auto slots =
            fit("{#count} (items|item|dishes|products|things|pieces|meals) (that|which|who) "
                "(are|is|contain|contains|have) {property}",
                object)) {
        const auto count = number_word(slots->at("count"));
        co_return co_await buy_some(
            run,
            action,
            count.value_or(static_cast<int>(number_in(slots->at("count")).value_or(1))),
            slots->at("property")
        );
    }
    if (auto counted = counted_items(object); counted.size() > 1) {
        for (auto& [item, count] : counted) CO_TRY_DONE(co_await buy_item(run, action, item, count));
        co_return co_await finish_order(run, action);
    }
    // "'Soup' and 'Bread'": each for itself, wherever it is offered.
    if (const auto names = quoted_texts(object); names.size() > 1) {
        for (const auto& name : names) {
            auto one = step;
            one.slots["object"] = "\"" + name + "\"";
            CO_TRY_DONE(co_await buy(run, one));
        }
        co_return Done();
    }
    // "Reserve a visit on 18 September": what the page's own controls take, every word of it.
    if ((action == "book" || action == "reserve") && !measure_in(object) && !refers_back(object)) {
        CO_TRY(const auto* page, co_await run.hands.look());
        const bool is_offer = offers(*page, action).size() > 1;
        if (!is_offer) {
            CO_TRY(const bool is_done, co_await do_plainly(run, step.clause));
            if (is_done) co_return co_await submit(run, action);
        }
    }
    const bool is_booking = action == "book" || action == "reserve";
    bool has_days = false;
    if (is_booking) {
        CO_TRY(has_days, co_await choose_days(run, step.clause));
    }
    CO_TRY(const int set, co_await set_mentioned_steppers(run, object));
    if (set > 0) object = without_party(object);
    if (has_days) {
        // The days and the party have been said; the thing is what stands before them.
        CO_TRY_DONE(co_await set_party(run, step.clause));
        co_return co_await send_booking(run, action);
    }
    if (!is_booking) {
        CO_TRY(object, co_await choose_variants(run, object));
    }
    int times = 1;
    if (const auto slots = fit("{#count} [of|x] [the] {rest}", object);
        slots && number_word(slots->at("count"))) {
        times = std::clamp(*number_word(slots->at("count")), 1, 20);
        object = slots->at("rest");
        if (const auto field = quantity_field(run.hands.scene()); field != 0 && times > 1) {
            CO_TRY_DONE(co_await put(run, field, std::to_string(times)));
            times = 1;
        }
    }
    if (!unit_asked_for(object).empty()) {
        CO_TRY(const auto* shown, co_await run.hands.look());
        const int box = cheapest_by_unit(*shown, object);
        const auto list = offers(*shown, action);
        const auto offer = std::ranges::find_if(list, [&](const Offer& each) {
            return box >= 0 &&
                   (each.box == box || shown->is_inside(each.box, box) || shown->is_inside(box, each.box));
        });
        if (offer == list.end())
            co_return cannot("which is meant by \"" + object + "\" is not plain on this page");
        co_return co_await press_times(run, *offer, action, times);
    }
    const auto measure = measure_in(object);
    auto wanted = measure ? without_measure(object, *measure) : object;
    wanted = without_prefix_words(wanted, {"the", "a", "an", "one", "some"});
    wanted = without_fillers(wanted, measure.has_value());
    if (!measure && (action == "book" || action == "reserve")) {
        CO_TRY(const auto* page, co_await run.hands.look());
        if (offers(*page, action).size() < 2) {
            lite::Step composing = step;
            composing.slots["details"] = object;
            auto composed = co_await compose(run, composing);
            if (composed || composed.error().code != ErrorCode::not_doable) co_return composed;
        }
    }

    CO_TRY(const bool is_form, co_await fill_form(run, object));
    if (is_form) {
        CO_TRY_DONE(co_await search_and_wait(run, action));
        wanted.clear();  // the results are what was asked for
    }
    if (refers_back(step.slot("object"))) co_return co_await buy_this(run, action);
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (run.at > 0 && (measure || !wanted.empty())) {
        // What the step before has asked for may still be on its way.
        constexpr Millis coming_limit(2'500);
        CO_TRY_DONE(co_await run.hands.look_until(
            [&](const Scene& now) { return offers(now, action).size() > 1; }, coming_limit
        ));
        scene = &run.hands.scene();
    }
    auto list = offers(*scene, action);
    const bool fits_any =
        std::ranges::any_of(list, [&](const Offer& offer) { return fitness(wanted, offer) > 0.65; });
    if (!is_form && !wanted.empty() && !fits_any) {
        // Not on this page: the shop has a search.
        Step query;
        query.verb = Verb::search;
        query.slots["query"] = wanted;
        auto searched = co_await search(run, query);
        if (searched) {
            CO_TRY(scene, co_await run.hands.look());
            list = offers(*scene, action);
        } else if (searched.error().code != ErrorCode::not_doable) {
            co_return searched;
        }
    }
    if (!is_form && !wanted.empty() && !is_spoken_of(*scene, wanted)) {
        CO_TRY(const bool is_taken, co_await take_further_on(run, action, wanted));
        if (is_taken) co_return Done();
        CO_TRY(scene, co_await run.hands.look());
        list = offers(*scene, action);
    }
    if (list.size() > 1 && (measure || !wanted.empty() || is_form)) {
        const auto* chosen = choose(list, wanted, measure);
        if (chosen == nullptr)
            co_return cannot(
                "none of what is offered shows its " + (measure ? measure->what : std::string("name"))
            );
        if (!wanted.empty() && fitness(wanted, *chosen) < 0.6)
            co_return cannot("there is no \"" + wanted + "\" to " + action);
        const auto control = chosen->control;
        run.record = scene->node(chosen->box).ref;
        const auto offer = *chosen;
        const auto counters = steppers(*scene);
        CO_TRY_DONE(co_await press_times(run, offer, action, times));
        // A counter beside it is an order that has a button of its own.
        const bool is_counter =
            std::ranges::any_of(counters, [control](const Stepper& each) { return each.up == control; });
        co_return is_counter ? co_await finish_order(run, action) : Done();
    }
    // A day, a time or a number that found no field would be lost.
    if (is_booking && date_in(object) && !is_form)
        co_return cannot("the page takes no \"" + object + "\" to " + action);
    if (set == 0 && !is_form && times == 1 && number_in(wanted) &&
        !contains_word(run.hands.scene().whole_text(), wanted))
        co_return cannot("the page takes no \"" + object + "\" to " + action);
    for (int i = 0; i < times; ++i) {
        auto pressed = co_await press_best(run, action);
        if (!pressed) co_return cannot("there is no \"" + object + "\" to " + action);
    }
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
