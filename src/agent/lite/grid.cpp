#include "agent/lite/grid.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

constexpr double smallest_cell = 8;  // pixels

Grid table_cells(const Scene& scene)
{
    Grid best;
    for (int table = 0; table < scene.size(); ++table) {
        if (scene.node(table).tag != "table" && scene.node(table).role != "grid") continue;
        Grid rows;
        for (int i = table; i < scene.end_of(table); ++i) {
            if (scene.node(i).role != "row") continue;
            std::vector<int> cells;
            for (const int cell : scene.children(i))
                if (scene.node(cell).role != "columnheader" && scene.node(cell).tag != "th")
                    cells.push_back(cell);
            if (!cells.empty()) rows.push_back(std::move(cells));
        }
        if (rows.size() > best.size()) best = std::move(rows);
    }
    return best.size() >= 2 ? best : Grid{};
}

// Boxes of one size as rows, if each row has as many of them.
Grid in_rows(const Scene& scene, std::vector<int> boxes)
{
    Grid rows;
    std::ranges::sort(boxes, [&](int a, int b) {
        const auto& x = scene.node(a).rect;
        const auto& y = scene.node(b).rect;
        return std::abs(x.y - y.y) > x.height / 2 ? x.y < y.y : x.x < y.x;
    });
    for (const int box : boxes) {
        const auto& rect = scene.node(box).rect;
        const bool is_new_row =
            rows.empty() || rect.y - scene.node(rows.back().front()).rect.y > rect.height / 2;
        if (is_new_row) rows.emplace_back();
        rows.back().push_back(box);
    }
    const bool is_even =
        rows.size() >= 2 && rows.front().size() >= 2 &&
        std::ranges::all_of(rows, [&](const auto& row) { return row.size() == rows.front().size(); });
    return is_even ? rows : Grid{};
}

Grid drawn_boxes(const Scene& scene)
{
    std::map<std::string, std::vector<int>> by_size;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.rect.width < smallest_cell || node.rect.height < smallest_cell) continue;
        const auto size = node.tag + "|" + std::to_string(std::lround(node.rect.width / 2)) + "|" +
                          std::to_string(std::lround(node.rect.height / 2));
        auto& all = by_size[size];
        if (all.empty() || !scene.is_inside(i, all.back())) all.push_back(i);
    }
    Grid best;
    for (auto& [size, boxes] : by_size) {
        auto rows = in_rows(scene, std::move(boxes));
        if (!rows.empty() &&
            (best.empty() || rows.size() * rows.front().size() > best.size() * best.front().size()))
            best = std::move(rows);
    }
    return best;
}

std::optional<int> counted(const std::string& word)
{
    if (const auto number = ordinal(word)) return number;
    return number_word(word);
}

bool speaks_of_cells(std::string_view phrase)
{
    for (const std::string_view noun :
         {"cell", "square", "box", "tile", "grid", "corner", "table", "field", "button"})
        if (contains_word(phrase, noun)) return true;
    return false;
}

int at(const Grid& grid, int row, int column)
{
    const int rows = static_cast<int>(grid.size());
    if (row < 0) row += rows + 1;
    if (row < 1 || row > rows) return -1;
    const auto& cells = grid[static_cast<std::size_t>(row) - 1];
    if (column < 0) column += static_cast<int>(cells.size()) + 1;
    if (column < 1 || column > static_cast<int>(cells.size())) return -1;
    return cells[static_cast<std::size_t>(column) - 1];
}

}  // namespace

Grid grid_of(const Scene& scene)
{
    auto cells = table_cells(scene);
    return cells.empty() ? drawn_boxes(scene) : cells;
}

std::vector<int> grid_line(const Scene& scene, std::string_view phrase)
{
    const auto said = "x " + std::string(phrase) + " x";
    std::optional<int> row, column;
    for (const std::string_view pattern :
         {"{*} (in|of|on) [the] row [number] {!row} {*}", "{*} (in|of|on) [the] {!row} row {*}"})
        if (const auto slots = fit(pattern, said); slots && !row) row = counted(lower(slots->at("row")));
    for (const std::string_view pattern :
         {"{*} (in|of|on) [the] column [number] {!column} {*}", "{*} (in|of|on) [the] {!column} column {*}"})
        if (const auto slots = fit(pattern, said); slots && !column)
            column = counted(lower(slots->at("column")));
    if (row.has_value() == column.has_value()) return {};
    const auto grid = grid_of(scene);
    const int rows = static_cast<int>(grid.size());
    const int columns = grid.empty() ? 0 : static_cast<int>(grid.front().size());
    std::vector<int> line;
    for (int i = 1; i <= (row ? columns : rows); ++i) {
        const int cell = row ? at(grid, *row, i) : at(grid, i, *column);
        if (cell < 0) return {};
        // What stands for the cell: itself, or the one thing in it.
        int thing = -1;
        for (int inside = cell; inside < scene.end_of(cell); ++inside) {
            if (scene.node(inside).ref == 0 || !scene.node(inside).is_operable) continue;
            if (thing >= 0) return {};
            thing = inside;
        }
        if (thing < 0) return {};
        line.push_back(thing);
    }
    return line;
}

int grid_cell(const Scene& scene, std::string_view phrase)
{
    const auto said = "x " + std::string(phrase) + " x";
    for (const std::string_view pattern :
         {"{*} row [number] {!row} [and|of|in] [the] column [number] {!column} {*}",
          "{*} column [number] {!column} [and|of|in] [the] row [number] {!row} {*}",
          "{*} {!row} row [and|of|in] [the] {!column} column {*}",
          "{*} {!column} column [and|of|in] [the] {!row} row {*}"}) {
        const auto slots = fit(pattern, said);
        if (!slots) continue;
        const auto row = counted(lower(slots->at("row")));
        const auto column = counted(lower(slots->at("column")));
        if (row && column) return at(grid_of(scene), *row, *column);
    }
    if (!speaks_of_cells(phrase)) return -1;
    const auto says = [&](std::string_view word) { return contains_word(phrase, word); };
    const bool is_top = says("top") || says("upper");
    const bool is_bottom = says("bottom") || says("lower");
    const bool is_left = says("left"), is_right = says("right");
    const bool is_named_cell = says("square") || says("cell") || says("tile") || says("box");
    if ((says("corner") || is_named_cell) && (is_top || is_bottom) && (is_left || is_right) &&
        words_of(phrase).size() <= 7)
        return at(grid_of(scene), is_top ? 1 : -1, is_left ? 1 : -1);
    const bool is_middle = says("middle") || says("center") || says("centre") || says("central");
    if (is_middle && (says("grid") || says("cell") || says("tile") || says("table"))) {
        const auto grid = grid_of(scene);
        if (grid.size() % 2 == 0 || grid.front().size() % 2 == 0) return -1;
        return at(grid, static_cast<int>(grid.size() / 2) + 1, static_cast<int>(grid.front().size() / 2) + 1);
    }
    return -1;
}

int lettered_cell(const Scene& scene, std::string_view phrase)
{
    const auto name = without_prefix_words(phrase, {"the", "cell", "field"});
    const bool is_name = name.size() >= 2 && name.size() <= 4 &&
                         std::isupper(static_cast<unsigned char>(name.front())) != 0 &&
                         name.find_first_not_of("0123456789", 1) == std::string::npos;
    if (!is_name) return -1;
    std::optional<std::size_t> column;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "row") continue;
        const auto cells = scene.children(i);
        if (!column) {
            const auto at = std::ranges::find_if(cells, [&](int cell) {
                return trimmed(scene.text_of(cell)) == name.substr(0, 1);
            });
            if (at != cells.end()) column = static_cast<std::size_t>(at - cells.begin());
            continue;
        }
        if (cells.size() <= *column || trimmed(scene.text_of(cells.front())) != name.substr(1)) continue;
        for (int inside = cells[*column]; inside < scene.end_of(cells[*column]); ++inside)
            if (scene.node(inside).ref != 0 && scene.node(inside).is_editable) return inside;
        return -1;
    }
    return -1;
}

std::vector<int> largest_family(const Scene& scene)
{
    std::vector<int> best;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.role == "tab" || node.is_editable || scene.is_furniture(i)) continue;
        const bool is_item = node.role == "listitem" || node.role == "option" || node.is_operable;
        if (!is_item || scene.text_of(i).empty()) continue;
        auto alike = scene.alike(i);
        if (alike.empty() || alike.front() != i || alike.size() <= best.size()) continue;
        best = std::move(alike);
    }
    return best.size() >= 2 ? best : std::vector<int>{};
}

}  // namespace lissom::agent::lite
