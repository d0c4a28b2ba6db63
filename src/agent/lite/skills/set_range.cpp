#include <algorithm>
#include <optional>
#include <utility>

#include "agent/lite/fields.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/slider.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// "Filter for ages 20 to 65": the two handles of one scale.
namespace lissom::agent::lite::skills {

namespace {

std::optional<std::pair<double, double>> range_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"[{*}] (from|between) {#low} (to|and|until|up to) {#high} [{*}]",
          "{*} {#low} (to|until|–|-) {#high} [{*}]"}) {
        const auto slots = fit(pattern, clause);
        if (!slots) continue;
        const auto low = number_in(slots->at("low")), high = number_in(slots->at("high"));
        if (low && high && *low < *high && numbers_in(clause).size() == 2) return std::pair(*low, *high);
    }
    return std::nullopt;
}

// The button that is called as the clause begins: "Filter" of "filter for …"; 0.
view::Ref button_of_verb(const Scene& scene, const std::string& clause)
{
    const auto words = words_of(clause);
    for (const auto& node : scene.nodes())
        if (node.ref != 0 && node.role == "button" && !node.is_disabled && !words.empty() &&
            lower(trimmed(node.name)) == words.front())
            return node.ref;
    return 0;
}

}  // namespace

Async<Result<bool>> set_range(Run& run, const lite::Step& step)
{
    const auto range = range_in(step.clause);
    if (!range) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto handles = sliders(*scene);
    if (handles.size() != 2) co_return false;
    // From the lower to the upper one, as they lie.
    std::ranges::sort(handles, [&](int a, int b) {
        const auto x = scene->node(a).rect.centre(), y = scene->node(b).rect.centre();
        return x.x != y.x ? x.x < y.x : x.y > y.y;
    });
    const auto lower_one = scene->node(handles.front()).ref, upper_one = scene->node(handles.back()).ref;
    // The lower one may not pass the upper one: that is out of its way first.
    auto first = co_await slide_to(run, upper_one, range->second);
    if (!first && first.error().code != ErrorCode::not_doable) co_return std::move(first).error();
    CO_TRY_DONE(co_await slide_to(run, lower_one, range->first));
    if (!first) CO_TRY_DONE(co_await slide_to(run, upper_one, range->second));
    CO_TRY(scene, co_await run.hands.look());
    if (const auto button = button_of_verb(*scene, step.clause); button != 0) {
        CO_TRY_DONE(co_await run.hands.press(button));
        run.has_open_form = false;
    }
    co_return true;
}

}  // namespace lissom::agent::lite::skills
