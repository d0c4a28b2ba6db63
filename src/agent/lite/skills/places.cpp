#include <algorithm>
#include <set>

#include "agent/lite/deeds.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// Where a step takes place: what it names beside its object, what it says first, or the record last found.
int place_of(const Run& run, const Scene& scene, const std::string& place)
{
    if (!place.empty() && !refers_back(place)) return place_named(scene, place);
    return scene.index_of(run.record);
}

std::vector<int> good_ones(const std::vector<Candidate>& ranked)
{
    std::vector<int> good;
    for (const auto& each : ranked)
        if (each.score >= good_enough) good.push_back(each.index);
    std::ranges::sort(good);
    return good;
}

// Every text that names the place as well as the first does.
std::vector<int> places_named(const Scene& scene, std::string_view place)
{
    const int first = place_named(scene, place);
    std::vector<int> all;
    if (first < 0) return all;
    const auto name = scene.node(first).name;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).name == name && scene.node(i).role == scene.node(first).role) all.push_back(i);
    return all;
}

// The n-th of those in the box, where a number is said; else the first. -1: there are not so many.
int meant_among(
    const Scene& scene,
    const Target& target,
    const std::vector<int>& controls,
    int begin,
    int end
)
{
    std::vector<int> inside;
    for (const int each : controls) {
        if (each < begin || each >= end) continue;
        // A label and the button inside of it are one thing to a person.
        if (inside.empty() || !scene.is_inside(each, inside.back())) inside.push_back(each);
    }
    const int count = static_cast<int>(inside.size());
    const int nth = target.ordinal ? *target.ordinal : 1;
    const int at = nth < 0 ? count + nth : nth - 1;
    return at >= 0 && at < count ? inside[static_cast<std::size_t>(at)] : -1;
}

// Where what stands under a heading ends: at the next one of its kind.
int end_of_part(const Scene& scene, int heading)
{
    int own = scene.element_of(heading);
    // Alone in a box of its own, as long as it is folded.
    while (scene.alike(own).size() < 2 && scene.parent(own) >= 0 &&
           scene.text_of(scene.parent(own)) == scene.text_of(own))
        own = scene.parent(own);
    for (const int each : scene.alike(own))
        if (each > own) return each;
    return scene.size();
}

// A heading that folds what is below it, folded.
Async<Result<bool>> unfold(Run& run, int place)
{
    const auto& scene = run.hands.scene();
    const int at = scene.operable_at(place);
    if (at < 0 || !scene.node(at).is_operable || !scene.node(at).href.empty() ||
        is_deed(scene.node(at).name) || scene.node(at).expanded == view::Tristate::on)
        co_return false;
    const auto text = scene.whole_text();
    CO_TRY_DONE(co_await run.hands.press(scene.node(at).ref));
    constexpr Millis unfolding_limit(900);
    co_return co_await run.hands.look_until(
        [&](const Scene& now) { return now.whole_text() != text; }, unfolding_limit
    );
}

// "⋯", "Actions for ticket 1044", what says that a menu pops up.
bool opens_menu(const view::Node& node)
{
    static const std::set<std::string, std::less<>> signs = {"⋯", "…", "⋮", "...", "•••", "☰", "︙"};
    static const std::set<std::string, std::less<>> words = {"more", "menu", "actions", "options"};
    if (signs.contains(trimmed(node.name))) return true;
    if (node.role != "button" && node.role != "link" && node.role != "generic" && node.role != "img")
        return false;
    const auto said = words_of(node.name);
    constexpr std::size_t longest = 6;
    return said.size() <= longest &&
           std::ranges::any_of(said, [&](const std::string& word) { return words.contains(word); });
}

// Behind the record's own menu: "more", "…", "options".
Async<Result<bool>> press_in_menu_of(Run& run, int record, Target target)
{
    const auto* scene = &run.hands.scene();
    view::Ref menu = 0;
    double top = 0.5;
    for (int i = record; i < scene->end_of(record); ++i) {
        if (scene->node(i).ref == 0 || !scene->node(i).is_operable) continue;
        double score = std::max(says(*scene, i, "more"), says(*scene, i, "menu"));
        if (opens_menu(scene->node(i))) score = std::max(score, 0.7);
        if (score > top) top = score, menu = scene->node(i).ref;
    }
    if (menu == 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(menu));
    const auto is_shown = [&](const Scene& now) {
        const auto found = rank(now, target, Use::press);
        return !found.empty() && found.front().score >= good_enough;
    };
    CO_TRY(const bool opened, co_await run.hands.look_until(is_shown, Millis(1'000)));
    if (!opened) co_return false;
    scene = &run.hands.scene();
    auto ranked = rank(*scene, target, Use::press);
    // What the menu has just shown stands before what was there.
    std::ranges::sort(ranked, [&](const Candidate& a, const Candidate& b) {
        const double x = a.score + (scene->node(a.index).is_new ? 0.2 : 0);
        const double y = b.score + (scene->node(b.index).is_new ? 0.2 : 0);
        return x != y ? x > y : a.index < b.index;
    });
    CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::press)));
    co_return true;
}

}  // namespace

Async<Done> press_in_every_place(Run& run, Target target, std::size_t count)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto what = target;
    what.place.clear();
    what.is_all = false;
    const auto controls = good_ones(rank(*scene, what, Use::press));
    std::vector<view::Ref> refs;
    for (const int place : places_named(*scene, target.place)) {
        const int box = scene->box_with(place, controls);
        if (box < 0) continue;
        const auto first = std::ranges::lower_bound(controls, box);
        const auto ref = ref_of(*scene, *first, Use::press);
        if (std::ranges::find(refs, ref) == refs.end()) refs.push_back(ref);
    }
    if (refs.empty() || refs.size() < count)
        co_return cannot("there is no \"" + target.phrase + "\" on the page, or not that often");
    if (count > 0) refs.resize(count);
    run.has_open_form = true;
    for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

Async<Done> press_every(Run& run, Target target)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> refs;
    for (const int index : every(*scene, target, Use::press))
        refs.push_back(ref_of(*scene, index, Use::press));
    if (refs.empty()) co_return cannot("there is no \"" + target.phrase + "\" on the page");
    for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

// The control inside of a record: in sight, or behind the record's own menu.
Async<Done> press_in_place(Run& run, Target target, std::string place_words)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    int place = place_of(run, *scene, place_words);
    target.place.clear();
    auto any = target;  // the number counts within the place
    any.ordinal.reset();
    const auto is_bare =
        target.ordinal && target.words.empty() && target.quoted.empty() && target.kind.empty();
    auto controls = good_ones(rank(*scene, is_bare ? target : any, Use::press));
    if (place < 0) {
        CO_TRY_DONE(co_await press_best(run, target.phrase));
        co_return Done();
    }
    if (scene->node(scene->element_of(place)).role == "columnheader" &&
        place != scene->index_of(run.record)) {
        std::erase_if(controls, [&](int each) { return !stands_below(*scene, each, place); });
        const int below = meant_among(*scene, target, controls, 0, scene->size());
        if (below < 0)
            co_return cannot("there is no \"" + target.phrase + "\" under \"" + place_words + "\"");
        CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, below, Use::press)));
        co_return Done();
    }
    // The record that was found before is the place itself.
    const int record = place == scene->index_of(run.record) ? place : record_of(*scene, place);
    const auto inside = [&](int box) {
        return box < 0 ? -1 : meant_among(*scene, target, controls, box, scene->end_of(box));
    };
    int control = inside(record);
    if (control < 0 && record < 0) {
        const int end = end_of_part(*scene, place);
        control = meant_among(*scene, target, controls, place, end);
        if (control < 0 && end < scene->size()) {
            CO_TRY(const bool is_unfolded, co_await unfold(run, place));
            scene = &run.hands.scene();
            place = is_unfolded ? place_of(run, *scene, place_words) : -1;
            controls = good_ones(rank(*scene, any, Use::press));
            if (place >= 0)
                control = meant_among(*scene, target, controls, place, end_of_part(*scene, place));
            if (control < 0)
                co_return cannot("there is no \"" + target.phrase + "\" in \"" + place_words + "\"");
        }
        if (control < 0) control = inside(scene->box_with(place, controls));
    }
    if (control >= 0) {
        CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, control, Use::press)));
        co_return Done();
    }
    if (record >= 0) {
        CO_TRY(const bool is_pressed, co_await press_in_menu_of(run, record, target));
        if (is_pressed) co_return Done();
    }
    CO_TRY_DONE(co_await press_best(run, target.phrase));
    co_return Done();
}

// Turns pages until the name is in sight.
Async<Result<bool>> press_in_menu(Run& run, std::string words)
{
    const int record = run.hands.scene().index_of(run.record);
    if (record < 0) co_return false;
    co_return co_await press_in_menu_of(run, record, parse_target(words));
}

Async<Done> find_place(Run& run, std::string name)
{
    constexpr int max_pages = 12;
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (int page = 0; page < max_pages; ++page) {
        if (contains_word(scene->whole_text(), name) || place_named(*scene, name) >= 0) co_return Done();
        const auto next = next_page(*scene);
        const auto text = scene->whole_text();
        if (next == 0) break;
        CO_TRY_DONE(co_await run.hands.press(next));
        CO_TRY(
            const bool turned,
            co_await run.hands.look_until(
                [&](const Scene& now) { return now.whole_text() != text; }, Millis(2'000)
            )
        );
        if (!turned) break;
        scene = &run.hands.scene();
    }
    co_return cannot("there is no \"" + name + "\" on the page");
}

}  // namespace lissom::agent::lite::skills
