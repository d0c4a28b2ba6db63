#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Lists of things to do have one field and no button: what is typed is taken by the Enter key.
namespace lissom::agent::lite::skills {

namespace {

std::vector<std::string> names_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(add|create|put|note) [a|an|another|the|two|three|four|five|these|some] [new] "
          "(todo|todos|to-do|to-dos|task|tasks|item|items|entry|entries|reminder|reminders|note|notes) "
          "[called|named|titled|:] {names}",
          "(add|put|write|enter) {names} (to|on|onto|in|into) [the|my|this|our] "
          "[todo|to-do|task|shopping|packing] (list|todos|tasks|to-dos|items)"})
        if (const auto slots = fit(pattern, clause)) {
            auto text = slots->at("names");
            // Where it is to go has been said already.
            if (const auto whole =
                    fit("{names} (to|on|onto|in|into) [the|my|this|our] [todo|to-do|task] (list|todos|tasks)",
                        text))
                text = whole->at("names");
            // "The note 'Ordered' to ticket 1060": of something that is there.
            if (fit("{*} (to|on|for|under|at|in|into) {*}", text)) return {};
            auto names = quoted_texts(text);
            if (names.empty() && !fit("(that|which|with|whose) {*}", text)) names = list_items(text);
            return names;
        }
    return {};
}

// The only field of the page's content to write in, where no button and no further field belongs to it; 0.
view::Ref lone_field(const Scene& scene)
{
    view::Ref found = 0;
    for (const int each : open_fields(scene)) {
        const auto& node = scene.node(each);
        if (!node.is_editable || node.tag != "input" || scene.is_furniture(each)) continue;
        if (node.role == "searchbox" || says(scene, each, "search") > 0.4) continue;
        if (found != 0 || !node.value.empty()) return 0;
        found = node.ref;
    }
    const int form = found == 0 ? -1 : form_around(scene, scene.index_of(found));
    for (int i = std::max(form, 0); form >= 0 && i < scene.end_of(form); ++i)
        if (scene.node(i).role == "button" && scene.node(i).is_operable) return 0;
    return found;
}

// "Add" behind the field; 0.
view::Ref adder_behind(const Scene& scene, view::Ref field)
{
    constexpr int reach = 6;  // nodes
    const int at = scene.index_of(field);
    for (int i = at + 1; at >= 0 && i < std::min(scene.size(), at + reach); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled) continue;
        const auto words = words_of(node.name);
        const bool adds = trimmed(node.name) == "+" ||
                          (!words.empty() && (words.front() == "add" || words.front() == "create"));
        return adds ? node.ref : 0;
    }
    return 0;
}

}  // namespace

Async<Result<bool>> add_to_list(Run& run, const lite::Step& step)
{
    const auto names = names_in(without_tail_words(step.clause, {"."}));
    if (names.empty()) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (lone_field(*scene) == 0) co_return false;
    const auto counted = fit("{!verb} {#count} [new] {!thing} {*}", step.clause);
    const auto count = counted ? number_word(counted->at("count")) : std::nullopt;
    if (count && *count != static_cast<int>(names.size()))
        co_return cannot("it is not clear which " + counted->at("count") + " are to be added");
    for (const auto& name : names) {
        const auto field = lone_field(run.hands.scene());
        if (field == 0) co_return cannot("there is no field any more to add \"" + name + "\" with");
        CO_TRY_DONE(co_await run.hands.fill(field, name));
        CO_TRY_DONE(co_await run.hands.look());
        if (const auto adder = adder_behind(run.hands.scene(), field); adder != 0) {
            CO_TRY_DONE(co_await run.hands.press(adder));
        } else {
            CO_TRY_DONE(co_await run.hands.key("Enter", 1, field));
        }
        constexpr Millis taking_limit(1'500);
        CO_TRY(
            const bool is_taken,
            co_await run.hands.look_until(
                [&](const Scene& now) { return contains_word(now.whole_text(), name); }, taking_limit
            )
        );
        if (!is_taken) co_return cannot("the page did not add \"" + name + "\"");
    }
    run.has_open_form = false;
    run.subject = names.back();
    // "… and delete it": the last of them.
    scene = &run.hands.scene();
    if (const int anchor = anchor_of(*scene, names.back()); anchor >= 0) {
        const int record = record_of(*scene, anchor);
        run.record = scene->node(record >= 0 ? record : scene->element_of(anchor)).ref;
    }
    co_return true;
}

}  // namespace lissom::agent::lite::skills
