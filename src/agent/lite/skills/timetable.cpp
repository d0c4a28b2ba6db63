#include <algorithm>
#include <optional>
#include <string>

#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Tables whose cells are places to put something: the hours of a project on a day, an event at an hour.
namespace lissom::agent::lite::skills {

namespace {

bool is_said(std::string_view clause, std::string_view word)
{
    return std::ranges::any_of(words_of(clause), [&](const std::string& each) {
        return each == word || are_synonyms(each, word);
    });
}

// "Wed 9", "Tue": the head of a column that the clause names by its first word.
bool names_column(std::string_view clause, const std::string& head)
{
    const auto words = words_of(head);
    return !words.empty() && words.front().size() > 2 && is_said(clause, words.front());
}

bool names_row(std::string_view clause, const std::string& head)
{
    if (head.empty()) return false;
    if (const auto time = time_in(head)) return time_in(clause) == time;
    return contains_word(clause, head);
}

// The one cell where a row and a column meet that the clause both names; -1.
int cell_meant(const Scene& scene, const std::string& clause)
{
    int found = -1;
    for (const auto& each : all_listings(scene)) {
        const auto& columns = each.listing.columns;
        for (const int row : each.listing.boxes) {
            const auto cells = scene.children(row);
            if (cells.empty() || !names_row(clause, collapsed(scene.text_of(cells.front())))) continue;
            for (std::size_t c = 1; c < columns.size() && c < cells.size(); ++c) {
                if (!names_column(clause, columns[c])) continue;
                if (found >= 0 && found != cells[c]) return -1;
                found = cells[c];
            }
        }
    }
    return found;
}

// "7.5 hours", "3 h": the number that is neither the hour of the day nor the day of the month.
std::string amount_in(const std::string& clause)
{
    const auto slots =
        fit("{!verb} {#amount} [hours|hour|h|minutes|units|pieces] (for|on|in|of|to) {*}", clause);
    return slots && number_in(slots->at("amount")) && !time_in(slots->at("amount")) ? slots->at("amount")
                                                                                    : "";
}

std::string title_in(const std::string& clause)
{
    if (const auto quotes = quoted_texts(clause); quotes.size() == 1) return quotes.front();
    if (const auto slots = fit("{*} (called|named|titled) {title} (on|into|in|to|for|at) {*}", clause))
        return slots->at("title");
    return "";
}

Async<Result<bool>> fill_cell(Run& run, view::Ref field, std::string amount)
{
    if (amount.empty()) co_return false;
    CO_TRY_DONE(co_await put(run, field, amount));
    co_return true;
}

// Presses the free place and writes what is to be there into the form that comes up.
Async<Result<bool>> make_entry(Run& run, view::Ref cell, std::string title)
{
    if (title.empty()) co_return false;
    const auto count = open_fields(run.hands.scene()).size();
    CO_TRY_DONE(co_await run.hands.press(cell));
    constexpr Millis form_limit(1'500);
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return open_fields(now).size() > count; }, form_limit
        )
    );
    if (!came) co_return cannot("no form came up where that was to be put");
    const auto& scene = run.hands.scene();
    for (const auto& field : form_fields(scene)) {
        if (field.type != "text" || !field.is_empty) continue;
        CO_TRY_DONE(co_await put(run, field.ref, title));
        CO_TRY_DONE(co_await submit(run, "save"));
        if (run.has_open_form) CO_TRY_DONE(co_await run.hands.key("Enter", 1, field.ref));
        run.has_open_form = false;
        co_return true;
    }
    co_return cannot("the form that came up takes no \"" + title + "\"");
}

}  // namespace

Async<Result<bool>> fill_timetable(Run& run, const lite::Step& step)
{
    if (!fit("(enter|log|put|add|record|write|set|type|book|create|schedule|make|plan) {*}", step.clause))
        co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int cell = cell_meant(*scene, step.clause);
    if (cell < 0) co_return false;
    for (int i = cell; i < scene->end_of(cell); ++i)
        if (scene->node(i).ref != 0 && scene->node(i).is_editable)
            co_return co_await fill_cell(run, scene->node(i).ref, amount_in(step.clause));
    if (!scene->text_of(cell).empty() || scene->node(cell).ref == 0) co_return false;
    co_return co_await make_entry(run, scene->node(cell).ref, title_in(step.clause));
}

}  // namespace lissom::agent::lite::skills
