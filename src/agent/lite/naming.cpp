#include "agent/lite/naming.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using view::Node;

constexpr std::size_t longest_name = 80;  // letters: more is a text about it

bool needs_name(const Node& node)
{
    return node.ref != 0 && trimmed(node.name).empty() &&
           (node.role == "checkbox" || node.role == "switch" || node.role == "radio");
}

class Surroundings {
public:
    explicit Surroundings(const std::vector<Node>& nodes)
        : nodes_(nodes)
    {
    }

    // "( ) female": the words that follow on the same line, before anything else that can be operated.
    std::string behind(int box) const
    {
        const auto& at = node(box).rect;
        for (int i = box + 1; i < size() && i < box + 4; ++i) {
            if (node(i).ref != 0 && node(i).is_operable) return "";
            if (node(i).role != "text" || trimmed(node(i).name).empty()) continue;
            const auto& text = node(i).rect;
            constexpr double near = 24;  // CSS px
            const bool is_on_line = text.y < at.y + at.height && at.y < text.y + text.height;
            const double gap = text.x - (at.x + at.width);
            return is_on_line && gap > -2 && gap < near ? short_text(node(i).name) : "";
        }
        return "";
    }

    // What the smallest box around it says that says anything, where nothing else in it can be operated.
    std::string of_row(int box) const
    {
        constexpr int highest = 4;
        int level = 0;
        for (int up = node(box).parent; up >= 0 && level < highest; up = node(up).parent, ++level) {
            const auto& role = node(up).role;
            if (role == "row" || role == "cell" || role == "gridcell" || role == "table" || role == "grid" ||
                role == "main")
                return "";
            std::string text;
            for (int i = up + 1; i < size() && is_inside(i, up); ++i) {
                const bool is_other = node(i).ref != 0 && node(i).is_operable && i != box &&
                                      !is_inside(box, i) && !is_inside(i, box);
                if (is_other) return "";
                if (node(i).role == "text") text += node(i).name + " ";
            }
            if (!trimmed(text).empty()) return short_text(text);
        }
        return "";
    }

private:
    const Node& node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(nodes_.size()); }
    bool is_inside(int index, int ancestor) const
    {
        for (; index >= 0; index = node(index).parent)
            if (index == ancestor) return true;
        return false;
    }
    static std::string short_text(std::string_view text)
    {
        auto plain = collapsed(text);
        return plain.size() > longest_name ? "" : plain;
    }

    const std::vector<Node>& nodes_;
};

}  // namespace

void name_by_surroundings(view::Snapshot& snapshot)
{
    const Surroundings around(snapshot.nodes);
    for (int i = 0; i < static_cast<int>(snapshot.nodes.size()); ++i) {
        auto& node = snapshot.nodes[static_cast<std::size_t>(i)];
        if (!needs_name(node)) continue;
        auto name = around.behind(i);
        if (name.empty()) name = around.of_row(i);
        node.name = std::move(name);
    }
}

}  // namespace lissom::agent::lite
