#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "agent/lite/amounts.hpp"
#include "agent/lite/apart.hpp"
#include "agent/lite/by_rows.hpp"
#include "agent/lite/comprehension.hpp"
#include "agent/lite/definitions.hpp"
#include "agent/lite/described.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fact_of_kind.hpp"
#include "agent/lite/inquiry.hpp"
#include "agent/lite/letters.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/mentioned.hpp"
#include "agent/lite/numbered.hpp"
#include "agent/lite/paraphrase.hpp"
#include "agent/lite/price_list.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/counting.hpp"
#include "agent/lite/skills/faq.hpp"
#include "agent/lite/skills/hints.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/tallies.hpp"
#include "agent/lite/unsaid.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "How many are there", "the first one": of what is listed now.
std::string about_results(const std::string& question)
{
    if (fit("how many [of them] (there are|are there|are shown|are listed|are left|remain|it shows|it lists|"
            "were found|match|you see|you find) [now|left|in total|shown|listed]",
            question))
        return "how many results";
    if (const auto slots = fit("[the] {!nth} [one|of them]", question); slots && ordinal(slots->at("nth")))
        return "the " + slots->at("nth") + " result";
    if (const auto slots =
            fit("(which|what|who) [one|of them] (is|comes) [the] {!nth} [one|now|in the list]", question);
        slots && ordinal(slots->at("nth")))
        return "the " + slots->at("nth") + " result";
    if (fit("(them|them all|all of them|what is shown|what is left)", question)) return "all results";
    if (fit("[all] [of] [the|their] (names|titles)", question)) return "the names of all results";
    // "List the products": whatever the page lists.
    if (const auto slots =
            fit("[all] [of] [the] {!what} [shown|listed|there|here|on the page|on this page]", question);
        slots && slots->at("what").ends_with('s') && is_any_record(slots->at("what")))
        return "all results";
    if (const auto slots =
            fit("how many {what} (does|do|did) (the|this|that) [whole] (table|list|page|grid) "
                "(have|contain|show|hold|list|include) [in total|altogether|overall|in all]",
                question))
        return "how many " + slots->at("what") + " are there";
    return question;
}

bool asks_for_money(const std::string& field)
{
    static const std::set<std::string, std::less<>> sums = {
        "balance",
        "total",
        "amount",
        "price",
        "cost",
        "fee",
        "salary",
        "sum",
        "rent",
        "fare",
        "wage",
        "budget",
        "charge",
        "debt",
        "revenue",
        "turnover"
    };
    return std::ranges::any_of(words_of(field), [](const std::string& word) { return sums.contains(word); });
}

// "The cards in the Backlog column", "how many tasks are under Done": of one of several lists side by side.
std::optional<Json> from_part(const Scene& scene, const std::string& question)
{
    const bool counts = starts_with_word(lower(question), "how many");
    for (const std::string_view pattern :
         {"how many {what} (are|is) [there] (in|under|on) [the] {where} "
          "[column|lane|list|section|group|stage|board]",
          "[what|which] [all] [the] [names|titles|name|title] [of] [the] {what} (in|under|from|of) [the] "
          "{where} "
          "(column|lane|list|section|group|stage)",
          "(what|which) {what} (are|is) (in|under|on) [the] {where} [column|lane|list|section|group|stage]"
         }) {
        const auto slots = fit(pattern, question);
        if (!slots || counts != pattern.starts_with("how many")) continue;
        const auto where = unquoted(slots->at("where"));
        // The column of a table is no list of its own.
        const bool is_table_column = std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
            return node.role == "columnheader" && similarity(where, node.name) > 0.8;
        });
        const auto listing = is_table_column ? std::nullopt : listing_under(scene, where);
        if (!listing) continue;
        if (counts) return Json(std::to_string(listing->boxes.size()));
        JsonArray titles;
        for (const int box : listing->boxes) titles.emplace_back(collapsed(title_of(scene, *listing, box)));
        if (titles.empty()) continue;
        return Json(std::move(titles));
    }
    return std::nullopt;
}

// Names a question is about: in quotes, or words with a capital that do not begin it. Letters alone, as in
// ISBN, are what something is called, not who.
std::vector<std::string> names_asked_for(const std::string& question)
{
    auto names = quoted_texts(question);
    if (!names.empty()) return names;
    std::string name;
    const auto keep = [&] {
        if (!name.empty()) names.push_back(std::exchange(name, ""));
    };
    const auto phrase = tokenize(question);
    for (std::size_t i = 1; i < phrase.tokens.size(); ++i) {
        const auto& token = phrase.tokens[i];
        const auto letters = static_cast<std::size_t>(std::ranges::count_if(token.text, [](char c) {
            return std::islower(static_cast<unsigned char>(c)) != 0;
        }));
        const bool is_name = !token.is_mark && letters > 0 &&
                             std::isupper(static_cast<unsigned char>(token.text.front())) != 0;
        if (is_name)
            name += (name.empty() ? "" : " ") + token.text;
        else
            keep();
    }
    keep();
    return names;
}

// Does the page give prices by this unit itself: "€3.60 / kg", "per litre"?
bool says_unit(const Scene& scene, const std::string& unit)
{
    const auto text = lower(scene.whole_text());
    return text.contains("/ " + unit) || text.contains("/" + unit) || text.contains("per " + unit) ||
           (unit == "l" && text.contains("per lit")) || (unit == "kg" && text.contains("per kilo"));
}

// A name that the page says nowhere, not a word of it: what it tells is told of something else.
std::optional<std::string> absent_name(const Scene& scene, const std::string& question)
{
    const auto names = names_asked_for(question);
    if (names.empty()) return std::nullopt;
    const bool are_quoted = !quoted_texts(question).empty();
    const auto said = all_said(scene) + " " + scene.snapshot().url;
    const auto words = words_of(said);
    for (const auto& name : names) {
        if (are_quoted && !contains_word(said, name)) return name;
        const auto parts = words_of(name);
        const bool is_said = std::ranges::any_of(parts, [&](const std::string& part) {
            return std::ranges::any_of(words, [&](const std::string& each) {
                return are_alike_words(each, part);
            });
        });
        if (!are_quoted && !is_said) return name;
    }
    return std::nullopt;
}

}  // namespace

namespace {

// "Since November 5", "with less than 200 m", "between 5 and 12 December".
bool has_bound(const std::string& question)
{
    static const std::set<std::string, std::less<>> openings = {
        "since", "after", "before", "until", "under", "over", "above", "below", "than", "least", "between"
    };
    const auto words = words_of(question);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (!openings.contains(words[i])) continue;
        for (std::size_t k = i + 1; k < std::min(i + 3, words.size()); ++k)
            if (words[k].find_first_of("0123456789") != std::string::npos || month_named(words[k]))
                return true;
    }
    return false;
}

// "How many yen for one euro": the one number beside the one thing of that name.
std::optional<std::string> rate_of(const Scene& scene, const std::string& what)
{
    const auto listing = listing_for(scene, "records");
    std::optional<std::string> found;
    for (const int box : listing ? listing->boxes : std::vector<int>()) {
        const auto text = scene.text_of(box);
        const auto numbers = numbers_in(text);
        if (!contains_word(text, what) || numbers.size() != 1) continue;
        if (found) return std::nullopt;
        found = number_as_written(text);
    }
    return found;
}

Async<Done> answer_in_some_way(Run& run, const lite::Step& step)
{
    auto question = about_results(run.resolved(step.slot("question")));
    CO_TRY(const bool is_hint, co_await tell_hint(run, question));
    if (is_hint) co_return Done();
    if (auto field = field_of_somebody(question)) question = *std::move(field);
    if (const auto rate = fit(
            "how many {what} (do|does|will|would|can|could) {!who} (get|receive|pay|need|have) [to] [pay] "
            "(for|per) {*}",
            question
        )) {
        CO_TRY(const auto* shown, co_await run.hands.look());
        auto told = rate_of(*shown, rate->at("what"));
        if (!told) co_return cannot("the page does not tell " + question);
        co_return co_await give_answer(run, *std::move(told));
    }
    // "The result" of what was done before: the page shows it under that name, or it is not known. No list of
    // results.
    if (fit("[what is] [the|its] (result|outcome|sum|answer)", question) && run.text.empty() && run.at > 0) {
        CO_TRY(const auto* shown, co_await run.hands.look());
        for (const auto& node : shown->nodes())
            if (const auto said = node.role == "text"
                                      ? fit("(result|outcome|sum|answer|total) [is|:|=] {value}", node.name)
                                      : std::nullopt)
                co_return co_await give_answer(run, said->at("value"));
        if (auto value = value_beside(*shown, "result"))
            co_return co_await give_answer(run, *std::move(value));
        co_return cannot("the page shows no result");
    }
    if (const auto thing = asks_availability_of(question); thing && !refers_back(*thing)) {
        CO_TRY(auto stated, co_await tell_availability(run, *thing));
        if (!stated) co_return cannot("the page does not tell " + question);
        co_return co_await give_answer(run, *std::move(stated));
    }
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (auto sum = tallied(*scene, question)) co_return co_await give_answer(run, *std::move(sum));
    if (auto made =
            made_of_letters(question, [&](const std::string& what) { return read_described(*scene, what); }))
        co_return co_await give_answer(run, *std::move(made));
    if (auto price = priced(*scene, question)) co_return co_await give_answer(run, *std::move(price));
    if (!unit_asked_for(question).empty()) {
        if (auto price = tell_unit_price(*scene, question))
            co_return co_await give_answer(run, *std::move(price));
        // What a whole package costs is no answer; a page that says the price of a unit itself is read as
        // others.
        if (!says_unit(*scene, unit_asked_for(question)))
            co_return cannot("the page does not tell " + question);
    }
    if (auto state = tell_whether(*scene, question)) co_return co_await give_answer(run, *std::move(state));
    if (!run.narrowed.empty()) {
        CO_TRY(auto asked, co_await ask_records(run, question + " with " + run.narrowed));
        if (!asked) co_return cannot("the page does not tell " + question + " of those with " + run.narrowed);
        run.text = in_words(*asked);
        run.answer = *std::move(asked);
        co_return Done();
    }
    const bool is_rest_of_questions = std::all_of(
        run.steps.begin() + static_cast<std::ptrdiff_t>(run.at) + 1,
        run.steps.end(),
        [](const lite::Step& each) { return each.verb == Verb::answer; }
    );
    if (run.assignment.response_model && is_rest_of_questions)
        co_return Done();  // told by the schema, at the end
    if (refers_back(step.slot("question")) && !run.text.empty()) {
        run.answer = Json(run.text);
        co_return Done();
    }
    // "The wind at the valley station", where a heading says that this is what the page shows.
    if (const auto slots = fit("[what is|what's] [the] {field} (of|at|on|in|for) [the] {of}", question)) {
        const bool is_headed = std::ranges::any_of(scene->nodes(), [&](const view::Node& node) {
            return node.role == "heading" && similarity(slots->at("of"), node.name) > 0.85;
        });
        const bool has_label = std::ranges::count_if(scene->nodes(), [&](const view::Node& node) {
                                   return (node.role == "term" || node.tag == "dt") &&
                                          similarity(slots->at("field"), collapsed(node.name)) > 0.85;
                               }) == 1;
        if (is_headed && has_label)
            if (auto value = value_beside(*scene, slots->at("field")))
                co_return co_await give_answer(run, *std::move(value));
    }
    if (auto known = of_found(run, question)) co_return co_await give_answer(run, *std::move(known));
    CO_TRY(auto of_it, co_await of_subject(run, question));
    if (of_it) co_return co_await give_answer(run, *std::move(of_it));
    CO_TRY(scene, co_await run.hands.look());
    // A list that names it among others speaks of them as well.
    if (fit("[what is|what's] (its|their|his|her) {*}", question) && !run.subject.empty() &&
        !is_page_of(*scene, run.subject))
        co_return cannot("the page does not tell " + question + " of " + run.subject);
    if (auto told = told_on_card(*scene, question)) co_return co_await give_answer(run, *std::move(told));
    if (auto meaning = told_by_definition(*scene, question))
        co_return co_await give_answer(run, *std::move(meaning));
    if (auto found = from_page(*scene, question)) co_return co_await give_answer(run, *found);
    if (auto reckoned = tell_by_reckoning(*scene, question))
        co_return co_await give_answer(run, *std::move(reckoned));
    // What is asked of two of them at once, none of them tells.
    if (names_several_rows(*scene, question)) co_return cannot("the page does not tell " + question);
    if (auto told = tell_by_lead(*scene, question)) co_return co_await give_answer(run, *std::move(told));
    // Several of a list that goes on are not all on this page.
    const bool is_half = inquiry_in(question).is_of_several && next_page(*scene) != 0;
    if (auto told = is_half ? std::nullopt : tell_by_rows(*scene, question))
        co_return co_await give_answer(run, *std::move(told));
    if (auto told = tell_by_count(*scene, question)) co_return co_await give_answer(run, *std::move(told));
    {
        CO_TRY(auto told, co_await answer_of_page(run, question));
        if (told) co_return co_await give_answer(run, *std::move(told));
        CO_TRY(scene, co_await run.hands.look());
    }
    if (const auto slots =
            fit("how many {!what} (are|were) [there] [in total|altogether|listed|in all]", question))
        if (const auto total = told_range(*scene, slots->at("what")))
            co_return co_await give_answer(run, std::to_string(*total));
    if (auto part = from_part(*scene, question)) {
        run.text = in_words(*part);
        run.answer = Json(run.text);
        co_return Done();
    }
    if (auto number = labelled_number(*scene, question))
        co_return co_await give_answer(run, *std::move(number));
    if (fit("how many words [{*}]", question)) {
        // A page that says so itself counts what it does not show as well.
        if (auto value = value_beside(*scene, "words");
            value && number_in(*value) && words_of(*value).size() == 1)
            co_return co_await give_answer(run, *std::move(value));
        if (const auto text = passage(*scene, "the text"))
            co_return co_await give_answer(run, std::to_string(split(collapsed(*text), " ").size()));
    }
    if (auto read = read_running_text(*scene, question); read && could_answer(question, *read))
        co_return co_await give_answer(run, *std::move(read));
    {
        CO_TRY(auto asked, co_await ask_records(run, question));
        if (asked && asked->is_string() && could_answer(question, std::string(asked->get_string())))
            co_return co_await give_answer(run, std::string(asked->get_string()));
        if (asked && !asked->is_string()) {
            run.text = in_words(*asked);
            run.answer = *std::move(asked);
            co_return Done();
        }
        CO_TRY(auto added, co_await tell_by_table(run, question));
        if (added) co_return co_await give_answer(run, *std::move(added));
        CO_TRY(scene, co_await run.hands.look());
    }
    // A bound that found no column is no reason to tell them all.
    if (has_bound(question)) co_return cannot("the page does not tell " + question);
    if (const auto absent = absent_name(*scene, question); absent && next_page(*scene) == 0)
        co_return cannot("there is no " + *absent + " on the page");
    if (const auto counting = counting_in(question)) {
        CO_TRY(auto sum, co_await count(run, *counting));
        co_return co_await give_answer(run, std::move(sum));
    }

    auto wanted = wanted_in(question);
    if (const auto slots = fit("{*} (under|in|on) [the] [tab|section|panel] {where}", question))
        CO_TRY_DONE(co_await go_where(run, slots->at("where")));
    if (!wanted.records.empty()) {
        CO_TRY(auto list, co_await read_list(run, wanted));
        co_return co_await give_answer(run, std::move(list));
    }
    if (wanted.fields.size() == 1) {
        CO_TRY(auto value, co_await one_value(run, question, wanted));
        // "List the versions" is not answered by one of them.
        const auto words = words_of(wanted.fields.front());
        const bool is_one_of_many = value && starts_with_word(lower(step.clause), "list") && !words.empty() &&
                                    words.back().size() > 3 && words.back().ends_with('s') &&
                                    value->find_first_of(",\n;") == std::string::npos &&
                                    words_of(*value).size() <= 3;
        if (is_one_of_many) value = std::nullopt;
        // "The office of Ann", where nothing speaks of offices: the value is of something else.
        // A sum of money is seen to be one, where one is asked for.
        const bool is_spoken_of = wanted.of.empty() ||
                                  (value && price_in(*value) && asks_for_money(wanted.fields.front())) ||
                                  speaks_of(run.hands.scene(), wanted.fields.front());
        if (value && is_spoken_of && could_answer(question, *value))
            co_return co_await give_answer(run, *value);
        co_return cannot("the page does not tell " + question);
    }
    // It reads the whole page, and there is another list on it.
    if (run.hands.focus()) co_return cannot("the page does not tell " + question);
    auto extracted = co_await extract::extract(run.hands.page(), schema_of(wanted), question);
    if (!extracted || is_furniture_in(run.hands.scene(), *extracted))
        co_return cannot("the page does not tell " + question);
    run.text = in_words(*extracted);
    run.answer = Json(run.text);
    co_return Done();
}

// One price, asked for of several of the thing: so many times as much. Of several kinds it cannot be told.
Done for_several(Run& run, const std::string& question)
{
    const std::string said(run.answer->get_string());
    const bool is_sum =
        fit("{*} (together|altogether|combined|in total|in all) [{*}]", "x " + question).has_value();
    if (!is_sum || !price_in(said)) return {};
    // "Two adults and a child": of several kinds one price is not enough.
    if (fit("{*} and (a|an|one|two|three|four|five|six) {*}", question))
        return cannot("the page does not tell " + question);
    std::optional<int> count;
    for (const auto& word : words_of(question))
        if (const auto number = number_word(word)) {
            if (count) return cannot("the page does not tell " + question);
            count = number;
        }
    const auto price = number_in(said);
    if (!count || *count < 2 || !price) return cannot("the page does not tell " + question);
    constexpr double cents = 100;
    run.text = number_text(std::round(*price * *count * cents) / cents);
    run.answer = Json(run.text);
    return {};
}

// "In size XL", "when paid yearly", "for 8 portions": what the page shows depends on what is chosen there.
Async<Done> choose_what_is_asked_about(Run& run, std::string question)
{
    const bool compares = contains_word(question, "or");
    if (compares) co_return Done();
    CO_TRY_DONE(co_await set_mentioned_steppers(run, question));
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (const auto& choice : mentioned_choices(*scene, question, Among::variants)) {
        if (run.hands.scene().index_of(choice.ref) < 0) continue;
        CO_TRY_DONE(co_await run.hands.press(choice.ref));
        CO_TRY_DONE(co_await run.hands.look());
    }
    run.has_open_form = false;  // nothing of it is to be sent
    co_return Done();
}

// What the page tells of the field by its label, in what has come up since `known` was all there was.
std::optional<std::string>
value_of_new(const Scene& scene, const std::string& field, const std::set<std::string>& known)
{
    auto value = value_beside(scene, field);
    if (!value || known.contains(collapsed(*value))) return std::nullopt;
    return value;
}

// An entry whose details the page shows beside its list, when it is pressed. False where none is named.
Async<Result<bool>> show_entry_asked_about(Run& run, std::string question)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto choices = mentioned_choices(*scene, question, Among::entries);
    if (choices.size() != 1) co_return false;
    const auto text = scene->whole_text();
    CO_TRY_DONE(co_await run.hands.press(choices.front().ref));
    constexpr Millis showing_limit(800);
    co_return co_await run.hands.look_until(
        [&](const Scene& now) { return now.whole_text() != text; }, showing_limit
    );
}

// All words by which the page may mean a thing: what is to be read, and what its parts are called.
std::string all_named(const Scene& scene)
{
    auto text = all_said(scene) + " " + scene.snapshot().url;
    for (const auto& node : scene.nodes()) {
        text += " " + node.name + " " + node.placeholder + " " + node.description;
        for (const auto* name : {"class", "id"})
            if (const auto at = node.attributes.find(name); at != node.attributes.end())
                text += " " + at->second;
    }
    return text;
}

// "Is it open on Sundays?" is not answered by a list.
bool is_yes_or_no(std::string_view question)
{
    return fit("(is|are|was|were|does|do|did|can|has|have|will) {*}", question).has_value();
}

}  // namespace

Async<Done> answer(Run& run, const lite::Step& step)
{
    // "Which browser has the largest share", where a table of countries stands beside that of browsers.
    const bool was_focused = run.hands.focus().has_value();
    if (!was_focused) {
        CO_TRY_DONE(co_await run.hands.look());
        focus_where_named(run, step.slot("question"));
    }
    const auto begun = all_named(run.hands.scene());
    if (!refers_back(step.slot("question")))
        CO_TRY_DONE(co_await choose_what_is_asked_about(run, step.slot("question")));
    auto done = co_await answer_in_some_way(run, step);
    if (!done && done.error().code == ErrorCode::not_doable)
        if (auto names = names_asked_for(step.slot("question")); names.size() == 1) {
            if (names.front().ends_with("'s")) names.front().resize(names.front().size() - 2);
            if (auto fact = fact_about(run.hands.scene(), names.front(), step.slot("question")))
                done = co_await give_answer(run, *std::move(fact));
        }
    // Of a line that tells several things the one that was asked for.
    if (done && run.answer && run.answer->is_string())
        if (auto fact = fact_of_kind(std::string(run.answer->get_string()), step.slot("question"))) {
            run.text = *fact;
            run.answer = Json(*std::move(fact));
        }
    if (!done && done.error().code == ErrorCode::not_doable && !refers_back(step.slot("question"))) {
        std::set<std::string> known;
        for (const auto& node : run.hands.scene().nodes())
            if (node.role == "text") known.insert(collapsed(node.name));
        CO_TRY(const bool is_shown, co_await show_entry_asked_about(run, step.slot("question")));
        const auto wanted =
            wanted_in(field_of_somebody(step.slot("question")).value_or(step.slot("question")));
        const auto value = is_shown && wanted.fields.size() == 1
                               ? value_of_new(run.hands.scene(), wanted.fields.front(), known)
                               : std::nullopt;
        // A list that names others beside it is no answer about the one that was opened.
        if (value)
            done = co_await give_answer(run, *value);
        else if (is_shown && wanted.of.empty())
            done = co_await answer_in_some_way(run, step);
    }
    if (!was_focused) run.hands.focus_on(std::nullopt);
    // "What do three small bottles cost together?": the price of one is no answer.
    if (done && run.answer && run.answer->is_string()) {
        auto told = for_several(run, step.slot("question"));
        if (!told) {
            run.answer.reset();
            co_return told;
        }
    }
    const bool is_text = run.answer && run.answer->is_string();
    const std::string said = is_text ? std::string(run.answer->get_string()) : "";
    const bool is_list = said.contains('\n') && is_yes_or_no(step.slot("question"));
    // What a page is called is no answer to when something is.
    const auto& title = run.hands.scene().snapshot().title;
    const bool is_title = (starts_with_word(lower(step.slot("question")), "when") && said == title) ||
                          (fit("what (does|do|did) {*} do", lower(step.slot("question"))) &&
                           lower(title).contains(lower(said)));
    // The title of a thing may be a question itself.
    const auto asked = step.slot("question");
    const bool is_other =
        !said.ends_with('?') &&
        (!could_answer(asked, said) || stands_apart(run.hands.scene(), asked, said) ||
         tells_other_deed(run.hands.scene(), asked, said) ||
         is_one_moment_of_several(run.hands.scene(), asked, said) ||
         is_head_of_calendar(run.hands.scene(), asked, said) ||
         is_of_other_number(run.hands.scene(), asked, said) ||
         defines_other_term(run.hands.scene(), asked, said) || counts_past(run.hands.scene(), asked, said));
    // The name of a field is not what it holds.
    const bool is_label = std::ranges::any_of(run.hands.scene().nodes(), [&](const view::Node& node) {
        return (node.role == "term" || node.tag == "dt") && collapsed(node.name) == said && !said.empty();
    });
    const auto absent = absent_thing(begun + " " + all_named(run.hands.scene()), step.slot("question"));
    // "How many in 2019", of a page that says nothing of that year.
    const bool is_of_all = starts_with_word(lower(asked), "how many") &&
                           !unsaid_limit(run.hands.scene(), asked).empty() && !refers_back(asked);
    if (done && is_text && (is_list || is_title || is_other || is_label || is_of_all || absent)) {
        run.answer.reset();
        run.text.clear();
        co_return cannot("the page does not tell " + step.slot("question"));
    }
    co_return done;
}

}  // namespace lissom::agent::lite::skills
