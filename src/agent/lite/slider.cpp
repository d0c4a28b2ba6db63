#include "agent/lite/slider.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "agent/lite/knobs.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr int max_presses = 200;  // keys sent in one go; `press` takes no more
constexpr int max_rounds = 8;

bool called(const view::Node& node, std::string_view word)
{
    const auto at = node.attributes.find("class");
    return at != node.attributes.end() && lower(at->second).contains(word);
}

// All numbers that stand alone on the page, with the element they stand in: one of them shows where the
// slider is.
struct Shown {
    view::Ref ref = 0;
    double number = 0;
};

std::vector<Shown> numbers_shown(const Scene& scene)
{
    std::vector<Shown> shown;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto& text = node.role == "text" ? node.name : node.value;
        if (text.empty() || text.size() > 24) continue;
        const auto number = number_in(text);
        const int element = scene.element_of(i);
        if (number && element >= 0) shown.push_back({scene.node(element).ref, *number});
    }
    return shown;
}

double value_at(const Scene& scene, view::Ref ref, double fallback)
{
    for (const auto& each : numbers_shown(scene))
        if (each.ref == ref) return each.number;
    return fallback;
}

// The element whose number has changed between two looks.
view::Ref moved_number(const std::vector<Shown>& before, const std::vector<Shown>& after)
{
    for (const auto& now : after)
        for (const auto& then : before)
            if (now.ref == then.ref && now.number != then.number) return now.ref;
    return 0;
}

Async<Done> press_times(Run& run, const char* key, int times, view::Ref handle)
{
    while (times > 0) {
        const int now = std::min(times, max_presses);
        CO_TRY_DONE(co_await run.hands.key(key, now, handle));
        times -= now;
    }
    co_return Done();
}

}  // namespace

std::vector<int> sliders(const Scene& scene)
{
    auto found = scene.where([](const view::Node& node) { return node.ref != 0 && node.role == "slider"; });
    if (found.empty())
        found = scene.where([](const view::Node& node) {
            return node.ref != 0 && node.is_operable && called(node, "slider");
        });
    if (found.empty())
        found = scene.where([](const view::Node& node) {
            return node.ref != 0 && node.is_operable && (called(node, "handle") || called(node, "range"));
        });
    if (found.empty()) found = drawn_knobs(scene);
    // The inner ones: a handle takes the keys, its track does not.
    std::erase_if(found, [&](int i) {
        return std::ranges::any_of(found, [&](int other) { return other != i && scene.is_inside(other, i); });
    });
    return found;
}

Async<Done> slide_to(Run& run, view::Ref control, double wanted)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    run.has_open_form = true;
    const int index = scene->index_of(control);
    if (index < 0) co_return cannot("the slider has gone from the page");
    if (scene->node(index).input_type == "range" || scene->node(index).input_type == "number") {
        const auto limit = [&](const char* name) -> std::optional<double> {
            const auto at = scene->node(index).attributes.find(name);
            return at == scene->node(index).attributes.end() ? std::nullopt : number_in(at->second);
        };
        if (wanted < limit("min").value_or(wanted) || wanted > limit("max").value_or(wanted))
            co_return cannot("it cannot be set to " + number_text(wanted) + ": its scale ends before that");
        CO_TRY_DONE(co_await run.hands.fill(control, number_text(wanted)));
        CO_TRY(scene, co_await run.hands.look());
        const auto* node = scene->snapshot().find(control);
        const auto shown = node == nullptr ? std::nullopt : number_in(node->value);
        if (shown && *shown != wanted)
            co_return cannot("it was set to " + node->value + ", for it takes no " + number_text(wanted));
        co_return Done();
    }
    const auto before = numbers_shown(*scene);
    const auto is_there = [&](const std::vector<Shown>& shown) {
        return std::ranges::any_of(shown, [&](const Shown& each) {
            return each.ref == control && each.number == wanted;
        });
    };
    if (is_there(before)) co_return Done();

    // One key tells which number follows the slider, and how far one step goes.
    const bool is_spinner = scene->node(index).role == "spinbutton";
    const char* up = is_spinner ? "ArrowUp" : "ArrowRight";
    const char* down = is_spinner ? "ArrowDown" : "ArrowLeft";
    CO_TRY_DONE(co_await run.hands.key(up, 1, control));
    CO_TRY(scene, co_await run.hands.look());
    auto after = numbers_shown(*scene);
    auto display = moved_number(before, after);
    if (display == 0) {
        CO_TRY_DONE(co_await run.hands.key(down, 1, control));
        CO_TRY(scene, co_await run.hands.look());
        after = numbers_shown(*scene);
        display = moved_number(before, after);
    }
    if (display == 0 && !is_spinner) co_return co_await drag_knob_to(run, control, wanted);
    if (display == 0) co_return cannot("the slider does not move by its keys");
    double was = 0;
    for (const auto& each : before)
        if (each.ref == display) was = each.number;
    double now = value_at(*scene, display, was);
    const double step = std::max(std::abs(now - was), 1e-9);

    for (int round = 0; round < max_rounds && std::abs(now - wanted) > step / 2; ++round) {
        const int times = std::max(1, static_cast<int>(std::lround(std::abs(wanted - now) / step)));
        CO_TRY_DONE(co_await press_times(run, wanted > now ? up : down, times, control));
        CO_TRY(scene, co_await run.hands.look());
        const double next = value_at(*scene, display, now);
        if (next == now) break;
        now = next;
    }
    if (std::abs(now - wanted) > step / 2)
        co_return cannot("the slider stopped at " + number_text(now) + ", not at " + number_text(wanted));
    co_return Done();
}

}  // namespace lissom::agent::lite
