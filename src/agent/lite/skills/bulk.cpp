#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/called.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/paging.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Several rows of a list at once: each is marked by its box, then a tool outside of the rows does it to them.
namespace lissom::agent::lite::skills {

namespace {

struct Wish {
    std::vector<std::string> tools;  // what the tool may be called; empty: they are to be marked only
    std::string which;
};

std::optional<Wish> wish_in(const lite::Step& step)
{
    const auto clause = without_tail_words(step.clause, {"."});
    if (const auto slots = fit("(mark|flag|set) {which} as {state}", clause))
        return Wish{{"mark as " + slots->at("state"), slots->at("state")}, slots->at("which")};
    if (const auto slots =
            fit("(select|mark|tick|check) {which} (in|of|from) [the] (table|list|grid|overview)", clause))
        return Wish{{}, slots->at("which")};
    if (const auto slots =
            fit("(select|mark|tick|check) [the] (rows|lines|entries|boxes of) {which}", clause))
        return Wish{{}, slots->at("which")};
    if (const auto slots = fit("(select|mark|tick|check) {which}", clause))
        return Wish{{}, slots->at("which")};
    if (const auto slots = fit("{!verb} {which}", clause))
        return Wish{{lower(slots->at("verb"))}, slots->at("which")};
    return std::nullopt;
}

// The rows of the list that can be marked.
struct Row {
    view::Ref mark = 0;
    std::string text;
    int box = -1;  // as long as nobody looks again
};
std::vector<Row> rows_of(const Scene& scene)
{
    std::vector<Row> rows;
    const auto listing = listing_for(scene, "records");
    if (!listing) return rows;
    for (const int box : listing->boxes)
        if (const auto mark = mark_of(scene, box); mark != 0) rows.push_back({mark, scene.text_of(box), box});
    return rows;
}

// A word for the records as such, by the page's title, headings and the heads of its columns.
bool is_noun_of_page(const Scene& scene, const std::string& word)
{
    if (is_any_record(word) || is_any_record(word.substr(0, word.size() - 1)) || word == "everything" ||
        word == "everyone" || word == "everybody")
        return true;
    const auto says = [&](std::string_view text) {
        return std::ranges::any_of(words_of(text), [&](const std::string& each) {
            return are_kin(each, word);
        });
    };
    if (says(scene.snapshot().title)) return true;
    return std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        return (node.role == "heading" || node.role == "columnheader") && says(node.name);
    });
}

// "The parcels A and B": each name of the list in a row of its own; empty where one is in none. Of two
// numbers one of which is a row's the other is meant to be one, too.
Result<std::vector<view::Ref>>
rows_named(const Scene& scene, const std::vector<Row>& rows, const std::string& which)
{
    std::vector<view::Ref> marks;
    std::vector<int> boxes;
    for (const auto& row : rows) boxes.push_back(row.box);
    for (auto item : list_items(without_prefix_words(which, {"the", "both"}))) {
        const auto row_of = [&](const std::string& name) {
            return std::ranges::find(rows, box_called(scene, boxes, name), &Row::box);
        };
        auto row = row_of(item);
        // What they are stands before the first of the names.
        while (row == rows.end() && item.contains(' ') &&
               is_noun_of_page(scene, lower(item.substr(0, item.find(' '))))) {
            item = trimmed(item.substr(item.find(' ') + 1));
            row = row_of(item);
        }
        if (row == rows.end() && !marks.empty() && is_plain_number(item))
            return cannot("there is no \"" + item + "\" in the list");
        if (row == rows.end()) return std::vector<view::Ref>();
        marks.push_back(row->mark);
    }
    return marks;
}

// "Every parcel going to Turku": those whose row says what is said of them; empty where a word of it is said
// by no row.
std::vector<view::Ref> rows_like(const Scene& scene, const std::vector<Row>& rows, const std::string& what)
{
    std::vector<std::string> telling;
    for (auto& word : words_of(what)) {
        static const std::vector<std::string> leading = {
            "going", "from", "to", "with", "that", "are", "is", "of", "in"
        };
        if (is_idle_word(word) || is_noun_of_page(scene, word) ||
            std::ranges::find(leading, word) != leading.end())
            continue;
        telling.push_back(std::move(word));
    }
    std::vector<view::Ref> marks;
    for (const auto& row : rows)
        if (std::ranges::all_of(telling, [&](const std::string& word) {
                return contains_word(row.text, word);
            }))
            marks.push_back(row.mark);
    return marks;
}

int first_row(const Scene& scene)
{
    const auto listing = listing_for(scene, "records");
    return listing && !listing->boxes.empty() ? listing->boxes.front() : -1;
}

bool is_ticked(const Scene& scene)
{
    for (const auto& row : rows_of(scene))
        if (const auto* node = scene.snapshot().find(row.mark);
            node != nullptr && node->checked == view::Tristate::on)
            return true;
    return false;
}

// Those meant by a condition with numbers: asked of the list as a table.
Async<Result<std::vector<view::Ref>>> rows_by_question(Run& run, std::string what)
{
    std::vector<view::Ref> marks;
    CO_TRY(const auto asked, co_await ask_records(run, "list the names of all " + what + " as json"));
    const auto* names = asked ? asked->if_array() : nullptr;
    if (names == nullptr) co_return marks;
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (const auto& row : rows_of(*scene))
        for (const auto& name : *names)
            if (name.is_string() && contains_word(row.text, std::string(name.get_string()))) {
                marks.push_back(row.mark);
                break;
            }
    if (marks.size() != names->size()) marks.clear();
    co_return marks;
}

Async<Result<std::vector<view::Ref>>> rows_meant(Run& run, std::string which)
{
    const auto& scene = run.hands.scene();
    const auto rows = rows_of(scene);
    if (const auto slots =
            fit("(all|every|each|everything|everyone|everybody) [of] [the|my] [{what}] "
                "(except|but|besides|except for|other than|apart from) [for] {those}",
                which)) {
        CO_TRY(const auto kept, rows_named(scene, rows, slots->at("those")));
        if (kept.empty()) co_return cannot("there is no \"" + slots->at("those") + "\" in the list");
        auto marks = slots->contains("what") ? rows_like(scene, rows, slots->at("what"))
                                             : rows_like(scene, rows, "entries");
        std::erase_if(marks, [&](view::Ref mark) { return std::ranges::find(kept, mark) != kept.end(); });
        co_return marks;
    }
    if (const auto slots = fit("(all|every|each|everything) [of] [the|my] [{what}]", which)) {
        const auto what = slots->contains("what") ? slots->at("what") : std::string("entries");
        const bool compares = fit("{*} (than|over|under|above|below|least|most) {*}", what).has_value();
        if (!compares) co_return rows_like(scene, rows, what);
        const auto condition = fit("with {rest}", what);
        co_return co_await rows_by_question(run, condition ? "entries with " + condition->at("rest") : what);
    }
    if (list_items(which).size() > 1) co_return rows_named(scene, rows, which);
    co_return std::vector<view::Ref>();
}

// One after the other; a list that is drawn anew after each has other boxes by then, in rows that say the
// same.
Async<Done> tick_rows(Run& run, std::vector<view::Ref> marks, bool wanted)
{
    const auto rows = rows_of(run.hands.scene());
    for (const auto mark : marks) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        auto now = mark;
        const auto was = std::ranges::find(rows, mark, &Row::mark);
        if (scene->index_of(mark) < 0 && was != rows.end())
            for (const auto& row : rows_of(*scene))
                if (row.text == was->text) now = row.mark;
        CO_TRY_DONE(co_await tick(run, now, wanted));
    }
    co_return Done();
}

}  // namespace

Async<Result<bool>> act_on_rows(Run& run, const lite::Step& step)
{
    const auto wish = wish_in(step);
    if (!wish) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    constexpr std::size_t fewest = 2;
    if (rows_of(*scene).size() < fewest) co_return false;
    const bool is_of_marked = refers_back(wish->which) && is_ticked(*scene);
    std::vector<view::Ref> marks, unmarked;
    if (!is_of_marked) {
        CO_TRY_DONE(co_await draw_rows(run));
        CO_TRY(marks, co_await rows_meant(run, wish->which));
        if (marks.empty()) co_return false;
    }
    unmarked = marks;
    CO_TRY_DONE(co_await tick_rows(run, std::move(marks), true));
    CO_TRY(scene, co_await run.hands.look());
    run.has_open_form = false;
    if (wish->tools.empty()) co_return true;
    view::Ref tool = 0;
    for (const auto& name : wish->tools)
        if (tool == 0) tool = tool_for_marked(*scene, name, first_row(*scene));
    if (tool == 0) {
        CO_TRY_DONE(co_await tick_rows(run, std::move(unmarked), false));
        co_return false;
    }
    CO_TRY_DONE(co_await run.hands.press(tool));
    CO_TRY_DONE(co_await confirm_deed(run, wish->tools.front()));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
