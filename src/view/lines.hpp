#pragma once

#include <string>
#include <vector>

#include "view/snapshot.hpp"

namespace lissom::view {

// How much of a long page is told. Each level says less than the one before.
struct Detail {
    std::size_t near_text;  // letters of a text run inside the viewport
    std::size_t far_text;   // and outside of it
    std::size_t near_name;  // letters of a name, likewise
    std::size_t far_name;
    std::size_t siblings;  // repeated siblings shown before the rest is folded
    bool folds_in_view;    // also those inside the viewport
    std::size_t options;   // of a select

    std::size_t text_of(const Node& node) const { return node.is_in_viewport ? near_text : far_text; }
    std::size_t name_of(const Node& node) const { return node.is_in_viewport ? near_name : far_name; }
};

// One line of the text, with what the budget decides by.
struct Line {
    std::string text;
    int tokens = 0;
    Ref near = 0;  // the element it belongs to: where to ask for more
    bool is_in_viewport = false;
    bool is_aside = false;   // navigation, banner, footer, sidebar: not the main content
    bool must_stay = false;  // what has the focus, what is new, an open dialog
};

// The nodes below `from` (the whole page for 0) in lines.
std::vector<Line> to_lines(const Snapshot& snapshot, const Detail& detail, Ref from);

}  // namespace lissom::view
