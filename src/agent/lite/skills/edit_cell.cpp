#include <algorithm>
#include <optional>

#include "agent/lite/listing.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

struct Wish {
    std::string column, record, value;
};

std::optional<Wish> wish_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(change|set|edit|update|correct) [the] {column} (of|for|in) [the|my] "
          "[row|entry|line|record|item] {record} from {*} to {value}",
          "(change|set|edit|update|correct|put) [the] {column} (of|for|in) [the|my] "
          "[row|entry|line|record|item] {record} "
          "(to|into) [be] {value}",
          "(change|edit|update|correct) [the] {column} (of|for|in) [the|my] [row|entry|line|record|item] "
          "{record} : "
          "[it] [should|must|is] [be|to be] {value}"})
        if (auto slots = fit(pattern, clause))
            return Wish{
                unquoted(slots->at("column")), unquoted(slots->at("record")), unquoted(slots->at("value"))
            };
    return std::nullopt;
}

// The cell where the row of that name and the column meet; -1 where the table has none, or several.
int cell_of(const Scene& scene, const Wish& wish)
{
    int found = -1;
    for (const auto& list : all_listings(scene)) {
        const auto& columns = list.listing.columns;
        std::size_t column = columns.size();
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (similarity(wish.column, columns[c]) > 0.8) column = c;
        if (column == columns.size()) continue;
        for (const int row : list.listing.boxes) {
            const auto cells = scene.children(row);
            const bool is_row = std::ranges::any_of(cells, [&](int cell) {
                return lower(collapsed(scene.text_of(cell))) == lower(wish.record);
            });
            if (!is_row || column >= cells.size()) continue;
            if (found >= 0) return -1;
            found = cells[column];
        }
    }
    return found;
}

// What takes text now, in the cell or over it.
view::Ref editor_at(const Scene& scene, view::Ref cell)
{
    const int at = scene.index_of(cell);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_editable) continue;
        if (at >= 0 && (i == at || scene.is_inside(i, at))) return node.ref;
        if (node.is_focused && node.is_new) return node.ref;
    }
    return 0;
}

// "The March rent": the name of a row and that of a column, one behind the other. Only what the table has can
// part them.
std::optional<Wish> wish_by_table(const Scene& scene, const std::string& clause)
{
    const auto slots = fit("(change|set|edit|update|correct|put) [the] {both} (to|into) {value}", clause);
    if (!slots) return std::nullopt;
    const auto words = split(collapsed(slots->at("both")), " ");
    for (std::size_t at = 1; at < words.size(); ++at) {
        std::string front, back;
        for (std::size_t i = 0; i < words.size(); ++i)
            (i < at ? front : back) += (i == 0 || i == at ? "" : " ") + words[i];
        for (const auto& [record, column] : {std::pair(front, back), std::pair(back, front)}) {
            Wish wish{column, record, unquoted(slots->at("value"))};
            if (cell_of(scene, wish) >= 0) return wish;
        }
    }
    return std::nullopt;
}

}  // namespace

Async<Result<bool>> edit_cell(Run& run, const lite::Step& step)
{
    auto wish = wish_in(step.clause);
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (!wish) wish = wish_by_table(*scene, step.clause);
    if (!wish) co_return false;
    const int index = cell_of(*scene, *wish);
    if (index < 0 || scene->node(index).ref == 0) co_return false;
    const auto cell = scene->node(index).ref;
    auto editor = editor_at(*scene, cell);
    constexpr Millis opening_limit(600);
    const auto is_open = [&](const Scene& now) { return editor_at(now, cell) != 0; };
    if (editor == 0) {
        JsonObject params{{"element", "e" + std::to_string(cell)}, {"count", 2}};
        auto pressed = co_await run.hands.act("click", std::move(params));
        if (!pressed) co_return false;
        CO_TRY(bool came, co_await run.hands.look_until(is_open, opening_limit));
        // A grid takes the keyboard where it does not take the second press.
        if (!came) {
            CO_TRY_DONE(co_await run.hands.key("Enter"));
            CO_TRY(came, co_await run.hands.look_until(is_open, opening_limit));
        }
        if (!came) co_return false;
        editor = editor_at(run.hands.scene(), cell);
    }
    CO_TRY_DONE(co_await run.hands.fill(editor, wish->value));
    CO_TRY_DONE(co_await run.hands.key("Enter", 1, editor));
    CO_TRY(
        const bool is_shown,
        co_await run.hands.look_until(
            [&](const Scene& now) {
                const auto at = cell_of(now, {wish->column, wish->record, wish->value});
                const bool holds_it = now.whole_text().contains(wish->value);
                return holds_it || (at >= 0 && now.text_of(at) == wish->value);
            },
            opening_limit
        )
    );
    if (!is_shown) co_return cannot("the cell did not keep \"" + wish->value + "\"");
    co_return true;
}

}  // namespace lissom::agent::lite::skills
