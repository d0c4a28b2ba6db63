#include "agent/lite/skills/ask.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "agent/lite/gathering.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/paraphrase.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/questions.hpp"
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
    CO_TRY(const auto* scene, co_await run.hands.look());
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

void remember(Run& run, const Asked& asked)
{
    run.found.clear();
    if (asked.reply.rows.size() != 1) return;
    const auto& cells = asked.records.rows[asked.reply.rows.front()];
    for (std::size_t c = 0; c < cells.size(); ++c) run.found.emplace_back(asked.records.columns[c], cells[c]);
    run.found_title = cells[asked.records.title];
}

// -- by a schema
// ----------------------------------------------------------------------------------------------------------

const Json* member(const Json& schema, std::string_view name)
{
    const auto* object = schema.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

bool has_type(const Json& schema, std::string_view type)
{
    const auto* said = member(schema, "type");
    if (said == nullptr) return false;
    if (said->is_string()) return said->get_string() == type;
    const auto* several = said->if_array();
    return several != nullptr && std::ranges::any_of(*several, [&](const Json& each) {
               return each.is_string() && each.get_string() == type;
           });
}

std::optional<std::size_t> column_for(const Records& records, std::string_view key, const Json& property)
{
    std::optional<std::size_t> found;
    double top = 0.7;
    const auto consider = [&](std::string_view name) {
        for (std::size_t c = 0; c < records.columns.size(); ++c) {
            const double score = similarity(name, records.columns[c]);
            if (score > top) top = score, found = c;
            // "price" of "Price per night"
            const auto words = words_of(records.columns[c]);
            const bool is_part = words_of(name).size() == 1 && !words.empty() && words.front() == lower(name);
            if (is_part && top < 0.75) top = 0.75, found = c;
        }
    };
    consider(key);
    if (const auto* text = member(property, "description"); !found && text != nullptr && text->is_string())
        consider(std::string(text->get_string()));
    if (found) return found;
    const auto last = words_of(key);
    for (const std::string_view word : {"name", "title", "headline", "subject"})
        if (!last.empty() && last.back() == word) return records.title;
    return std::nullopt;
}

std::optional<Json> typed(const Json& property, const std::string& cell)
{
    if (has_type(property, "string")) return Json(cell);
    if (const bool whole = has_type(property, "integer"); whole || has_type(property, "number")) {
        const auto price = price_in(cell);
        auto number = price ? price : quantity_in(cell);
        if (date_in(cell)) number = std::nullopt;
        if (!number) return std::nullopt;
        // As it is written: sums of decimals are not quite what they say.
        const bool is_plain = price || number_in(cell) == number;
        const auto written = number_as_written(cell);
        if (is_plain && !written.empty() && written.find_first_not_of("0123456789.-") == std::string::npos)
            number = std::strtod(written.c_str(), nullptr);
        if (*number == static_cast<double>(static_cast<std::int64_t>(*number)))
            return Json(static_cast<std::int64_t>(*number));
        if (whole) return std::nullopt;
        return Json(*number);
    }
    if (member(property, "type") == nullptr) return Json(cell);
    return std::nullopt;
}

std::optional<Json>
record_by(const Json& schema, const Records& records, const std::vector<std::string>& cells)
{
    if (has_type(schema, "string")) return Json(cells[records.title]);
    const auto* properties = member(schema, "properties");
    if (properties == nullptr || !properties->is_object()) return std::nullopt;
    JsonObject record;
    for (const auto& [key, property] : properties->get_object()) {
        const auto column = column_for(records, key, property);
        if (!column) continue;
        if (auto value = typed(property, cells[*column])) record[key] = *std::move(value);
    }
    return record;
}

std::optional<Json> list_by(const Json& schema, const Asked& asked, std::string_view name = "")
{
    const auto* items = member(schema, "items");
    if (items == nullptr) return std::nullopt;
    JsonArray list;
    // A plain list holds what was asked for, or what its name says.
    auto column = asked.reply.columns.size() == 1 ? std::optional(asked.reply.columns.front()) : std::nullopt;
    if (!column && !name.empty()) column = column_for(asked.records, name, schema);
    for (const auto row : asked.reply.rows) {
        if (column && member(*items, "properties") == nullptr) {
            auto value = typed(*items, asked.records.rows[row][*column]);
            if (!value) return std::nullopt;
            list.push_back(*std::move(value));
            continue;
        }
        auto record = record_by(*items, asked.records, asked.records.rows[row]);
        if (!record) return std::nullopt;
        list.push_back(*std::move(record));
    }
    return list;
}

std::optional<Json> shaped(const Json& schema, const Asked& asked)
{
    const auto& reply = asked.reply;
    if (reply.reckoning != Reckoning::records) {
        Json number = std::floor(reply.number) == reply.number ? Json(static_cast<std::int64_t>(reply.number))
                                                               : Json(reply.number);
        if (has_type(schema, "integer") || has_type(schema, "number")) return number;
        const auto* properties = member(schema, "properties");
        if (properties == nullptr || !properties->is_object() || properties->get_object().size() != 1)
            return std::nullopt;
        return JsonObject{{properties->get_object().begin()->key(), number}};
    }
    if (has_type(schema, "array")) return list_by(schema, asked);
    const auto* properties = member(schema, "properties");
    if (properties == nullptr || !properties->is_object()) return std::nullopt;
    // An object around one list.
    if (properties->get_object().size() == 1 &&
        has_type(properties->get_object().begin()->value(), "array")) {
        const auto& only = *properties->get_object().begin();
        auto list = list_by(only.value(), asked, only.key());
        if (!list) return std::nullopt;
        return JsonObject{{properties->get_object().begin()->key(), *std::move(list)}};
    }
    if (reply.rows.size() != 1) return std::nullopt;
    return record_by(schema, asked.records, asked.records.rows[reply.rows.front()]);
}

}  // namespace

Async<Result<std::optional<Json>>> ask_records(Run& run, std::string question)
{
    CO_TRY(const auto asked, co_await ask_all(run, std::move(question)));
    if (!asked) co_return std::nullopt;
    const auto& reply = asked->reply;
    if (reply.reckoning != Reckoning::records) co_return Json(number_text(reply.number));
    remember(run, *asked);
    if (!reply.is_list && reply.rows.size() == 1) {
        auto one = told(*asked, reply.rows.front(), reply.wants_json);
        if (!reply.wants_json) co_return Json(in_words(one));
        co_return one;
    }
    JsonArray all;
    const bool as_objects = reply.wants_json && reply.columns.empty();
    for (const auto row : reply.rows) all.push_back(told(*asked, row, as_objects));
    if (reply.wants_json) co_return Json(std::move(all));
    co_return Json(all.size() == 1 ? in_words(all.front()) : in_words(Json(std::move(all))));
}

Async<Result<std::optional<Json>>> ask_records_as(Run& run, std::string question, const Json& schema)
{
    CO_TRY(const auto asked, co_await ask_all(run, std::move(question)));
    if (!asked) co_return std::nullopt;
    auto value = shaped(schema, *asked);
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
