#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// What stands in rows and columns: a table's cells without its headings, or boxes of one size.
using Grid = std::vector<std::vector<int>>;
Grid grid_of(const Scene& scene);

// "the cell in row 2, column 3", "the square in the bottom left corner", "the middle cell of the grid"; -1
// where the phrase counts off no cell, or there is no such one.
int grid_cell(const Scene& scene, std::string_view phrase);

// "every lamp in the second row", "all cells of column 3": the cells of that line; empty where none is meant.
std::vector<int> grid_line(const Scene& scene, std::string_view phrase);

// "B2", "cell C3": by the letter over its column and the number before its row; what can be written in there.
// -1.
int lettered_cell(const Scene& scene, std::string_view phrase);

// All of a set of things alike that a person could press, where the phrase says "the last item" or "the 5th
// entry" and no more; in reading order, the largest such set of the page.
std::vector<int> largest_family(const Scene& scene);

}  // namespace lissom::agent::lite
