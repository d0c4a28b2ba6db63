#include <algorithm>
#include <map>

#include "agent/lite/column_head.hpp"
#include "agent/lite/grid_shape.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using Row = std::vector<GridCell>;

int span_of(const view::Node& node, const char* attribute)
{
    constexpr int widest = 40;
    const auto at = node.attributes.find(attribute);
    if (at == node.attributes.end()) return 1;
    const auto number = number_in(at->second);
    return number ? std::clamp(static_cast<int>(*number), 1, widest) : 1;
}

std::vector<int> rows_of_table(const Scene& scene, int table)
{
    std::vector<int> rows;
    for (int i = table + 1; i < scene.end_of(table); ++i) {
        if (scene.node(i).tag == "table" && i != table) {
            i = scene.end_of(i) - 1;
            continue;
        }
        if (scene.node(i).role == "row" || scene.node(i).tag == "tr") rows.push_back(i);
    }
    return rows;
}

// "Select this row": what a box to tick is called says nothing of the row.
bool holds_box(const Scene& scene, int cell)
{
    for (int i = cell + 1; i < scene.end_of(cell); ++i)
        if (scene.node(i).role == "checkbox" || scene.node(i).role == "radio") return true;
    return false;
}

std::string cell_text(const Scene& scene, int cell)
{
    auto text = collapsed(scene.text_of(cell));
    if (text.empty() && !holds_box(scene, cell)) text = collapsed(scene.node(cell).name);
    return text;
}

}  // namespace

std::optional<Grid> grid_of_table(const Scene& scene, int table)
{
    Grid grid;
    std::map<std::pair<std::size_t, std::size_t>, GridCell> placed;
    std::vector<bool> is_heading_row;
    const auto rows = rows_of_table(scene, table);
    std::size_t width = 0;
    for (std::size_t y = 0; y < rows.size(); ++y) {
        std::size_t x = 0, cells = 0;
        bool is_heading = true;
        for (const int cell : scene.children(rows[y])) {
            const auto& node = scene.node(cell);
            if (node.role == "text") continue;
            ++cells;
            while (placed.contains({y, x})) ++x;
            is_heading = is_heading && (node.tag == "th" || node.role == "columnheader");
            const int wide = span_of(node, "colspan"), high = span_of(node, "rowspan");
            for (int dy = 0; dy < high; ++dy)
                for (int dx = 0; dx < wide; ++dx)
                    placed[{y + static_cast<std::size_t>(dy), x + static_cast<std::size_t>(dx)}] = {
                        is_heading ? column_head(scene, cell) : cell_text(scene, cell), "", false
                    };
            x += static_cast<std::size_t>(wide);
        }
        width = std::max(width, x);
        // One cell over the whole width, below the heads: the title of a group of rows.
        const bool has_heads = std::ranges::find(is_heading_row, true) != is_heading_row.end();
        is_heading_row.push_back(is_heading && x > 1 && (cells > 1 || !has_heads));
    }
    if (width < 2 || rows.empty()) return std::nullopt;
    grid.columns.resize(width);
    for (std::size_t y = 0; y < rows.size(); ++y) {
        Row row;
        for (std::size_t x = 0; x < width; ++x) {
            const auto at = placed.find({y, x});
            row.push_back(at == placed.end() ? GridCell() : at->second);
        }
        // "North" over the whole width is no row of figures.
        const bool is_section =
            width > 2 && !is_heading_row[y] && scene.children(rows[y]).size() == 1 &&
            std::ranges::all_of(row, [&](const GridCell& cell) { return cell.text == row.front().text; });
        if (is_section && std::ranges::any_of(grid.columns, [](const auto& name) { return !name.empty(); }))
            continue;
        const bool is_first = grid.rows.empty() && is_heading_row[y];
        if (is_first)
            for (std::size_t x = 0; x < width; ++x)
                grid.columns[x] = collapsed(grid.columns[x] + " " + row[x].text);
        else
            grid.rows.push_back(std::move(row));
    }
    if (std::ranges::all_of(grid.columns, [](const std::string& name) { return name.empty(); }))
        take_heading_row(grid);
    make_even(grid);
    // "Invoice no. | 4711 | Issued | 3 March": pairs side by side are pairs all the same.
    const bool are_pairs = width == 4 && std::ranges::all_of(rows, [&](int row) {
                               const auto cells = scene.children(row);
                               return cells.size() == 4 && scene.node(cells[0]).tag == "th" &&
                                      scene.node(cells[1]).tag == "td" && scene.node(cells[2]).tag == "th";
                           });
    if (are_pairs) {
        std::vector<Row> pairs;
        for (auto& row : grid.rows) {
            pairs.push_back({row[0], row[1]});
            pairs.push_back({row[2], row[3]});
        }
        grid.rows = std::move(pairs);
        grid.columns.assign(2, "");
    }
    return grid.rows.empty() ? std::nullopt : std::optional(std::move(grid));
}

}  // namespace lissom::agent::lite
