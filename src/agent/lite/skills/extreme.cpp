#include <map>

#include "agent/lite/explore.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "largest circle" is about how it is drawn; "largest number" about what it says.
bool is_about_what_is_said(std::string_view phrase, const Measure& measure)
{
    if (measure.what != "number") return true;
    return fit("[{*}] (number|value|digit|card|score|amount|price|points|total|sum|figure) [{*}]", phrase)
        .has_value();
}

std::string look_of(const view::Node& node)
{
    const auto names = node.attributes.find("class");
    const auto all = names == node.attributes.end() ? std::string() : names->second;
    return node.tag + "|" + node.role + "|" + all.substr(0, all.find(' '));
}

}  // namespace

Async<Result<bool>> press_extreme(Run& run, std::string phrase)
{
    const auto measure = measure_in(phrase);
    if (!measure || !is_about_what_is_said(phrase, *measure)) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    struct Group {
        int count = 0;
        int winner = -1;
        double record = 0;
    };
    std::map<std::string, Group> groups;
    for (int i = 0; i < scene->size(); ++i) {
        const auto& node = scene->node(i);
        if (node.ref == 0 || node.is_editable || scene->is_furniture(i)) continue;
        const auto text = scene->text_of(i);
        constexpr std::size_t longest = 60;
        if (text.empty() || text.size() > longest) continue;
        // The thing itself, not a run of text in it or a box around several.
        const bool is_thing = node.is_operable || node.is_block;
        auto value = measured(*measure, text);
        if (!value && measure->what == "number") value = number_in(text);
        if (!is_thing || !value || numbers_in(text).size() != 1) continue;
        auto& group = groups[look_of(node)];
        const bool wins =
            group.winner < 0 || (measure->is_least ? *value < group.record : *value > group.record);
        if (wins) group.winner = i, group.record = *value;
        ++group.count;
    }
    const Group* best = nullptr;
    for (const auto& [look, group] : groups)
        if (group.count >= 2 && (best == nullptr || group.count > best->count)) best = &group;
    if (best == nullptr) co_return false;
    CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, best->winner, Use::press)));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
