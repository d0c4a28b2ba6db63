#include "agent/lite/skills/choose_groups.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/query_words.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite::skills {

namespace {

// Does a short text that stands before the choice, in a box around both, say the group's name?
bool stands_under(const Scene& scene, int choice, std::string_view group)
{
    constexpr int highest = 5;
    constexpr std::size_t longest_label = 40;  // letters
    for (int up = scene.parent(choice), level = 0; up >= 0 && level < highest; up = scene.parent(up), ++level)
        // The nearest label counts: what stands above that is another group's.
        for (int i = choice - 1; i > up; --i) {
            const auto& node = scene.node(i);
            if (node.role != "text" || node.name.size() > longest_label) continue;
            if (scene.node(scene.operable_at(i)).is_operable) continue;
            bool is_choice = false;
            for (int around = scene.parent(i); around > up; around = scene.parent(around))
                is_choice =
                    is_choice || scene.node(around).role == "label" || scene.node(around).tag == "label";
            if (is_choice) continue;
            return std::ranges::any_of(words_of(node.name), [&](const std::string& word) {
                return are_kin(word, group) || are_synonyms(word, group);
            });
        }
    return false;
}

}  // namespace

view::Ref choice_under(const Scene& scene, const std::string& phrase)
{
    const auto plain = without_prefix_words(unquoted(phrase), {"the", "a", "an"});
    const auto space = plain.find(' ');
    if (space == std::string::npos) return 0;
    const auto group = lower(plain.substr(0, space));
    const auto option = lower(unquoted(trimmed(plain.substr(space + 1))));
    std::set<view::Ref> found;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" || lower(trimmed(scene.node(i).name)) != option) continue;
        int at = scene.operable_at(i);
        if (at < 0 || !scene.node(at).is_operable) at = scene.element_of(i);
        if (at < 0 || scene.node(at).ref == 0 || scene.node(at).is_disabled || !scene.is_content(at))
            continue;
        if (stands_under(scene, at, group)) found.insert(scene.node(at).ref);
    }
    return found.size() == 1 ? *found.begin() : 0;
}

}  // namespace lissom::agent::lite::skills
