#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/figures.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Strokes of the mouse: from one drawn thing to another, and plain figures on an empty drawing area.
namespace lissom::agent::lite::skills {

namespace {

using browser::Point;
using browser::Rect;

// The one figure that the words describe.
std::optional<Point> figure_named(const Scene& scene, const std::string& words)
{
    const auto description = describe(words);
    if (!description.is_complete) return std::nullopt;
    const auto figures = figures_like(scene, description);
    if (figures.size() != 1) return std::nullopt;
    return figures.front().rect.centre();
}

// "a line from the red dot to the blue one", "the red dot with the blue dot": both ends.
std::optional<std::array<std::string, 2>> ends_in(const lite::Step& step)
{
    if (step.has("from") && step.has("to")) return std::array{step.slot("from"), step.slot("to")};
    for (const std::string_view pattern :
         {"[{*}] line from {from} to {to}",
          "[{*}] line between {from} and {to}",
          "[{*}] line that (connects|joins|links) {from} (and|with|to) {to}"})
        if (const auto slots = fit(pattern, step.slot("object")))
            return std::array{slots->at("from"), slots->at("to")};
    return std::nullopt;
}

// The largest area that can be drawn on, without its rim.
std::optional<Rect> drawing_area(const Scene& scene)
{
    std::optional<Rect> area;
    for (const auto& node : scene.nodes())
        if ((node.tag == "canvas" || node.tag == "svg") && (!area || node.rect.area() > area->area()))
            area = node.rect;
    constexpr double smallest = 30;  // CSS px: a smaller one is an icon
    if (!area || area->width < smallest || area->height < smallest) return std::nullopt;
    constexpr double rim = 0.15;
    return Rect{
        area->x + area->width * rim,
        area->y + area->height * rim,
        area->width * (1 - 2 * rim),
        area->height * (1 - 2 * rim)
    };
}

// "the top left [corner]", "the middle": a point of the area.
std::optional<Point> corner_named(const Rect& area, std::string_view words)
{
    const auto says = [&](std::string_view a, std::string_view b) {
        return contains_word(words, a) || contains_word(words, b);
    };
    const bool is_up = says("top", "upper"), is_down = says("bottom", "lower");
    const bool is_left = says("left", "left"), is_right = says("right", "right");
    const bool is_middle = says("middle", "centre") || says("center", "center");
    if (!is_up && !is_down && !is_left && !is_right && !is_middle) return std::nullopt;
    return Point{
        area.x + area.width * (is_left    ? 0
                               : is_right ? 1
                                          : 0.5),
        area.y + area.height * (is_up     ? 0
                                : is_down ? 1
                                          : 0.5)
    };
}

// The stroke that makes the figure; empty where the words name none.
std::vector<Point> stroke_of(const std::string& object, const Rect& area)
{
    const auto says = [&](std::string_view word) { return contains_word(object, word); };
    const auto middle = area.centre();
    const double size = std::min(area.width, area.height);
    const Rect even{middle.x - size / 2, middle.y - size / 2, size, size};
    if (says("line") || says("stroke")) {
        if (fit("{*} [from] [the] left [side|edge] to [the] right [side|edge] [{*}]", object) ||
            says("across"))
            return {{area.x, middle.y}, {area.x + area.width, middle.y}};
        if (fit("{*} [from] [the] top to [the] bottom [{*}]", object))
            return {{middle.x, area.y}, {middle.x, area.y + area.height}};
        if (says("horizontal")) return {{area.x, middle.y}, {area.x + area.width, middle.y}};
        if (says("vertical")) return {{middle.x, area.y}, {middle.x, area.y + area.height}};
        if (says("diagonal")) return {{area.x, area.y}, {area.x + area.width, area.y + area.height}};
        return {};
    }
    if (says("circle")) {
        constexpr int points = 24;
        std::vector<Point> stroke;
        for (int i = 0; i <= points; ++i) {
            const double turn = 2 * std::numbers::pi * i / points;
            stroke.push_back({middle.x + size / 2 * std::cos(turn), middle.y + size / 2 * std::sin(turn)});
        }
        return stroke;
    }
    if (says("square") || says("rectangle") || says("box")) {
        const auto& box = says("square") ? even : area;
        return {
            {box.x, box.y},
            {box.x + box.width, box.y},
            {box.x + box.width, box.y + box.height},
            {box.x, box.y + box.height},
            {box.x, box.y}
        };
    }
    if (says("triangle"))
        return {
            {even.x, even.y + size},
            {middle.x, even.y},
            {even.x + size, even.y + size},
            {even.x, even.y + size}
        };
    return {};
}

Async<Result<bool>> stroke(Run& run, std::vector<Point> points)
{
    JsonArray path;
    for (const auto& point : points) path.push_back(JsonArray{point.x, point.y});
    JsonObject params{{"path", std::move(path)}};
    run.has_open_form = true;
    CO_TRY_DONE(co_await run.hands.act("drag", std::move(params)));
    co_return true;
}

}  // namespace

Async<Result<bool>> sketch(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto area = drawing_area(*scene);
    if (const auto ends = ends_in(step)) {
        auto from = figure_named(*scene, ends->front()), to = figure_named(*scene, ends->back());
        if (!from && !to && area)
            from = corner_named(*area, ends->front()), to = corner_named(*area, ends->back());
        if (from && to) co_return co_await stroke(run, {*from, *to});
        if (step.has("from"))
            co_return cannot(
                "there is no \"" + (from ? ends->back() : ends->front()) + "\" to draw a line by"
            );
        co_return false;
    }
    // What is drawn already may be what the line has to go through.
    const bool is_empty = area && figures_of(*scene).empty();
    auto points = is_empty ? stroke_of(lower(step.slot("object")), *area) : std::vector<Point>();
    if (points.empty()) co_return false;
    co_return co_await stroke(run, std::move(points));
}

}  // namespace lissom::agent::lite::skills
