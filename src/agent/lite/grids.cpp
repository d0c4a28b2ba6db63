#include "agent/lite/grids.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "agent/lite/grid_shape.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

constexpr std::size_t most_cells = 16;        // of a row: more is a part of the page, not a row
constexpr std::size_t longest_label = 30;     // of "Label: value"
constexpr std::size_t longest_heading = 120;  // more is running text

using Row = std::vector<GridCell>;

// A class that rows share tells them from their neighbours; numbers in it tell rows apart.
std::string look_of(const view::Node& node)
{
    const auto at = node.attributes.find("class");
    std::string look = node.tag + "|" + node.role;
    if (at == node.attributes.end()) return look;
    const auto names = split(collapsed(at->second), " ");
    return look + "|" + (names.empty() ? "" : names.front());
}

// "Price: € 20" is a cell with a name of its own; "10:04" is none.
GridCell cell_of(std::string text, std::string label = "")
{
    text = collapsed(text);
    const auto colon = text.find(": ");
    const bool is_labelled = label.empty() && colon != std::string::npos && colon > 0 &&
                             colon < longest_label && colon + 2 < text.size();
    if (is_labelled) return {trimmed(text.substr(colon + 2)), text.substr(0, colon), false};
    // "– 2026-05-11": a dash that only parts it from what stands before.
    for (const std::string_view dash : {"– ", "— ", "- "})
        if (text.starts_with(dash)) text = trimmed(text.substr(dash.size()));
    constexpr std::size_t most_names = 4;
    if (const auto who = label.empty() ? fit("by {who}", text) : std::nullopt;
        who && words_of(who->at("who")).size() <= most_names)
        return {who->at("who"), "author", false};
    return {std::move(text), collapsed(label), false};
}

// What a person reads of a box, piece by piece: each text of its own, cut where a dot or a bar parts it.
Row pieces_of(const Scene& scene, int box)
{
    Row pieces;
    const auto is_title = [&](int i) {
        for (int up = i; up >= box; up = scene.parent(up))
            if (scene.node(up).role == "link" || scene.node(up).role == "heading") return true;
        return false;
    };
    const auto add = [&](const std::string& text, const std::string& label, bool is_named) {
        for (const auto& part : split(text, "·"))
            for (const auto& piece : split(part, " | "))
                if (!words_of(piece).empty() || piece.find_first_of("✓✗★–-") != std::string::npos)
                    if (!trimmed(piece).empty()) {
                        pieces.push_back(cell_of(piece, label));
                        pieces.back().is_title = is_named;
                    }
    };
    for (int i = box; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        const bool is_picture = node.role == "img" || node.role == "image";
        if (node.role == "text" || (is_picture && !node.name.empty())) {
            add(node.name, "", is_title(i));
            if (is_picture) i = scene.end_of(i) - 1;
        } else if (!node.name.empty() && !node.is_named_by_content && !node.is_operable && i != box &&
                   node.role != "heading") {
            const auto said = collapsed(scene.text_of(i));
            const bool is_small = scene.end_of(i) - i <= 3;
            // Letters that are only drawn are told by their label: "High 14 degrees" of "14°".
            if (is_small && !said.empty()) {
                add(said, said == collapsed(node.name) ? "" : node.name, is_title(i));
                i = scene.end_of(i) - 1;
            }
        }
    }
    return pieces;
}

std::vector<int> speaking_children(const Scene& scene, int box)
{
    std::vector<int> result;
    for (const int child : scene.children(box))
        if (!pieces_of(scene, child).empty()) result.push_back(child);
    return result;
}

// The boxes that lie side by side in a row, empty ones too; none where it has text of its own beside them.
std::vector<int> cells_of(const Scene& scene, int box)
{
    auto cells = scene.children(box);
    while (cells.size() == 1 && scene.node(cells.front()).role != "text")
        cells = scene.children(cells.front());
    const bool has_text = std::ranges::any_of(cells, [&](int i) { return scene.node(i).role == "text"; });
    return has_text ? std::vector<int>() : cells;
}

// What a cell is called by, and what else it says.
std::size_t main_piece(const Scene& scene, int cell, const Row& pieces)
{
    for (int i = cell; i < scene.end_of(cell); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "link" && node.role != "heading") continue;
        const auto name = collapsed(scene.text_of(i));
        for (std::size_t p = 0; p < pieces.size(); ++p)
            if (pieces[p].text == name) return p;
    }
    return 0;
}

// The pieces of rows; where all rows have as many cells, the first piece of each cell stands in its column
// and what else the cells say comes behind.
std::vector<Row> rows_of(const Scene& scene, const std::vector<int>& boxes)
{
    const auto count = cells_of(scene, boxes.front()).size();
    const bool are_even = count > 1 && std::ranges::all_of(boxes, [&](int box) {
                              return cells_of(scene, box).size() == count;
                          });
    std::vector<Row> rows;
    for (const int box : boxes) {
        if (!are_even) {
            rows.push_back(pieces_of(scene, box));
            continue;
        }
        Row row, rest;
        for (const int cell : cells_of(scene, box)) {
            auto pieces = pieces_of(scene, cell);
            const auto main = main_piece(scene, cell, pieces);
            row.push_back(pieces.empty() ? GridCell() : pieces[main]);
            for (std::size_t p = 0; p < pieces.size(); ++p)
                if (p != main) rest.push_back(std::move(pieces[p]));
        }
        row.insert(row.end(), rest.begin(), rest.end());
        rows.push_back(std::move(row));
    }
    return rows;
}

// A table that lays out a page holds others; one with a row of heads holds data, whatever stands in its foot.
bool is_layout(const Scene& scene, int table)
{
    int row = table + 1;
    while (row < scene.end_of(table) && scene.node(row).tag != "tr" && scene.node(row).tag != "table") ++row;
    const auto heads = row < scene.end_of(table) ? scene.children(row) : std::vector<int>{};
    const bool has_heads = heads.size() > 1 &&
                           std::ranges::all_of(heads, [&](int cell) { return scene.node(cell).tag == "th"; });
    if (has_heads) return false;
    for (int i = table + 1; i < scene.end_of(table); ++i)
        if (scene.node(i).tag == "table") return true;
    return false;
}

// -- what is no table

std::optional<Grid> of_terms(const Scene& scene, int list)
{
    Grid grid;
    grid.columns.resize(2);
    std::string term;
    for (int i = list + 1; i < scene.end_of(list); ++i) {
        const auto& node = scene.node(i);
        if (node.tag == "dt") term = collapsed(scene.text_of(i));
        if (node.tag == "dd" && !term.empty())
            grid.rows.push_back({{term, "", false}, {collapsed(scene.text_of(i)), "", false}});
    }
    return grid.rows.empty() ? std::nullopt : std::optional(std::move(grid));
}

// Boxes of one look among the children of a box.
std::vector<Grid> of_boxes(const Scene& scene, const std::vector<int>& children)
{
    std::map<std::string, std::vector<int>> families;
    for (const int child : children) {
        const auto& node = scene.node(child);
        if (node.role == "text" || node.role == "row" || node.role == "cell" || node.tag == "tr" ||
            node.tag == "td" || node.tag == "th" || node.tag == "dt" || node.tag == "dd" ||
            node.role == "heading")
            continue;
        families[look_of(node)].push_back(child);
    }
    // A row that is marked by a further class is one of them: tables of boxes with a heading row.
    if (families.size() == 2) {
        const auto& [a, b] = std::pair(families.begin()->second, families.rbegin()->second);
        const bool are_one = (a.size() == 1 || b.size() == 1) && a.size() + b.size() > 2 &&
                             scene.node(a.front()).tag == scene.node(b.front()).tag &&
                             scene.children(a.front()).size() == scene.children(b.front()).size() &&
                             scene.children(a.front()).size() > 1;
        if (are_one) {
            std::vector<int> all(a);
            all.insert(all.end(), b.begin(), b.end());
            std::ranges::sort(all);
            families = {{"", std::move(all)}};
        }
    }
    std::vector<Grid> grids;
    for (const auto& [look, boxes] : families) {
        Grid grid;
        grid.first_box = boxes.front();
        for (auto& row : rows_of(scene, boxes)) {
            if (row.size() == 1 && row.front().label.empty())
                if (auto halves = split(row.front().text, " – "); halves.size() == 2)
                    row = {cell_of(halves[0]), cell_of(halves[1])};
            // "January: 3,120 visitors": what is named is the row's own name.
            if (row.size() == 1 && !row.front().label.empty())
                row = {{row.front().label, "", false}, {row.front().text, "", false}};
            if (row.empty() || row.size() > most_cells) continue;
            grid.rows.push_back(std::move(row));
        }
        if (grid.rows.size() < 2 && (grid.rows.empty() || grid.rows.front().size() != 2)) continue;
        if (std::ranges::all_of(grid.rows, [](const Row& row) { return row.size() < 2; })) continue;
        take_heading_row(grid);
        make_even(grid);
        grids.push_back(std::move(grid));
    }
    return grids;
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

// A name and a value by turns: boxes of two looks, or "<b>Open:</b> 9 to 5" with a colon to tell them.
std::optional<Grid> of_turns(const Scene& scene, int box)
{
    Grid grid;
    grid.columns.resize(2);
    const auto children = speaking_children(scene, box);
    bool are_turns = children.size() >= 4 && children.size() % 2 == 0;
    for (std::size_t i = 0; are_turns && i < children.size(); ++i) {
        const auto& node = scene.node(children[i]);
        const auto& first = scene.node(children[i % 2]);
        const auto look = look_of(node);
        are_turns = node.role != "text" && node.tag != "dt" && node.tag != "td" && node.tag != "th" &&
                    node.tag != "tr" && look == look_of(first) &&
                    look_of(scene.node(children[0])) != look_of(scene.node(children[1])) &&
                    pieces_of(scene, children[i]).size() == 1;
    }
    for (std::size_t i = 0; i + 1 < children.size(); i += are_turns ? 2 : 1) {
        const auto label = collapsed(scene.text_of(children[i]));
        const bool is_label =
            label.ends_with(':') && label.size() < longest_label && scene.node(children[i]).role != "text";
        if (!are_turns && (!is_label || scene.node(children[i + 1]).role != "text")) continue;
        const auto name = is_label ? label.substr(0, label.size() - 1) : label;
        const auto value = collapsed(scene.text_of(children[i + 1]));
        grid.rows.push_back({{name, "", false}, {value, "", false}});
        // "Adults 7.50, children 3.00": several values of the one name.
        const auto parts = split(value, ", ");
        const bool are_several = parts.size() > 1 && std::ranges::all_of(parts, [](const std::string& part) {
                                     const auto words = split(trimmed(part), " ");
                                     return words.size() > 1 && has_digit(words.back());
                                 });
        if (!are_several) continue;
        grid.rows.pop_back();
        for (const auto& part : parts) {
            const auto at = trimmed(part).rfind(' ');
            grid.rows.push_back(
                {{name + " " + trimmed(part).substr(0, at), "", false},
                 {trimmed(part).substr(at + 1), "", false}}
            );
        }
    }
    return grid.rows.size() < 2 ? std::nullopt : std::optional(std::move(grid));
}

// A heading and what stands below it, as far as the next one of its kind.
std::optional<Grid> of_sections(const Scene& scene, const std::vector<int>& children)
{
    Grid grid;
    int level = 0;
    for (const int child : children) {
        const auto& node = scene.node(child);
        if (node.role == "heading" && (level == 0 || node.level >= level)) {
            // The page's own heading is above the others of its kind.
            if (level != 0 && node.level > level && grid.rows.size() == 1) grid.rows.clear();
            level = node.level;
            grid.rows.push_back(pieces_of(scene, child));
        } else if (!grid.rows.empty()) {
            for (auto& piece : pieces_of(scene, child)) grid.rows.back().push_back(std::move(piece));
        }
    }
    std::erase_if(grid.rows, [](const Row& row) { return row.size() < 2 || row.size() > most_cells; });
    if (grid.rows.size() < 2) return std::nullopt;
    make_even(grid);
    return grid;
}

std::vector<std::string> headings_above(const Scene& scene, int box)
{
    std::vector<std::string> headings;
    int level = 99;
    for (int i = box - 1; i >= 0 && level > 1; --i) {
        const auto& node = scene.node(i);
        const auto text = collapsed(scene.text_of(i));
        if (node.role == "heading" && node.level < level && !text.empty() && !scene.is_inside(box, i)) {
            headings.push_back(text.substr(0, longest_heading));
            level = node.level;
        }
    }
    for (int up = box; up >= 0; up = scene.parent(up)) {
        const auto& node = scene.node(up);
        if (!node.name.empty() && !node.is_named_by_content && node.role != "text" &&
            node.name.size() < longest_heading)
            headings.push_back(node.name);
        for (const int child : scene.children(up))
            if (scene.node(child).tag == "caption" || scene.node(child).tag == "figcaption")
                headings.push_back(collapsed(scene.text_of(child)));
    }
    headings.push_back(scene.snapshot().title);
    return headings;
}

}  // namespace

std::vector<Grid> grids_on(const Scene& scene)
{
    constexpr std::size_t most_grids = 60;
    std::vector<Grid> grids;
    const auto keep = [&](std::optional<Grid> grid, int box) {
        if (!grid || grids.size() >= most_grids) return;
        grid->headings = headings_above(scene, grid->first_box >= 0 ? grid->first_box : box);
        grids.push_back(*std::move(grid));
    };
    std::vector<int> top;
    for (int i = 0; i < scene.size(); i = scene.end_of(i)) top.push_back(i);
    const auto look_into = [&](const std::vector<int>& children, int box) {
        if (children.size() < 2) return;
        for (auto& grid : of_boxes(scene, children)) keep(std::move(grid), box);
        keep(of_sections(scene, children), box);
    };
    look_into(top, top.empty() ? 0 : top.front());
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (scene.is_furniture(i) || scene.is_aside(i) || node.role == "text") continue;
        if (node.tag == "table" || node.role == "table" || node.role == "grid" || node.role == "treegrid") {
            if (!is_layout(scene, i)) keep(grid_of_table(scene, i), i);
            continue;
        }
        if (node.tag == "dl") keep(of_terms(scene, i), i);
        keep(of_turns(scene, i), i);
        look_into(speaking_children(scene, i), i);
    }
    return grids;
}

}  // namespace lissom::agent::lite
