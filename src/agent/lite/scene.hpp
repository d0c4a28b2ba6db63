#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "view/snapshot.hpp"

namespace lissom::agent::lite {

// A snapshot with its tree made easy to walk: what lies in what, what belongs together, what it says. Indexes
// are those of Snapshot::nodes; -1 is none.
class Scene {
public:
    Scene() = default;
    explicit Scene(view::Snapshot snapshot);

    const view::Snapshot& snapshot() const { return snapshot_; }
    const std::vector<view::Node>& nodes() const { return snapshot_.nodes; }
    const view::Node& node(int index) const { return snapshot_.nodes[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(snapshot_.nodes.size()); }

    int parent(int index) const { return node(index).parent; }
    int end_of(int index) const
    {
        return ends_[static_cast<std::size_t>(index)];
    }  // behind its last descendant
    bool is_inside(int index, int ancestor) const { return index >= ancestor && index < end_of(ancestor); }
    std::vector<int> children(int index) const;
    int common_ancestor(int a, int b) const;

    // All it says, in reading order: text runs, names of pictures and fields' values are not part of it.
    std::string text_of(int index) const;
    std::string whole_text() const;

    // The element that stands for the node: itself, or of a text run the element around it.
    int element_of(int index) const;
    // The nearest thing at or above it that a person could operate; the element itself where there is none.
    int operable_at(int index) const;

    // What a page is about, not what leads about it: inside of its main part where it names one, and in no
    // menu, header, footer or side column.
    bool is_content(int index) const { return is_content_[static_cast<std::size_t>(index)]; }
    bool is_furniture(int index) const { return is_furniture_[static_cast<std::size_t>(index)]; }
    std::string content_text() const;

    // Another list than the one in question, with what belongs to it: no content while that one is meant.
    void put_aside(int index);
    bool is_aside(int index) const { return is_aside_[static_cast<std::size_t>(index)]; }

    std::vector<int> where(const std::function<bool(const view::Node&)>& holds) const;
    int index_of(view::Ref ref) const;  // -1 when gone

    // The smallest box around `anchor` that also holds something of `wanted` (a sorted list); -1 when there
    // is none below the whole page's width of things. `anchor` itself may be the box.
    int box_with(int anchor, const std::vector<int>& wanted) const;

    // Boxes that repeat: for one of them, all siblings built like it, in order, itself among them.
    std::vector<int> alike(int box) const;

private:
    void tell_content_from_furniture();

    view::Snapshot snapshot_;
    std::vector<int> ends_;
    std::vector<bool> is_content_;
    std::vector<bool> is_furniture_;
    std::vector<bool> is_aside_;
};

}  // namespace lissom::agent::lite
