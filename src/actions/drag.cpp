#include <cmath>

#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr int steps = 10;  // of the pointer between two points: sortable lists want to see it pass
constexpr std::size_t max_points = 200;

Result<std::vector<browser::Point>> path_from(const JsonObject& params)
{
    std::vector<browser::Point> path;
    const auto* list = array_at(params, "path");
    if (list == nullptr) return path;
    if (list->size() > max_points)
        return Error{ErrorCode::invalid_argument, "'path' may have 200 points at most"};
    for (const auto& each : *list) {
        const auto* pair = each.if_array();
        if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_number() || !pair->at(1).is_number()) {
            return Error{
                ErrorCode::invalid_argument, "'path' must be a list of points, like [[10, 20], [30, 40]]"
            };
        }
        path.push_back({pair->at(0).to_number<double>(), pair->at(1).to_number<double>()});
    }
    return path;
}

// A straight line in small steps, and once more at its end: drop targets light up on the last move.
void move_to(std::vector<browser::Point>& path, browser::Point to)
{
    const auto from = path.back();
    for (int i = 1; i <= steps; ++i) {
        const double share = static_cast<double>(i) / steps;
        path.push_back({from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
    }
    path.push_back(to);
}

Aim loose_aim(std::optional<browser::Point> at)
{
    Aim aim;
    aim.is_guarded = false;
    aim.must_be_enabled = false;
    aim.must_be_reachable = false;
    aim.at = at;
    return aim;
}

// Where the drag ends. The start was brought into view first; if that moved the end out of it, both cannot be
// reached.
Async<Result<browser::Point>> end_of(browser::Page& page, view::Ref to, std::optional<browser::Point> at)
{
    Before ignored;
    CO_TRY(const auto target, co_await aim_at(page, ignored, to, loose_aim(at)));
    co_return target.point;
}

Async<Result<Effect>> run_drag(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto from, optional_ref_from(params, "element"));
    CO_TRY(const auto from_at, optional_point_from(params, "at"));
    CO_TRY(const auto to, optional_ref_from(params, "to"));
    CO_TRY(const auto to_at, optional_point_from(params, "to_at"));
    CO_TRY(const auto by, optional_point_from(params, "by"));
    CO_TRY(const auto via, path_from(params));
    if (!from && !from_at && via.empty())
        co_return Error{
            ErrorCode::invalid_argument, "'element', 'at' or 'path' must say where the drag begins"
        };
    if (!to && !to_at && !by && via.empty())
        co_return Error{
            ErrorCode::invalid_argument, "'to', 'to_at', 'by' or 'path' must say where the drag ends"
        };
    CO_TRY(auto* page, front_page(stage));

    auto before = look_before(stage, *page);
    std::vector<browser::Point> path;
    std::string what = "a point";
    if (from) {
        // The end first: scrolling for it may move the start, never the other way round unseen.
        if (to) CO_TRY_DONE(co_await end_of(*page, *to, to_at));
        Aim aim;
        aim.is_guarded = false;
        aim.must_be_enabled = true;
        aim.at = from_at;
        CO_TRY(const auto start, co_await aim_at(*page, before, *from, aim));
        path.push_back(start.point);
        what = start.what;
    } else {
        CO_TRY_DONE(co_await watch_page(*page, before));
        path.push_back(from_at ? *from_at : via.front());
    }
    const auto start = path.front();

    if (by) move_to(path, {start.x + by->x, start.y + by->y});
    for (const auto& point : via) move_to(path, point);
    std::string where;
    if (to) {
        CO_TRY(const auto end, co_await end_of(*page, *to, to_at));
        if (from) {
            // Bringing the end into view must not have moved the start away from where the press will be.
            Before again = before;
            Aim aim;
            aim.is_guarded = false;
            aim.at = from_at;
            CO_TRY(const auto now, co_await aim_at(*page, again, *from, aim));
            if (std::abs(now.point.x - start.x) > 1 || std::abs(now.point.y - start.y) > 1) {
                co_return Error{
                    ErrorCode::page_error,
                    "the two ends of the drag cannot be in view at the same time; scroll so that both are"
                };
            }
        }
        move_to(path, end);
        where = " to e" + std::to_string(*to);
    } else if (to_at) {
        move_to(path, *to_at);
    }
    const auto end = path.back();
    CO_TRY_DONE(co_await page->drag(std::move(path)));
    if (where.empty())
        where = " to " + std::to_string(std::lround(end.x)) + "," + std::to_string(std::lround(end.y));
    co_return co_await finish(stage, before, "dragged " + what + where);
}

}  // namespace

const Action drag{
    "drag",
    "Presses on an element (or a point), moves, and lets go: onto another element, by an offset, to a point, "
    "or along a path. Sliders, sortable "
    "lists, drawing, selecting text, resizing.",
    R"({"type":"object","properties":{
        "element":{"type":"string","description":"where it begins"},"at":{"type":"array","items":{"type":"number"},"description":"[x, y] from the element's corner, or of the page"},
        "to":{"type":"string","description":"element where it ends"},"to_at":{"type":"array","items":{"type":"number"},"description":"[x, y] from that element's corner, or of the page"},
        "by":{"type":"array","items":{"type":"number"},"description":"[dx, dy]"},
        "path":{"type":"array","items":{"type":"array","items":{"type":"number"}},"description":"points of the page"}}})",
    run_drag,
};

}  // namespace lissom::actions
