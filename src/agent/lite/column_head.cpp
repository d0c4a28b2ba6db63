#include "agent/lite/column_head.hpp"

#include <map>

#include "agent/lite/phrase.hpp"
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

// "How much?", "Who paid?": heads that ask, by what stands below them; empty where a head does not ask.
std::string answer_to(const std::string& head)
{
    static const std::map<std::string, std::string, std::less<>> asking = {
        {"when", "Date"}, {"how much", "Amount"}, {"where", "Place"}, {"who", "Name"}, {"how many", "Number"}
    };
    if (!head.ends_with('?')) return "";
    const auto plain = lower(trimmed(head.substr(0, head.size() - 1)));
    if (const auto at = asking.find(plain); at != asking.end()) return at->second;
    if (const auto slots = fit("who {!did}", plain)) return slots->at("did") + " by";
    return "";
}

}  // namespace

std::string column_head(const Scene& scene, int cell)
{
    const auto& node = scene.node(cell);
    auto head = collapsed(scene.text_of(cell));
    if (head.empty()) head = collapsed(node.name);
    if (auto noun = answer_to(head); !noun.empty()) return noun;
    if (head.empty() || head.size() > longest_abbreviation) return head;
    for (const auto& name : {collapsed(node.name), collapsed(node.description)})
        if (spells_out(name, head)) return head.append(" ").append(name);
    return head;
}

}  // namespace lissom::agent::lite
