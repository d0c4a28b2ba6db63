#pragma once

#include <cstddef>
#include <vector>

#include "view/snapshot.hpp"

namespace lissom::view {

// Questions about the tree of a snapshot, whose nodes come parents first: all below a node is a range behind
// it. Nodes are named by their index. The snapshot has to outlive it.
class Outline {
public:
    explicit Outline(const std::vector<Node>& nodes);

    std::size_t end(std::size_t node) const { return ends_[node]; }  // one past the last node below it

    bool has_field_inside(std::size_t node) const;
    bool has_operable_inside(std::size_t node) const;

    // Siblings that a person would take for more of the same.
    static bool are_alike(const Node& a, const Node& b);
    std::size_t count_alike(std::size_t from, std::size_t end, std::size_t enough) const;

    // An item of a page's menus that is nothing but a link with a short name.
    bool is_menu_link(std::size_t item) const;

    // Tables that only place things are told as the boxes they are. Below a row of heads stands data: a table
    // in the foot of it is a tool, such as the buttons that turn its pages.
    bool is_layout(std::size_t table) const;

private:
    const std::vector<Node>& nodes_;
    std::vector<std::size_t> ends_;
};

}  // namespace lissom::view
