#include "agent/lite/column_head.hpp"

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

constexpr std::size_t longest_abbreviation = 6;  // letters; longer heads speak for themselves
constexpr std::size_t longest_name = 60;

// The name or the title of the head, where it says more and is no hint at what a press does.
bool spells_out(const std::string& name, const std::string& head)
{
    return !name.empty() && name.size() < longest_name && lower(name) != lower(head) &&
           !contains_word(name, "sort") && !contains_word(name, "click") && !contains_word(name, "sorted");
}

}  // namespace

std::string column_head(const Scene& scene, int cell)
{
    const auto& node = scene.node(cell);
    auto head = collapsed(scene.text_of(cell));
    if (head.empty()) head = collapsed(node.name);
    if (head.empty() || head.size() > longest_abbreviation) return head;
    for (const auto& name : {collapsed(node.name), collapsed(node.description)})
        if (spells_out(name, head)) return head.append(" ").append(name);
    return head;
}

}  // namespace lissom::agent::lite
