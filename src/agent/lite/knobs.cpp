#include "agent/lite/knobs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "agent/lite/values.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

using browser::Rect;

// The long thin box that the handle lies on; nothing where there is none.
std::optional<Rect> track_of(const Scene& scene, int knob)
{
    constexpr double shortest = 60, thickest = 24, beside = 14;  // CSS px
    const auto& at = scene.node(knob).rect;
    const auto middle = at.centre();
    std::optional<Rect> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto& box = node.rect;
        const auto [thin, length] = std::minmax(box.width, box.height);
        if (node.ref == 0 || i == knob || scene.is_inside(i, knob) || length < shortest || thin > thickest ||
            length < 4 * thin || node.is_editable)
            continue;
        if (!scene.text_of(i).empty()) continue;
        const bool is_on_it = middle.x > box.x - beside && middle.x < box.x + box.width + beside &&
                              middle.y > box.y - beside && middle.y < box.y + box.height + beside;
        if (is_on_it && (!found || length > std::max(found->width, found->height))) found = box;
    }
    return found;
}

// Every number the page shows, by the element that shows it and its place in there.
using Numbers = std::map<std::pair<view::Ref, std::size_t>, double>;

Numbers numbers_on(const Scene& scene)
{
    Numbers all;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto& text = node.role == "text" ? node.name : node.value;
        constexpr std::size_t longest = 40;
        const int element = scene.element_of(i);
        if (text.empty() || text.size() > longest || element < 0) continue;
        std::size_t place = 0;
        for (const double number : numbers_in(text))
            all.emplace(std::pair(scene.node(element).ref, place++), number);
    }
    return all;
}

// What the drag has changed, in an element that was there before.
std::optional<std::pair<view::Ref, std::size_t>> changed_number(const Numbers& before, const Numbers& after)
{
    for (const auto& [place, number] : after)
        if (const auto was = before.find(place); was != before.end() && was->second != number) return place;
    return std::nullopt;
}

double along(const Rect& rect, bool is_flat) { return is_flat ? rect.centre().x : rect.centre().y; }

Async<Result<double>> drag_to(Run& run, view::Ref knob, double place, bool is_flat)
{
    const auto* node = run.hands.scene().snapshot().find(knob);
    if (node == nullptr) co_return cannot("the slider has gone from the page");
    const auto from = node->rect.centre();
    CO_TRY_DONE(
        co_await run.hands.drag(from, is_flat ? browser::Point{place, from.y} : browser::Point{from.x, place})
    );
    CO_TRY(const auto* now, co_await run.hands.look());
    node = now->snapshot().find(knob);
    if (node == nullptr) co_return cannot("the slider has gone from the page");
    co_return along(node->rect, is_flat);
}

}  // namespace

std::vector<int> drawn_knobs(const Scene& scene)
{
    constexpr double smallest = 6, largest = 34, unevenness = 12;  // CSS px
    return scene.where([&](const view::Node& node) {
        const auto& box = node.rect;
        const bool is_small = box.width >= smallest && box.height >= smallest && box.width <= largest &&
                              box.height <= largest && std::abs(box.width - box.height) <= unevenness;
        if (node.ref == 0 || !node.is_operable || !is_small || node.role != "generic") return false;
        const int at = scene.index_of(node.ref);
        return scene.text_of(at).empty() && track_of(scene, at).has_value();
    });
}

Async<Done> drag_knob_to(Run& run, view::Ref knob, double wanted)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int at = scene->index_of(knob);
    const auto track = at < 0 ? std::nullopt : track_of(*scene, at);
    if (!track) co_return cannot("there is no slider that could be dragged");
    const bool is_flat = track->width >= track->height;
    const double low = is_flat ? track->x : track->y;
    const double high = low + (is_flat ? track->width : track->height);
    run.has_open_form = true;

    // A first move tells which number follows the handle, and how far one step goes.
    const auto before = numbers_on(*scene);
    double place = along(scene->node(at).rect, is_flat);
    const double probe = (high - low) / 4;
    const double was = place;
    CO_TRY(place, co_await drag_to(run, knob, place + (place < (low + high) / 2 ? probe : -probe), is_flat));
    const auto after = numbers_on(run.hands.scene());
    const auto display = changed_number(before, after);
    if (!display || place == was) co_return cannot("no number on the page follows the slider");
    double now = after.at(*display);
    double per_pixel = (now - before.at(*display)) / (place - was);
    constexpr int most_drags = 10;
    for (int round = 0; round < most_drags && now != wanted && per_pixel != 0; ++round) {
        const double goal = std::clamp(place + (wanted - now) / per_pixel, low, high);
        const double from = place, shown = now;
        CO_TRY(place, co_await drag_to(run, knob, goal, is_flat));
        const auto numbers = numbers_on(run.hands.scene());
        const auto follows = numbers.find(*display);
        if (follows == numbers.end() || (follows->second == shown && place == from)) break;
        now = follows->second;
        if (place != from && now != shown) per_pixel = (now - shown) / (place - from);
    }
    if (now != wanted)
        co_return cannot("the slider stopped at " + number_text(now) + ", not at " + number_text(wanted));
    co_return Done();
}

}  // namespace lissom::agent::lite
