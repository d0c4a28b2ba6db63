#include "extract/parted_list.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace lissom::extract {
namespace {

std::set<std::string> heads_of(const Group& group)
{
    std::set<std::string> heads;
    for (const auto& field : group.records.front().fields)
        if (!field.label.empty() && !field.is_derived) heads.insert(field.label);
    return heads;
}

// Pages repeat a table for narrow screens.
bool is_repetition(const Group& one, const Group& other)
{
    return std::ranges::equal(
        one.records.front().fields,
        other.records.front().fields,
        [](const Field& a, const Field& b) { return a.text == b.text; }
    );
}

// "The standings of the East": all that tells the heading of one part from that of another.
bool names_one_part(const Words& prompt, const Group& one, const Group& other)
{
    const auto telling = [](Words words, const Words& others) {
        std::erase_if(words, [&](const std::string& word) {
            return std::ranges::find(others, word) != others.end();
        });
        return words;
    };
    const auto is_named = [&](const Words& words) {
        constexpr double alike = 0.5;
        return !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
            return std::ranges::any_of(prompt, [&](const auto& said) {
                return likeness(said, word) >= alike;
            });
        });
    };
    const auto words = telling_words(one.name);
    const auto others = telling_words(other.name);
    return is_named(telling(words, others)) || is_named(telling(others, words));
}

}  // namespace

std::optional<Group>
with_its_like(const std::vector<const Group*>& groups, const Group& group, const Words& prompt)
{
    constexpr std::size_t fewest_heads = 2;
    if (group.kind != "table" || !group.is_named || group.records.empty()) return std::nullopt;
    const auto heads = heads_of(group);
    if (heads.size() < fewest_heads) return std::nullopt;
    Group whole = group;
    whole.records.clear();
    std::size_t parts = 0;
    for (const auto* part : groups) {
        const bool is_alike = part->kind == group.kind && part->is_named && !part->records.empty() &&
                              part->frame == group.frame && heads_of(*part) == heads;
        if (!is_alike || (part != &group && is_repetition(*part, group))) continue;
        if (names_one_part(prompt, group, *part)) return std::nullopt;
        whole.records.insert(whole.records.end(), part->records.begin(), part->records.end());
        ++parts;
    }
    if (parts < 2) return std::nullopt;
    return whole;
}

}  // namespace lissom::extract
