#include "agent/lite/grid_shape.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/measure.hpp"
#include "agent/lite/query_columns.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

}  // namespace

void make_even(Grid& grid)
{
    std::size_t width = grid.columns.size();
    for (const auto& row : grid.rows) width = std::max(width, row.size());
    grid.columns.resize(width);
    for (auto& row : grid.rows) row.resize(width);
}

void take_heading_row(Grid& grid)
{
    constexpr std::size_t fewest_rows = 3;
    if (grid.rows.size() < fewest_rows) return;
    const auto& first = grid.rows.front();
    const bool is_plain = first.size() >= 2 && std::ranges::all_of(first, [](const GridCell& cell) {
                              return !cell.text.empty() && !has_digit(cell.text) && cell.label.empty();
                          });
    if (!is_plain) return;
    std::size_t figures = 0;
    for (std::size_t c = 0; c < first.size(); ++c) {
        const bool all = std::all_of(grid.rows.begin() + 1, grid.rows.end(), [&](const auto& row) {
            return c >= row.size() || row[c].text.empty() || has_digit(row[c].text);
        });
        figures += all ? 1 : 0;
    }
    if (figures == 0) return;
    for (const auto& cell : first) grid.columns.push_back(cell.text);
    grid.rows.erase(grid.rows.begin());
}

Records records_of(const Grid& grid)
{
    Records records;
    std::set<std::string> names;
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : grid.rows) {
        std::vector<std::string> cells;
        cells.reserve(row.size());
        for (const auto& cell : row) cells.push_back(cell.text);
        rows.push_back(std::move(cells));
    }
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        auto name = grid.columns[c];
        // One label in every row is the column's name.
        const auto& label = grid.rows.front()[c].label;
        const bool is_shared = !label.empty() && std::ranges::all_of(grid.rows, [&](const auto& row) {
            return row[c].label == label;
        });
        if (name.empty() && is_shared) name = label;
        const auto all = [&](const auto& holds) {
            return std::ranges::all_of(rows, [&](const auto& row) { return holds(row[c]); });
        };
        if (name.empty() && all([](const std::string& cell) { return price_in(cell).has_value(); }))
            name = "price";
        if (name.empty() && all([](const std::string& cell) { return day_in(cell).has_value(); }))
            name = "date";
        if (name.empty() && all([](const std::string& cell) { return duration_in(cell).has_value(); }))
            name = "duration";
        if (name.empty() || !names.insert(lower(name)).second) name = "column " + std::to_string(c + 1);
        records.columns.push_back(std::move(name));
    }
    records.rows = std::move(rows);
    // The first column that names its rows: words, and no two alike. One that is called so comes before
    // others.
    const auto names_rows = [&](std::size_t c) {
        std::set<std::string> seen;
        return std::ranges::all_of(records.rows, [&](const auto& row) {
            return !row[c].empty() && seen.insert(row[c]).second &&
                   row[c].find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos &&
                   !tells_when(row[c]) && !price_in(row[c]);
        });
    };
    std::optional<std::size_t> first, called;
    for (std::size_t c = 0; c < records.columns.size(); ++c) {
        if (!names_rows(c)) continue;
        static const std::set<std::string, std::less<>> naming = {"name", "title", "subject"};
        if (!first) first = c;
        if (!called && naming.contains(lower(records.columns[c]))) called = c;
    }
    if (called || first) records.title = called ? *called : *first;
    std::set<std::string> about;
    for (const auto& heading : grid.headings)
        for (auto& word : content_words(heading)) about.insert(std::move(word));
    records.about.assign(about.begin(), about.end());
    return records;
}

}  // namespace lissom::agent::lite
