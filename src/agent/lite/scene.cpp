#include "agent/lite/scene.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/naming.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// Parts that lead about a site. Older pages name them by id or class only.
bool is_furniture_itself(const view::Node& node, bool is_inner)
{
    if (node.role == "navigation" || node.role == "complementary" || node.role == "search") return true;
    if (is_inner) return false;
    if (node.role == "banner" || node.role == "contentinfo") return true;
    if (node.role != "generic" && node.role != "list" && node.role != "region") return false;
    static const std::set<std::string, std::less<>> names = {
        "nav",
        "navbar",
        "navigation",
        "sidebar",
        "footer",
        "header",
        "topbar",
        "breadcrumb",
        "breadcrumbs",
        "masthead"
    };
    for (const auto* attribute : {"id", "class"}) {
        const auto at = node.attributes.find(attribute);
        if (at == node.attributes.end()) continue;
        const auto said = lower(at->second);
        for (const auto& one : split(said, " "))
            if (names.contains(one)) return true;
    }
    return false;
}

}  // namespace

Scene::Scene(view::Snapshot snapshot)
    : snapshot_(std::move(snapshot)),
      ends_(snapshot_.nodes.size())
{
    name_by_surroundings(snapshot_);
    for (int i = size() - 1; i >= 0; --i) {
        auto& end = ends_[static_cast<std::size_t>(i)];
        end = std::max(end, i + 1);
        const int above = parent(i);
        if (above >= 0)
            ends_[static_cast<std::size_t>(above)] = std::max(ends_[static_cast<std::size_t>(above)], end);
    }
    tell_content_from_furniture();
}

void Scene::tell_content_from_furniture()
{
    const bool has_main =
        std::ranges::any_of(nodes(), [](const view::Node& each) { return each.role == "main"; });
    is_content_.assign(nodes().size(), !has_main);
    is_furniture_.assign(nodes().size(), false);
    is_aside_.assign(nodes().size(), false);
    std::vector<bool> is_inner(
        nodes().size(), false
    );  // a header in here is one of an article, not the page's
    for (int i = 0; i < size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const auto above = static_cast<std::size_t>(std::max(parent(i), 0));
        const auto& role = node(i).role;
        const bool was_inner = parent(i) >= 0 && is_inner[above];
        const auto& tag = node(i).tag;
        is_inner[at] = was_inner || role == "main" || role == "article" || role == "dialog" ||
                       tag == "section" || tag == "aside";
        is_furniture_[at] =
            (parent(i) >= 0 && is_furniture_[above]) || is_furniture_itself(node(i), was_inner);
        if (parent(i) >= 0) is_content_[at] = is_content_[above];
        if (role == "main" || role == "dialog" || role == "alertdialog") is_content_[at] = true;
        if (is_furniture_[at]) is_content_[at] = false;
    }
}

void Scene::put_aside(int index)
{
    for (int i = index; i < end_of(index); ++i) {
        is_content_[static_cast<std::size_t>(i)] = false;
        is_aside_[static_cast<std::size_t>(i)] = true;
    }
}

std::string Scene::content_text() const
{
    std::string text;
    for (int i = 0; i < size(); ++i)
        if (is_content(i) && node(i).role == "text") text += node(i).name + ' ';
    return collapsed(text);
}

std::vector<int> Scene::children(int index) const
{
    std::vector<int> result;
    for (int i = index + 1; i < end_of(index); i = end_of(i)) result.push_back(i);
    return result;
}

int Scene::common_ancestor(int a, int b) const
{
    while (a >= 0 && !is_inside(b, a)) a = parent(a);
    return a;
}

std::string Scene::text_of(int index) const
{
    if (index < 0) return "";
    std::string text;
    for (int i = index; i < end_of(index); ++i) {
        const auto& each = node(i);
        const bool speaks = each.role == "text" || (each.role == "img" && !each.is_named_by_content);
        if (!speaks || each.name.empty()) continue;
        if (!text.empty()) text += ' ';
        text += each.name;
    }
    if (text.empty() && node(index).is_named_by_content) text = node(index).name;
    return text;
}

std::string Scene::whole_text() const
{
    std::string text;
    for (int i = 0; i < size(); i = end_of(i)) text += text_of(i) + ' ';
    return trimmed(text);
}

int Scene::element_of(int index) const
{
    while (index >= 0 && node(index).ref == 0) index = parent(index);
    return index;
}

int Scene::operable_at(int index) const
{
    for (int i = index; i >= 0; i = parent(i))
        if (node(i).ref != 0 && node(i).is_operable) return i;
    return element_of(index);
}

std::vector<int> Scene::where(const std::function<bool(const view::Node&)>& holds) const
{
    std::vector<int> result;
    for (int i = 0; i < size(); ++i)
        if (holds(node(i))) result.push_back(i);
    return result;
}

int Scene::index_of(view::Ref ref) const
{
    if (ref == 0) return -1;
    for (int i = 0; i < size(); ++i)
        if (node(i).ref == ref) return i;
    return -1;
}

int Scene::box_with(int anchor, const std::vector<int>& wanted) const
{
    for (int box = anchor; box >= 0; box = parent(box)) {
        const auto first = std::ranges::lower_bound(wanted, box);
        if (first != wanted.end() && *first < end_of(box)) return box;
    }
    return -1;
}

std::vector<int> Scene::alike(int box) const
{
    const int above = parent(box);
    std::vector<int> siblings;
    if (above >= 0) {
        siblings = children(above);
    } else {
        for (int i = 0; i < size(); i = end_of(i)) siblings.push_back(i);
    }
    const auto& model = node(box);
    const auto kind_of = [](const view::Node& each) {
        const auto names = each.attributes.find("class");
        const auto first =
            names == each.attributes.end() ? std::string() : names->second.substr(0, names->second.find(' '));
        return each.tag + '|' + each.role + '|' + first;
    };
    const auto kind = kind_of(model);
    std::erase_if(siblings, [&](int i) { return kind_of(node(i)) != kind; });
    return siblings;
}

}  // namespace lissom::agent::lite
