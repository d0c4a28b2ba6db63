#include <algorithm>
#include <cmath>

#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/grid.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

using browser::Point;

double apart(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }
Point between(Point a, Point b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

double attribute(const view::Node& node, const char* name)
{
    const auto at = node.attributes.find(name);
    return at == node.attributes.end() ? 0 : number_in(at->second).value_or(0);
}

struct Line {
    Point from;
    Point to;
};

// The ends of a drawn line in the viewport: its box says where it lies, its numbers which way it falls.
Line line_of(const view::Node& node)
{
    const auto& box = node.rect;
    const bool falls =
        (attribute(node, "x2") - attribute(node, "x1")) * (attribute(node, "y2") - attribute(node, "y1")) >=
        0;
    const Point left{box.x, falls ? box.y : box.y + box.height};
    const Point right{box.x + box.width, falls ? box.y + box.height : box.y};
    return {left, right};
}

std::vector<Line> lines_of(const Scene& scene)
{
    std::vector<Line> lines;
    for (const auto& figure : figures_of(scene))
        if (figure.kind == "line") lines.push_back(line_of(scene.node(figure.index)));
    return lines;
}

// The point two lines share.
struct Angle {
    Point vertex;
    Point a;
    Point b;
};
std::optional<Angle> angle_of(const Scene& scene)
{
    const auto lines = lines_of(scene);
    std::optional<Angle> found;
    double nearest = 12;  // pixels: lines that meet end within each other's dots
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (std::size_t k = i + 1; k < lines.size(); ++k) {
            const Point ends[2][2] = {{lines[i].from, lines[i].to}, {lines[k].from, lines[k].to}};
            for (int x = 0; x < 2; ++x) {
                for (int y = 0; y < 2; ++y) {
                    const double gap = apart(ends[0][x], ends[1][y]);
                    if (gap >= nearest) continue;
                    nearest = gap;
                    found = Angle{between(ends[0][x], ends[1][y]), ends[0][1 - x], ends[1][1 - y]};
                }
            }
        }
    }
    return found;
}

Point on_bisector(const Angle& angle)
{
    const double a = apart(angle.vertex, angle.a);
    const double b = apart(angle.vertex, angle.b);
    const double length = std::min(a, b) * 0.8;
    const Point way{
        (angle.a.x - angle.vertex.x) / a + (angle.b.x - angle.vertex.x) / b,
        (angle.a.y - angle.vertex.y) / a + (angle.b.y - angle.vertex.y) / b
    };
    const double norm = std::hypot(way.x, way.y);
    return {angle.vertex.x + way.x / norm * length, angle.vertex.y + way.y / norm * length};
}

// The dots of a drawing: small filled circles.
std::vector<Point> dots_of(const Scene& scene)
{
    std::vector<Point> dots;
    for (const auto& figure : figures_of(scene))
        if (figure.kind == "circle") dots.push_back(figure.rect.centre());
    return dots;
}

// Numbers along an axis: where a unit lies in pixels, by the labels that stand in a row.
struct Axis {
    double zero = 0;
    double unit = 0;
};
struct Label {
    double value;
    Point at;
};

std::optional<Axis> axis_from(const std::vector<Label>& labels, bool is_horizontal)
{
    // Labels of one axis share the other coordinate.
    std::vector<Label> row;
    for (const auto& each : labels) {
        std::vector<Label> same;
        for (const auto& other : labels)
            if (std::abs(is_horizontal ? other.at.y - each.at.y : other.at.x - each.at.x) < 8)
                same.push_back(other);
        if (same.size() > row.size()) row = std::move(same);
    }
    if (row.size() < 2) return std::nullopt;
    const auto by_value = [](const Label& a, const Label& b) { return a.value < b.value; };
    const auto low = *std::ranges::min_element(row, by_value);
    const auto high = *std::ranges::max_element(row, by_value);
    if (high.value == low.value) return std::nullopt;
    Axis axis;
    const double from = is_horizontal ? low.at.x : low.at.y;
    const double to = is_horizontal ? high.at.x : high.at.y;
    axis.unit = (to - from) / (high.value - low.value);
    axis.zero = from - axis.unit * low.value;
    return axis;
}

std::optional<Point> grid_point(const Scene& scene, double x, double y)
{
    std::vector<Label> labels;
    for (const auto& node : scene.nodes()) {
        if (node.role != "text" || node.name.size() > 6 ||
            node.name.find_first_not_of("-−0123456789. ") != std::string::npos)
            continue;
        if (const auto value = number_in(node.name)) labels.push_back({*value, node.rect.centre()});
    }
    const auto across = axis_from(labels, true);
    const auto along = axis_from(labels, false);
    if (!across || !along) return std::nullopt;
    Point point{across->zero + across->unit * x, along->zero + along->unit * y};
    // Labels stand beside the lines they name: the nearest dot is what is meant.
    const double reach = std::min(std::abs(across->unit), std::abs(along->unit)) * 0.45;
    for (const auto& dot : dots_of(scene))
        if (apart(dot, point) < reach) return dot;
    return point;
}

// The drawing area around the figures.
browser::Rect canvas_of(const Scene& scene, Point inside)
{
    browser::Rect canvas{0, 0, 1e9, 1e9};
    for (const auto& node : scene.nodes())
        if ((node.tag == "svg" || node.tag == "canvas") && node.rect.contains(inside) &&
            node.rect.area() < canvas.area())
            canvas = node.rect;
    return canvas;
}

// A point that makes a right angle at the first of two points, inside of the drawing.
Point square_to(const Scene& scene, Point vertex, Point other)
{
    const auto canvas = canvas_of(scene, vertex);
    const Point way{other.x - vertex.x, other.y - vertex.y};
    for (const double sign : {1.0, -1.0}) {
        const Point at{vertex.x - sign * way.y * 0.7, vertex.y + sign * way.x * 0.7};
        if (canvas.contains(at)) return at;
    }
    return {vertex.x - way.y * 0.3, vertex.y + way.x * 0.3};
}

Async<Done> mark(Run& run, Point at)
{
    run.has_open_form = true;
    CO_TRY_DONE(co_await run.hands.press_at(at));
    co_return Done();
}

}  // namespace

Async<Done> point(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto clause = lower(step.clause);
    const auto object = step.slot("object");
    if (const int cell = grid_cell(*scene, clause); cell >= 0)
        co_return co_await mark(run, scene->node(cell).rect.centre());
    if (fit("{*} (right|90 degree) angle {*}", "x " + clause + " x")) {
        const auto ends = dots_of(*scene);
        if (ends.size() < 2) co_return cannot("there are no two points on the page");
        co_return co_await mark(run, square_to(*scene, ends[0], ends[1]));
    }
    if (contains_word(clause, "bisects") || contains_word(clause, "bisect") ||
        contains_word(clause, "angle")) {
        const auto angle = angle_of(*scene);
        if (!angle) co_return cannot("there is no angle on the page");
        co_return co_await mark(run, on_bisector(*angle));
    }
    const auto numbers = numbers_in(object);
    const bool is_coordinate = contains_word(clause, "coordinate") || contains_word(clause, "coordinates") ||
                               contains_word(clause, "grid") || contains_word(clause, "point") ||
                               contains_word(clause, "plot");
    if (is_coordinate && numbers.size() >= 2) {
        const auto at = grid_point(*scene, numbers[0], numbers[1]);
        if (!at) co_return cannot("there are no axes to find the point by");
        co_return co_await mark(run, *at);
    }
    const auto plain = without_prefix_words(object, {"of", "in", "the"});
    const auto description = describe(plain);
    if (description.is_complete && !description.kind.empty() && description.kind != "line") {
        const auto figures = figures_like(*scene, description);
        const auto largest =
            std::ranges::max_element(figures, {}, [](const Figure& each) { return each.rect.area(); });
        if (largest != figures.end()) co_return co_await mark(run, largest->rect.centre());
    }
    const bool is_middle = contains_word(clause, "midpoint") || contains_word(clause, "mid point") ||
                           contains_word(clause, "between") || contains_word(clause, "middle");
    const auto dots = dots_of(*scene);
    const auto lines = lines_of(*scene);
    if (is_middle && dots.size() == 2) co_return co_await mark(run, between(dots[0], dots[1]));
    if (is_middle && lines.size() == 1) co_return co_await mark(run, between(lines[0].from, lines[0].to));
    const int found = best(*scene, plain, Use::look);
    if (found < 0) co_return cannot("there is no \"" + plain + "\" on the page");
    co_return co_await mark(run, scene->node(found).rect.centre());
}

Async<Done> draw(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    CO_TRY(const bool is_sketched, co_await sketch(run, step));
    if (is_sketched) co_return Done();
    CO_TRY(scene, co_await run.hands.look());
    const auto object = lower(step.slot("object"));
    const auto dots = dots_of(*scene);
    if (!contains_word(object, "line")) co_return cannot("only straight lines can be drawn");
    run.has_open_form = true;
    constexpr double reach = 40;  // pixels to either side of the dot
    const bool is_horizontal = contains_word(object, "horizontal");
    const bool is_vertical = contains_word(object, "vertical");
    if ((is_horizontal || is_vertical) && !dots.empty()) {
        const auto dot = dots.front();
        const auto canvas = canvas_of(*scene, dot);
        Point from = dot;
        Point to = dot;
        if (is_horizontal) {
            from.x = std::max(dot.x - reach, canvas.x + 4);
            to.x = std::min(dot.x + reach, canvas.x + canvas.width - 4);
        } else {
            from.y = std::max(dot.y - reach, canvas.y + 4);
            to.y = std::min(dot.y + reach, canvas.y + canvas.height - 4);
        }
        CO_TRY_DONE(co_await run.hands.drag(from, to));
        co_return Done();
    }
    if (dots.size() >= 2) {
        CO_TRY_DONE(co_await run.hands.drag(dots[0], dots[1]));
        co_return Done();
    }
    co_return cannot("there is nothing on the page to draw that line by");
}

}  // namespace lissom::agent::lite::skills
