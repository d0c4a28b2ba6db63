#pragma once

#include <optional>

#include "agent/lite/grids.hpp"

// How rows become a grid; only for who makes one.
namespace lissom::agent::lite {

// All rows as wide as the widest, or as the headings.
void make_even(Grid& grid);

// The first row names the columns where it has no figures and a column below it has.
void take_heading_row(Grid& grid);

// A real table; cells that reach over several rows or columns stand in each of them.
std::optional<Grid> grid_of_table(const Scene& scene, int table);

}  // namespace lissom::agent::lite
