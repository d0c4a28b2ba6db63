#pragma once

#include <string>
#include <vector>

#include "agent/lite/query.hpp"
#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

struct GridCell {
    std::string text;
    std::string label;  // what the page calls this one cell: its aria-label, "Apply by" of "Apply by: 3 May"
    bool is_title = false;  // a heading, or a link: what the row is called by
};

// Anything a page shows in rows, whatever it is made of: tables with merged cells, definition lists, boxes
// built alike, headings with what stands below each, bars of a chart.
struct Grid {
    std::vector<std::string> columns;         // headings; "" where the page gives none
    std::vector<std::vector<GridCell>> rows;  // all as wide as columns
    std::vector<std::string> headings;  // what stands above it: captions and headings, the nearest first
    int first_box = -1;                 // where its first row stands; -1: in the box it was found in
};

std::vector<Grid> grids_on(const Scene& scene);

// The same for a question that names columns: every column has a name of its own, be it "column 3".
Records records_of(const Grid& grid);

}  // namespace lissom::agent::lite
