#include "agent/lite/skills/hints.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/grid.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

std::multiset<std::string> texts_on(const Scene& scene)
{
    std::multiset<std::string> texts;
    for (const auto& node : scene.nodes())
        if (node.role == "text" && !trimmed(node.name).empty()) texts.insert(collapsed(node.name));
    return texts;
}

// What the page says now and did not say before, in reading order.
std::string new_words(const Scene& now, std::multiset<std::string> before)
{
    std::string words;
    for (const auto& node : now.nodes()) {
        if (node.role != "text" || trimmed(node.name).empty()) continue;
        if (const auto known = before.find(collapsed(node.name)); known != before.end())
            before.erase(known);
        else
            words += (words.empty() ? "" : " ") + collapsed(node.name);
    }
    return words;
}

// The one thing that the words name: as it is drawn, or by what it says.
Async<Result<view::Ref>> thing_named(Run& run, std::string phrase)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (const auto description = describe(phrase); description.is_complete)
        if (const auto figures = figures_like(*scene, description); figures.size() == 1)
            co_return scene->node(figures.front().index).ref;
    CO_TRY(const auto ranked, co_await locate(run, phrase, Use::look));
    co_return ref_of(run.hands.scene(), ranked.front().index, Use::look);
}

}  // namespace

Async<Result<std::string>> hint_of(Run& run, view::Ref ref)
{
    const auto before = texts_on(run.hands.scene());
    JsonObject params{{"element", "e" + std::to_string(ref)}};
    CO_TRY_DONE(co_await run.hands.act("hover", std::move(params)));
    constexpr Millis showing_limit(700);
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) { return !new_words(now, before).empty(); }, showing_limit
    ));
    auto words = new_words(run.hands.scene(), before);
    const auto* node = run.hands.scene().snapshot().find(ref);
    if (words.empty() && node != nullptr) words = node->description;
    co_return words;
}

Async<Result<bool>> tell_hint(Run& run, std::string question)
{
    // What the step before has brought up.
    const bool was_hovered = run.at > 0 && run.steps[run.at - 1].verb == Verb::hover && !run.text.empty();
    if (was_hovered &&
        fit("[and] what (pops up|comes up|appears|shows up|shows|is shown|does it say|does it show|"
            "do you see|does the [tooltip|hint|popup] say) [there|then|now]",
            question)) {
        run.answer = Json(run.text);
        co_return true;
    }
    for (const std::string_view pattern :
         {"what does the (tooltip|tool tip|hint|hover text|popup) (of|on|for|over|at) [the] {thing} "
          "(say|read|show|tell|tell you|contain)",
          "what (is|says|reads) [in|on] the (tooltip|tool tip|hint|hover text) (of|on|for|over|at) [the] "
          "{thing}",
          "what (pops up|comes up|appears|shows up|is shown|do you see) when [you|i|one] [are] "
          "(hover|hovering|point) [over|on|at] [the] {thing}",
          "[the] {*} of [the] {thing} by hovering [over it]"})
        if (const auto slots = fit(pattern, question)) {
            CO_TRY(const auto ref, co_await thing_named(run, slots->at("thing")));
            CO_TRY(const auto hint, co_await hint_of(run, ref));
            if (hint.empty()) co_return cannot("nothing comes up over \"" + slots->at("thing") + "\"");
            run.text = hint;
            run.answer = Json(hint);
            co_return true;
        }
    co_return false;
}

Async<Result<bool>> press_by_hint(Run& run, std::string object)
{
    const auto slots =
        fit("[the] {thing} (whose|with the|with a|that has the) (tooltip|tool tip|hint|hover text) "
            "[(says|reads|is|shows|saying|that says)] {text}",
            object);
    if (!slots) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto wanted = unquoted(slots->at("text"));
    std::vector<view::Ref> things;
    if (const auto description = describe(slots->at("thing")); description.is_complete)
        for (const auto& figure : figures_like(*scene, description))
            things.push_back(scene->node(figure.index).ref);
    if (things.size() < 2) {
        things.clear();
        for (const int each : largest_family(*scene)) things.push_back(scene->node(each).ref);
    }
    constexpr std::size_t most = 20;  // each is pointed at for a moment
    if (things.empty() || things.size() > most) co_return false;
    for (const auto thing : things) {
        CO_TRY(const auto hint, co_await hint_of(run, thing));
        if (!contains_word(hint, wanted)) continue;
        CO_TRY_DONE(co_await run.hands.press(thing));
        co_return true;
    }
    co_return cannot("none of them shows \"" + wanted + "\" under the pointer");
}

Async<Done> hover(Run& run, const lite::Step& step)
{
    CO_TRY(const auto ref, co_await thing_named(run, step.slot("object")));
    // "… and read what it says": kept for the steps behind.
    CO_TRY(auto hint, co_await hint_of(run, ref));
    if (!hint.empty()) run.text = std::move(hint);
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
