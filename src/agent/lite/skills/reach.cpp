#include <algorithm>
#include <cctype>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Getting at things without pressing them for good: closing, unfolding, hovering, scrolling.
namespace lissom::agent::lite::skills {

namespace {

// "the ticket 'Headset echo'", "booking 5502", "the order of Ann": one of many, not what lies over the page.
bool names_record(std::string_view object)
{
    static const std::set<std::string, std::less<>> windows = {
        "dialog",
        "popup",
        "pop-up",
        "banner",
        "window",
        "modal",
        "tab",
        "overlay",
        "message",
        "notification",
        "box",
        "panel",
        "menu",
        "alert",
        "notice"
    };
    const auto words = words_of(object);
    if (std::ranges::any_of(words, [&](const std::string& word) { return windows.contains(word); }))
        return false;
    return !quoted_texts(object).empty() ||
           fit("[the|my] {!thing} [number|no|#] {#number} [as {*}]", object) ||
           fit("(the|my) {thing} (at|of|for|with|by|about|from|to|called|named|in) {name}", object);
}

// "No thanks", "Maybe later": what people press to be left alone.
bool is_refusal(std::string_view name)
{
    static const std::set<std::string, std::less<>> known = {
        "no thanks",
        "no, thanks",
        "no thank you",
        "not now",
        "maybe later",
        "later",
        "skip",
        "got it",
        "not interested"
    };
    return known.contains(lower(trimmed(name)));
}

// Of several things that can be closed the one that is named, or counted off.
Result<view::Ref> closing_one(const Scene& scene, std::vector<Candidate> controls, const Target& target)
{
    if (controls.size() == 1) return scene.node(controls.front().index).ref;
    int place = best(scene, target.phrase, Use::look);
    if (place < 0 && !target.ordinal) place = record_by_words(scene, target.phrase);
    for (const auto& each : controls)
        if (place >= 0 && scene.is_inside(each.index, place)) return scene.node(each.index).ref;
    // The name stands beside its control, in a box that has no other.
    for (int box = place < 0 ? -1 : scene.element_of(place); box >= 0; box = scene.parent(box)) {
        const auto is_in_box = [&](const Candidate& each) { return scene.is_inside(each.index, box); };
        const auto count = std::ranges::count_if(controls, is_in_box);
        if (count > 1) break;
        if (count == 1) return scene.node(std::ranges::find_if(controls, is_in_box)->index).ref;
    }
    std::ranges::sort(controls, {}, &Candidate::index);
    const int count = static_cast<int>(controls.size());
    const int at = !target.ordinal ? -1 : *target.ordinal < 0 ? count + *target.ordinal : *target.ordinal - 1;
    if (at >= 0 && at < count) return scene.node(controls[static_cast<std::size_t>(at)].index).ref;
    const bool is_named = !target.quoted.empty() || !target.words.empty() || target.ordinal;
    if (is_named) return cannot("there is no \"" + target.phrase + "\" to close");
    return scene.node(controls.front().index).ref;
}

}  // namespace

Async<Done> close(Run& run, const lite::Step& step)
{
    if (run.hands.page().open_dialog()) {
        JsonObject params{{"accept", true}};
        CO_TRY_DONE(co_await run.hands.act("dialog", std::move(params)));
        co_return Done();
    }
    if (names_record(step.slot("object"))) {
        auto deed = step;
        deed.verb = Verb::act;
        deed.slots["action"] = words_of(step.clause).front();
        deed.slots["record"] = step.slot("object");
        // "as fixed": what it is to be from then on.
        if (const auto slots = fit("{record} as {state}", step.slot("object"))) {
            deed.slots["record"] = slots->at("record");
            deed.slots["state"] = slots->at("state");
        }
        co_return co_await act(run, deed);
    }
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto target = parse_target(step.slot("object"));
    // The close control inside of what is to be closed, or anywhere.
    std::vector<Candidate> controls;
    for (int i = 0; i < scene->size(); ++i) {
        const auto& node = scene->node(i);
        if (node.ref == 0 || !node.is_operable) continue;
        const double score = std::max(
            {says(*scene, i, "close"),
             says(*scene, i, "×"),
             says(*scene, i, "x"),
             says(*scene, i, "dismiss") - 0.1,
             is_refusal(node.name) ? 0.75 : 0.0,
             says(*scene, i, "cancel") - 0.2,
             says(*scene, i, "ok") - 0.3}
        );
        if (score >= good_enough) controls.push_back({i, score});
    }
    std::ranges::sort(controls, [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.index < b.index;
    });
    if (!controls.empty()) {
        std::erase_if(controls, [&](const Candidate& each) {
            return each.score < controls.front().score - 0.06;  // not what means it less plainly
        });
        if (target.is_all) {
            std::vector<view::Ref> refs;
            for (const auto& each : controls) refs.push_back(scene->node(each.index).ref);
            for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
            co_return Done();
        }
        CO_TRY(const auto ref, closing_one(*scene, controls, target));
        CO_TRY_DONE(co_await run.hands.press(ref));
        co_return Done();
    }
    CO_TRY(const auto effect, co_await run.hands.key("Escape"));
    if (!effect.has_changed) co_return cannot("there is no \"" + step.slot("object") + "\" to close");
    co_return Done();
}

Async<Done> expand(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto target = parse_target(step.slot("object"));
    const auto is_closed = [&](int i) {
        const auto& node = scene->node(i);
        return node.ref != 0 && node.is_operable &&
               (node.expanded == view::Tristate::off ||
                (node.tag == "summary" && node.expanded != view::Tristate::on));
    };
    if (target.is_all && !starts_with_word(lower(step.clause), "collapse")) {
        constexpr int most = 40;
        int count = 0;
        for (; count < most; ++count) {
            int closed = 0;
            while (closed < scene->size() && !is_closed(closed)) ++closed;
            if (closed == scene->size()) break;
            const auto ref = scene->node(closed).ref;
            CO_TRY_DONE(co_await run.hands.press(ref));
            CO_TRY(scene, co_await run.hands.look());
            const int now = scene->index_of(ref);
            if (now >= 0 && is_closed(now)) break;  // it does not open, or only one at a time stays open
        }
        if (count > 0) co_return Done();
    }
    // The named one; without a name the only one. Several sections at once are opened when what lies in them
    // is looked for.
    const auto ranked = rank(*scene, target, Use::press);
    for (const auto& each : ranked) {
        const int at = scene->operable_at(each.index);
        if (each.score >= good_enough && at >= 0 &&
            (is_closed(at) || !target.words.empty() || !target.quoted.empty())) {
            const auto text = scene->whole_text();
            CO_TRY_DONE(co_await run.hands.press(scene->node(at).ref));
            CO_TRY(
                const bool unfolded,
                co_await run.hands.look_until(
                    [&](const Scene& now) { return now.whole_text() != text; }, Millis(900)
                )
            );
            (void)unfolded;
            co_return Done();
        }
    }
    for (int i = 0; i < scene->size(); ++i) {
        if (!is_closed(i)) continue;
        if (run.at + 1 < run.steps.size() && target.phrase.ends_with("s")) co_return Done();
        CO_TRY_DONE(co_await run.hands.press(scene->node(i).ref));
        co_return Done();
    }
    // A step that follows will look behind whatever can be opened.
    if (run.at + 1 < run.steps.size()) co_return Done();
    co_return cannot("there is nothing to expand that reads \"" + target.phrase + "\"");
}

namespace {

// The largest part that scrolls by itself, or the page.
Async<Done> scroll_a_little(Run& run, std::string way)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const view::Node* box = nullptr;
    for (const auto& node : scene->nodes())
        if (node.ref != 0 && node.can_scroll && node.tag != "html" && node.tag != "body" &&
            (box == nullptr || node.rect.area() > box->rect.area()))
            box = &node;
    JsonObject params{{"direction", std::move(way)}};
    if (box != nullptr) params["element"] = "e" + std::to_string(box->ref);
    CO_TRY_DONE(co_await run.hands.act("scroll", std::move(params)));
    co_return Done();
}

}  // namespace

Async<Done> scroll(Run& run, const lite::Step& step)
{
    const auto place = lower(step.slot("place"));
    if (step.has("way")) co_return co_await scroll_a_little(run, lower(step.slot("way")));
    if (step.has("object")) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        // The part that scrolls and is called so; the only one there is.
        int box = -1;
        double top = -1;
        for (int i = 0; i < scene->size(); ++i) {
            if (scene->node(i).ref == 0 || !scene->node(i).can_scroll || scene->node(i).tag == "html")
                continue;
            // A list holds things to press, a text does not.
            const auto operables = std::count_if(
                scene->nodes().begin() + i + 1,
                scene->nodes().begin() + scene->end_of(i),
                [](const view::Node& node) { return node.is_operable; }
            );
            const bool wants_text =
                contains_word(step.slot("object"), "text") || contains_word(step.slot("object"), "paragraph");
            const bool wants_list = contains_word(step.slot("object"), "list");
            const double bonus = (wants_text && operables < 3) || (wants_list && operables >= 3) ? 0.15
                                 : scene->node(i).tag == "textarea"                              ? 0.1
                                                                                                 : 0.0;
            const double score = std::max(says(*scene, i, step.slot("object")), bonus);
            if (score > top) top = score, box = i;
        }
        if (box >= 0) {
            const bool is_up = place == "top" || place == "beginning" || place == "start";
            JsonObject params{
                {"element", "e" + std::to_string(scene->node(box).ref)},
                {"direction", is_up ? "top" : "bottom"}
            };
            CO_TRY_DONE(co_await run.hands.act("scroll", std::move(params)));
            co_return Done();
        }
    }
    if (place.contains("bottom") || place.contains("end")) {
        CO_TRY_DONE(co_await run.hands.key("End"));
        co_return Done();
    }
    if (place.contains("top")) {
        CO_TRY_DONE(co_await run.hands.key("Home"));
        co_return Done();
    }
    CO_TRY(auto ranked, co_await locate(run, step.slot("place"), Use::look));
    CO_TRY_DONE(co_await run.hands.bring_into_view(ref_of(run.hands.scene(), ranked.front().index, Use::look))
    );
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
