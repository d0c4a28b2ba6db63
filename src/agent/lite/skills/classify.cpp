#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// "Mark the numbers as odd or even": each by the control beside it.
namespace lissom::agent::lite::skills {

namespace {

// What a number is called, and whether it is.
using Predicate = std::function<bool(double)>;
std::optional<Predicate> predicate_named(std::string_view word)
{
    static const std::map<std::string, Predicate, std::less<>> known = {
        {"odd", [](double n) { return std::fmod(std::abs(n), 2) == 1; }},
        {"even", [](double n) { return std::fmod(std::abs(n), 2) == 0; }},
        {"positive", [](double n) { return n > 0; }},
        {"negative", [](double n) { return n < 0; }},
        {"zero", [](double n) { return n == 0; }},
        {"prime",
         [](double n) {
             if (n < 2 || n != std::floor(n)) return false;
             for (double d = 2; d * d <= n; ++d)
                 if (std::fmod(n, d) == 0) return false;
             return true;
         }},
    };
    const auto at = known.find(lower(word));
    if (at == known.end()) return std::nullopt;
    return at->second;
}

}  // namespace

Async<Done> classify(Run& run, const lite::Step& step)
{
    const auto first = step.slot("first");
    const auto second = step.slot("second");
    const auto is_first = predicate_named(first);
    const auto is_second = predicate_named(second);
    if (!is_first && !is_second)
        co_return cannot("what makes a thing \"" + first + "\" or \"" + second + "\" is beyond me");
    CO_TRY(const auto* scene, co_await run.hands.look());
    // Every number that stands alone and has both controls in its row.
    const auto controls = [&](std::string_view name) {
        std::vector<int> all;
        for (const auto& each : rank(*scene, name, Use::press))
            if (each.score >= good_enough && scene->node(each.index).ref != 0) all.push_back(each.index);
        std::ranges::sort(all);
        return all;
    };
    const auto firsts = controls(first);
    const auto seconds = controls(second);
    std::vector<view::Ref> presses;
    for (int i = 0; i < scene->size(); ++i) {
        const auto& node = scene->node(i);
        if (node.role != "text" || node.name.find_first_not_of("0123456789.,-− ") != std::string::npos)
            continue;
        const auto number = number_in(node.name);
        if (!number) continue;
        const bool belongs_first = is_first ? (*is_first)(*number) : !(*is_second)(*number);
        const auto& wanted = belongs_first ? firsts : seconds;
        const int box = scene->box_with(i, wanted);
        if (box < 0) continue;
        presses.push_back(ref_of(*scene, *std::ranges::lower_bound(wanted, box), Use::press));
    }
    if (presses.empty()) co_return cannot("there are no numbers to mark on the page");
    run.has_open_form = true;
    for (const auto ref : presses) CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
