#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/fields.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Something new in one of several places that each have a control of their own for it: a card in a column, a
// task in a list.
namespace lissom::agent::lite::skills {

namespace {

struct Addition {
    std::string thing;
    std::string name;
    std::string place;
};

std::optional<Addition> addition_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(add|create|put|make|write|insert) (a|an|another|one) [new] {!thing} [called|named|titled|saying] "
          "{\"name} (to|in|into|on|under|at) [the] {place}",
          "(add|create|put|make|write|insert) {\"name} (to|in|into|on|under) [the] {place}",
          "(add|create|put|make|insert) (a|an|another|one) [new] {!thing} (to|in|into|on|under) [the] "
          "{place} "
          "(called|named|titled|saying|with the title|with the name) {name}",
          "(add|create|put|make|insert) (a|an|another|one) [new] {!thing} (called|named|titled) {name} "
          "(to|in|into|on|under) [the] {place}"})
        if (const auto slots = fit(pattern, clause))
            return Addition{
                slots->contains("thing") ? slots->at("thing") : "",
                unquoted(slots->at("name")),
                without_prefix_words(
                    without_tail_words(
                        unquoted(slots->at("place")), {"list", "column", "lane", "board", "section", "group"}
                    ),
                    {"list", "column", "lane", "section", "group"}
                )
            };
    return std::nullopt;
}

// "+ Add a card", "New task", "+": the controls that make a new one.
std::vector<int> openers(const Scene& scene, const std::string& thing)
{
    return scene.where([&](const view::Node& node) {
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable) return false;
        const auto words = words_of(node.name);
        constexpr std::size_t longest = 4;
        if (trimmed(node.name) == "+") return true;
        if (words.empty() || words.size() > longest) return false;
        const bool opens = words.front() == "add" || words.front() == "new" || words.front() == "create";
        return opens && (thing.empty() || words.size() == 1 || contains_word(node.name, thing));
    });
}

// The box around the place's name that has exactly one of the controls; -1.
int opener_at(const Scene& scene, const std::vector<int>& controls, const std::string& place)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || lower(collapsed(node.name)) != lower(collapsed(place))) continue;
        const int box = scene.box_with(i, controls);
        if (box < 0) continue;
        int found = -1, count = 0;
        for (const int each : controls)
            if (scene.is_inside(each, box)) found = each, ++count;
        if (count == 1) return found;
    }
    return -1;
}

std::vector<view::Ref> writable(const Scene& scene)
{
    std::vector<view::Ref> refs;
    for (const int each : open_fields(scene))
        if (scene.node(each).is_editable) refs.push_back(scene.node(each).ref);
    return refs;
}

// The field that came up.
view::Ref new_field(const Scene& scene, const std::vector<view::Ref>& before)
{
    for (const auto ref : writable(scene))
        if (std::ranges::find(before, ref) == before.end()) return ref;
    return 0;
}

}  // namespace

Async<Result<bool>> add_in_place(Run& run, const lite::Step& step)
{
    const auto wish = addition_in(step.clause);
    if (!wish) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto controls = openers(*scene, lower(wish->thing));
    constexpr std::size_t fewest = 2;  // of one alone it needs no saying where
    if (controls.size() < fewest) co_return false;
    const int opener = opener_at(*scene, controls, wish->place);
    if (opener < 0) co_return cannot("there is no \"" + wish->place + "\" to add something to");
    const auto before = writable(*scene);
    CO_TRY_DONE(co_await run.hands.press(scene->node(opener).ref));
    constexpr Millis form_limit(1'500);
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return new_field(now, before) != 0; }, form_limit
        )
    );
    if (!came) co_return cannot("no field came up to name it");
    run.form_field = new_field(run.hands.scene(), before);
    CO_TRY_DONE(co_await put(run, run.form_field, wish->name));
    run.has_open_form = true;
    CO_TRY(scene, co_await run.hands.look());
    const int field = scene->index_of(run.form_field);
    view::Ref sender = 0;
    for (int i = field + 1; field >= 0 && i < scene->size() && sender == 0; ++i) {
        const auto& node = scene->node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled) continue;
        const auto words = words_of(node.name);
        static const std::vector<std::string> ending = {"add", "save", "create", "ok", "done", "confirm"};
        const bool ends = !words.empty() && std::ranges::find(ending, words.front()) != ending.end();
        if (!ends) break;
        sender = node.ref;
    }
    if (sender != 0) {
        CO_TRY_DONE(co_await run.hands.press(sender));
    } else {
        CO_TRY_DONE(co_await run.hands.key("Enter", 1, run.form_field));
    }
    run.has_open_form = false;
    co_return true;
}

}  // namespace lissom::agent::lite::skills
