#include "agent/lite/skills/ask.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "agent/lite/gathering.hpp"
#include "agent/lite/grids.hpp"
#include "agent/lite/inquiry.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/paraphrase.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/ask_schema.hpp"
#include "agent/lite/skills/paging.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr int max_pages = 12;  // of a list that is read to its end

struct Asked {
    Records records;
    Reply reply;
};

std::string plain(std::string question)
{
    while (!question.empty() && std::string_view("?. ").contains(question.back())) question.pop_back();
    return question;
}

// This page only: "the first ticket there", "on this page".
bool is_of_this_page(std::string_view question)
{
    const auto small = lower(question);
    for (const std::string_view none : {"are there", "is there", "were there"})
        if (small.ends_with(none)) return false;
    for (const std::string_view place : {"there", "on this page", "on that page", "on the page", "shown"})
        if (lower(question).ends_with(place)) return true;
    return false;
}

bool counts_a_column(const Records& records, const std::string& question)
{
    const auto slots = fit("how many {!what} (are|is) there [{*}]", question);
    if (!slots) return false;
    const auto what = lower(slots->at("what"));
    const auto is_kin = [&](const std::string& text) {
        return std::ranges::any_of(words_of(text), [&](const std::string& word) {
            return are_kin(word, what);
        });
    };
    return std::ranges::any_of(records.columns, is_kin) && std::ranges::none_of(records.about, is_kin);
}

// "How many games were played" of standings with a column of games behind: each row is a team.
bool counts_no_rows(const Records& records, const Reply& reply, const std::string& question)
{
    if (reply.reckoning != Reckoning::count || reply.rows.size() != records.rows.size()) return false;
    const auto noun = inquiry_in(question).noun;
    const auto is_kin = [&](const std::string& text) {
        return std::ranges::any_of(words_of(text), [&](const std::string& word) {
            return are_kin(word, noun);
        });
    };
    return std::ranges::any_of(records.columns, is_kin) && !is_kin(records.columns[records.title]) &&
           std::ranges::none_of(records.about, is_kin);
}

// "How many replies are there to 'Slugs'", of a list one row of which is called Slugs: that is what they are
// of, and none of them.
bool counts_what_is_named(const Records& records, const Reply& reply, const std::string& question)
{
    if (reply.reckoning != Reckoning::count || reply.rows.size() != 1) return false;
    const auto title = lower(collapsed(records.rows[reply.rows.front()][records.title]));
    return std::ranges::any_of(quoted_texts(question), [&](const std::string& quote) {
        return lower(collapsed(quote)) == title;
    });
}

// The part of the page that scrolls and holds the list; 0: the page itself.
view::Ref scroller_of(const Scene& scene)
{
    const auto listing = listing_for(scene, "records");
    if (!listing || listing->boxes.empty()) return 0;
    for (int up = scene.parent(listing->boxes.front()); up >= 0; up = scene.parent(up))
        if (scene.node(up).can_scroll && scene.node(up).tag != "html" && scene.node(up).tag != "body")
            return scene.node(up).ref;
    return 0;
}

// Some lists draw only the rows in view, others bring more when their end comes into view: both are read to
// their end by scrolling. A list that is all there costs one look.
Async<Done> add_by_scrolling(Run& run, Records& records)
{
    constexpr int most_scrolls = 60;
    constexpr Millis coming_limit(500);  // more of it, from a server
    const auto box = scroller_of(run.hands.scene());
    const auto& scroll = run.hands.scene().snapshot().scroll;
    if (box == 0 && scroll.height < scroll.viewport * 1.2) co_return Done();
    for (int i = 0; i < most_scrolls; ++i) {
        JsonObject params{{"direction", box == 0 ? "bottom" : "down"}};
        if (box != 0) params["element"] = "e" + std::to_string(box);
        const auto before = run.hands.scene().content_text();
        CO_TRY(const auto effect, co_await run.hands.act("scroll", std::move(params)));
        CO_TRY(
            const bool has_more,
            co_await run.hands.look_until(
                [&](const Scene& now) { return now.content_text() != before; }, coming_limit
            )
        );
        if (!has_more || !effect.has_changed) break;
        const auto rows = records.rows.size();
        if (!add_records(run.hands.scene(), records) || records.rows.size() == rows) break;
    }
    co_return Done();
}

Async<Result<std::optional<Asked>>> ask_all(Run& run, std::string question)
{
    question = plain(std::move(question));
    CO_TRY_DONE(co_await run.hands.look());
    CO_TRY_DONE(co_await draw_rows(run));
    const auto* scene = &run.hands.scene();
    auto records = records_on(*scene);
    if (!records) co_return std::nullopt;
    const auto otherwise = asked_otherwise(question);
    const bool is_about_them =
        is_about(*records, question) || is_about(*records, plain_question(question)) ||
        std::ranges::any_of(otherwise, [&](const std::string& form) { return is_about(*records, form); });
    if (!is_about_them) co_return std::nullopt;
    bool is_one_page = is_of_this_page(question);
    for (const std::string_view first :
         {" on the first page", " on this page", " on page 1", " on that page"})
        if (const auto at = lower(question).find(first); at != std::string::npos) {
            question.erase(at, first.size());
            is_one_page = true;
        }
    // How many there are is not told by the pages from here on.
    const bool counts = starts_with_word(lower(question), "how many");
    const bool is_page_told = std::ranges::any_of(run.steps, [](const lite::Step& each) {
        return contains_word(each.clause, "page");
    });
    // "How many customers" of a list of orders with a column for the customer: its rows are not what is
    // counted.
    if (counts && counts_a_column(*records, question)) co_return std::nullopt;
    const bool begins_behind = run.has_turned && !is_page_told;
    if ((counts || begins_behind) && !is_one_page && !is_page_told) {
        run.has_turned = false;
        CO_TRY(const bool turned, co_await to_first_page(run));
        auto first = turned ? records_on(run.hands.scene()) : std::nullopt;
        if (turned && !first) co_return std::nullopt;
        if (first) records = std::move(first);
    }
    const auto start = run.hands.page().url();
    int turns = 0;
    for (int page = 1; page < max_pages && !is_one_page; ++page) {
        CO_TRY(const bool turned, co_await turn_page(run));
        turns += turned ? 1 : 0;
        if (!turned || !add_records(run.hands.scene(), *records)) break;
    }
    if (turns == 0 && !is_one_page) CO_TRY_DONE(co_await add_by_scrolling(run, *records));
    std::optional<Reply> reply;
    for (const auto& form : otherwise)
        if (!reply) reply = ask(*records, form);
    if (!reply) reply = ask(*records, question);
    // "Who wrote X" is the author of X.
    if (!reply) reply = ask(*records, plain_question(question));
    if (reply && counts_no_rows(*records, *reply, question)) reply = std::nullopt;
    if (!reply) {
        // Whoever tries next begins where this began.
        CO_TRY_DONE(co_await turn_back(run, start, turns));
        co_return std::nullopt;
    }
    // The next question is about the whole list, too.
    run.has_turned = turns > 0;
    co_return Asked{*std::move(records), *std::move(reply)};
}

std::string key_of(std::string_view column)
{
    std::string key;
    for (const auto& word : words_of(column)) key += (key.empty() ? "" : "_") + word;
    return key;
}

// What is told of one record: the columns that were asked for, or what it is called.
Json told(const Asked& asked, std::size_t row, bool all_columns)
{
    const auto& cells = asked.records.rows[row];
    auto columns = asked.reply.columns;
    if (columns.empty() && !all_columns) return Json(cells[asked.records.title]);
    if (columns.size() == 1 && !all_columns) return Json(cells[columns.front()]);
    // Several told of each of many: its name first, or nobody knows whose they are.
    if (all_columns && columns.empty())
        for (std::size_t c = 0; c < asked.records.columns.size(); ++c) columns.push_back(c);
    if (std::ranges::find(columns, asked.records.title) == columns.end())
        columns.insert(columns.begin(), asked.records.title);
    JsonObject record;
    for (const auto c : columns) record[key_of(asked.records.columns[c])] = cells[c];
    return record;
}

Json told_of(const Asked& asked)
{
    const auto& reply = asked.reply;
    if (reply.reckoning != Reckoning::records) return Json(number_text(reply.number));
    if (!reply.is_list && reply.rows.size() == 1) {
        auto one = told(asked, reply.rows.front(), reply.wants_json);
        return reply.wants_json ? one : Json(in_words(one));
    }
    JsonArray all;
    const bool as_objects = reply.wants_json && reply.columns.empty();
    for (const auto row : reply.rows) all.push_back(told(asked, row, as_objects));
    if (reply.wants_json) return Json(std::move(all));
    return Json(all.size() == 1 ? in_words(all.front()) : in_words(Json(std::move(all))));
}

// "How many locks does the museum own": every row was counted, and no word of the question is about one.
bool is_count_of_nothing(const Asked& asked, const std::string& question)
{
    const auto whose = fit("how many {what} (does|do|did) [the|this|that] {!who} {!verb}", question);
    static const std::set<std::string, std::less<>> holding = {
        "have", "contain", "list", "show", "include", "offer", "get", "see"
    };
    return whose && asked.reply.reckoning == Reckoning::count &&
           asked.reply.rows.size() == asked.records.rows.size() &&
           !holding.contains(lower(whose->at("verb")));
}

void remember(Run& run, const Asked& asked)
{
    run.found.clear();
    if (asked.reply.rows.size() != 1) return;
    const auto& cells = asked.records.rows[asked.reply.rows.front()];
    for (std::size_t c = 0; c < cells.size(); ++c) run.found.emplace_back(asked.records.columns[c], cells[c]);
    run.found_title = cells[asked.records.title];
}

// "How many services are operational" where no word of the page is for services: the rows are meant.
std::string with_rows_named(const Scene& scene, const std::string& question)
{
    const auto asked = inquiry_in(question);
    if (asked.noun.empty() || asked.kind == Kind::moment) return question;
    // What somebody has so many of is no row.
    if (fit("how many {!what} (does|do|did|has|have) {*}", question)) return question;
    for (const auto& word : words_of(scene.whole_text() + " " + scene.snapshot().title))
        if (are_alike_words(word, asked.noun)) return question;
    auto named = question;
    const auto at = lower(named).find(" " + asked.noun);
    if (at != std::string::npos) named.replace(at + 1, asked.noun.size(), "records");
    return named;
}

// The same of whatever else the page shows in rows: one of them has to answer, and no other otherwise.
std::optional<Asked> ask_grids(const Scene& scene, const std::string& question)
{
    const auto named = with_rows_named(scene, plain(question));
    const bool is_guess = named != plain(question);
    constexpr std::size_t fewest_rows = 3;  // two paragraphs are no list of things nobody names
    std::optional<Asked> found;
    for (const auto& grid : grids_on(scene)) {
        auto records = records_of(grid);
        if (is_guess && records.rows.size() < fewest_rows) continue;
        auto reply = ask(records, named);
        if (!reply) reply = ask(records, plain_question(named));
        for (const auto& form : asked_otherwise(named))
            if (!reply) reply = ask(records, form);
        if (!reply || counts_no_rows(records, *reply, named)) continue;
        // What a row is called is neither a moment nor an amount.
        const auto kind = inquiry_in(named).kind;
        const bool asks_figure = kind == Kind::moment || kind == Kind::amount || kind == Kind::span;
        if (asks_figure && reply->reckoning == Reckoning::records && reply->columns.empty()) continue;
        // One figure is no sum.
        const bool is_sum = reply->reckoning == Reckoning::sum || reply->reckoning == Reckoning::average;
        if (is_sum && reply->rows.size() < 2) continue;
        // All the rows, and nothing but a word from above them: nobody asked for these.
        const bool is_all = reply->rows.size() == records.rows.size() && reply->columns.empty();
        // "How many starters are there": the heading right above names the rows.
        const bool is_headed =
            reply->reckoning == Reckoning::count && is_all && !grid.headings.empty() &&
            inquiry_in(named).words.size() == 1 && words_of(grid.headings.front()).size() == 1 &&
            are_alike_words(words_of(grid.headings.front()).front(), inquiry_in(named).noun);
        if (is_all && !is_headed) continue;
        // What a row is called was counted, not rows.
        const bool is_own_name =
            reply->reckoning == Reckoning::count && reply->rows.size() == 1 && !is_all &&
            similarity(records.rows[reply->rows.front()][records.title], inquiry_in(named).noun) > 0.8;
        if (is_own_name) continue;
        Asked asked{std::move(records), *std::move(reply)};
        if (found && dump(told_of(*found)) != dump(told_of(asked))) return std::nullopt;
        if (!found) found = std::move(asked);
    }
    return found;
}

// What the list of the page answers, or whatever else it shows in rows.
Async<Result<std::optional<Asked>>> ask_any(Run& run, std::string question)
{
    CO_TRY(auto asked, co_await ask_all(run, question));
    if (asked && is_count_of_nothing(*asked, question)) asked = std::nullopt;
    if (!asked && next_page(run.hands.scene()) == 0) asked = ask_grids(run.hands.scene(), question);
    if (asked && counts_what_is_named(asked->records, asked->reply, question)) asked = std::nullopt;
    co_return asked;
}

}  // namespace

Async<Result<std::optional<Json>>> ask_records(Run& run, std::string question)
{
    CO_TRY(const auto asked, co_await ask_any(run, std::move(question)));
    if (!asked) co_return std::nullopt;
    if (asked->reply.reckoning == Reckoning::records) remember(run, *asked);
    co_return told_of(*asked);
}

Async<Result<std::optional<Json>>> ask_records_as(Run& run, std::string question, const Json& schema)
{
    CO_TRY(const auto asked, co_await ask_any(run, std::move(question)));
    if (!asked) co_return std::nullopt;
    auto value = shaped(schema, asked->records, asked->reply);
    if (!value || !extract::validate(schema, *value)) co_return std::nullopt;
    co_return value;
}

std::optional<std::string> of_found(const Run& run, std::string_view question)
{
    if (run.found.empty()) return std::nullopt;
    const auto slots =
        fit("[what is|tell me|give me|return|what's] (its|their|his|her|the) {field} [of it|there]",
            plain(std::string(question)));
    if (!slots) return std::nullopt;
    const auto& field = slots->at("field");
    std::optional<std::string> found;
    double top = 0.7;
    for (const auto& [column, value] : run.found) {
        const double score = similarity(field, column);
        if (score > top) top = score, found = value;
    }
    if (!found && (lower(field) == "name" || lower(field) == "title")) found = run.found_title;
    return found;
}

}  // namespace lissom::agent::lite::skills
