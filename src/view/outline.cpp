#include "view/outline.hpp"

#include <algorithm>

#include "view/heads.hpp"

namespace lissom::view {
namespace {

constexpr std::size_t menu_name = 40;    // octets of a link that is an item of a menu
constexpr std::size_t cell_words = 300;  // octets; a text that is longer is no cell of a table

}  // namespace

Outline::Outline(const std::vector<Node>& nodes)
    : nodes_(nodes),
      ends_(nodes.size(), nodes.size())
{
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        while (!open.empty() && nodes_[open.back()].depth >= nodes_[i].depth) {
            ends_[open.back()] = i;
            open.pop_back();
        }
        open.push_back(i);
    }
}

bool Outline::has_field_inside(std::size_t node) const
{
    return std::any_of(
        nodes_.begin() + static_cast<std::ptrdiff_t>(node) + 1,
        nodes_.begin() + static_cast<std::ptrdiff_t>(ends_[node]),
        is_field
    );
}

bool Outline::has_operable_inside(std::size_t node) const
{
    for (auto k = node + 1; k < ends_[node]; ++k) {
        if (nodes_[k].is_operable && nodes_[k].role != "label") return true;
    }
    return false;
}

bool Outline::are_alike(const Node& a, const Node& b)
{
    return !a.tag.empty() && a.tag == b.tag && a.role == b.role && a.role != "heading" &&
           a.role != "paragraph" && !is_field(a) && a.role != "shape";
}

std::size_t Outline::count_alike(std::size_t from, std::size_t end, std::size_t enough) const
{
    std::size_t count = 0;
    for (auto i = from; i < end && are_alike(nodes_[from], nodes_[i]) && count < enough; i = ends_[i])
        ++count;
    return count;
}

bool Outline::is_menu_link(std::size_t item) const
{
    if (nodes_[item].role != "listitem" || item + 1 == ends_[item]) return false;
    const auto& link = nodes_[item + 1];
    return link.role == "link" && !link.name.empty() && link.name.size() <= menu_name &&
           ends_[item + 1] == ends_[item] && !has_operable_inside(item + 1);
}

bool Outline::is_layout(std::size_t table) const
{
    std::size_t rows = 0;
    std::size_t heads = 0;
    for (auto i = table + 1; i < ends_[table]; ++i) {
        const auto& node = nodes_[i];
        if (node.role == "row") ++rows;
        if (rows == 1 && node.tag == "th") ++heads;
        if (heads > 1 && node.role == "table") {
            i = ends_[i] - 1;
            continue;
        }
        if (is_one_of(node.role, {"table", "form", "main", "navigation", "paragraph", "dialog", "article"}))
            return true;
        if (node.role == "text" && node.name.size() > cell_words) return true;
    }
    return rows < 2;
}

}  // namespace lissom::view
