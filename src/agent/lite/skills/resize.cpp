#include <algorithm>
#include <cmath>
#include <vector>

#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Things made larger and smaller by what is at their rim: a corner, a grip, the divider between two panes.
namespace lissom::agent::lite::skills {

namespace {

using browser::Point;
using browser::Rect;

constexpr double nudge = 25;       // CSS px: far enough to count, near enough to stay in its frame
constexpr double thin = 20;        // CSS px: the broader thing is no grip
constexpr double at_the_rim = 14;  // CSS px from the edge or the corner

int thing_named(const Scene& scene, const std::string& phrase)
{
    if (const auto description = describe(phrase); description.is_complete)
        if (const auto figures = figures_like(scene, description); !figures.empty()) {
            // The grip may be all that can be taken hold of: what it is the grip of is meant.
            const int found = figures.front().index;
            const auto& rect = scene.node(found).rect;
            const bool is_grip = std::max(rect.width, rect.height) <= thin && scene.parent(found) >= 0;
            return is_grip ? scene.parent(found) : found;
        }
    auto found = best(scene, phrase, Use::look);
    // "The Files pane" is what reads "Files".
    const auto bare = without_tail_words(
        phrase, {"pane", "panel", "area", "column", "box", "window", "side", "part", "field"}
    );
    if (found < 0 && bare != phrase) found = best(scene, bare, Use::look);
    return found < 0 ? -1 : scene.element_of(found);
}

// How much wider and taller it is to be; 0: as it is, or as it comes.
struct Growth {
    double width = 0;
    double height = 0;
};

Growth growth_in(const lite::Step& step)
{
    const auto direction = lower(step.slot("direction")), dimension = lower(step.slot("dimension"));
    const bool shrinks = direction == "smaller" || direction == "narrower" || direction == "shorter" ||
                         direction == "less" || direction == "lower";
    const bool is_width = dimension == "width" || direction == "wider" || direction == "narrower";
    const bool is_height = dimension == "height" || direction == "taller" || direction == "shorter";
    const double by = shrinks ? -nudge : nudge;
    return {is_height && !is_width ? 0 : by, is_width && !is_height ? 0 : by};
}

// A stroke of the mouse that would make it so.
struct Pull {
    Point from;
    double dx = 0;
    double dy = 0;
};

std::vector<Pull> pulls_for(const Scene& scene, int thing, Growth growth)
{
    const auto& rect = scene.node(thing).rect;
    const double right = rect.x + rect.width, bottom = rect.y + rect.height;
    std::vector<Pull> pulls;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto& grip = node.rect;
        if (node.ref == 0 || i == thing || !scene.text_of(i).empty() || node.is_editable ||
            std::min(grip.width, grip.height) > thin || grip.width < 2 || grip.height < 2)
            continue;
        const auto middle = grip.centre();
        const bool is_small = std::max(grip.width, grip.height) <= thin;
        if (is_small && std::abs(middle.x - right) < at_the_rim && std::abs(middle.y - bottom) < at_the_rim) {
            pulls.push_back({middle, growth.width, growth.height});
            continue;
        }
        const bool is_beside = middle.y > rect.y && middle.y < bottom && grip.height >= grip.width;
        const bool is_along = middle.x > rect.x && middle.x < right && grip.width >= grip.height;
        if (is_beside && growth.width != 0 && std::abs(middle.x - right) < at_the_rim)
            pulls.push_back({middle, growth.width, 0});
        else if (is_beside && growth.width != 0 && std::abs(middle.x - rect.x) < at_the_rim)
            pulls.push_back({middle, -growth.width, 0});
        else if (is_along && growth.height != 0 && std::abs(middle.y - bottom) < at_the_rim)
            pulls.push_back({middle, 0, growth.height});
        else if (is_along && growth.height != 0 && std::abs(middle.y - rect.y) < at_the_rim)
            pulls.push_back({middle, 0, -growth.height});
    }
    // Fields have a corner of the browser's own.
    constexpr double corner = 5;
    pulls.push_back({{right - corner, bottom - corner}, growth.width, growth.height});
    return pulls;
}

// Is it so now, in one direction at least and in none the other way?
bool has_grown(const Rect& before, const Rect& now, Growth growth)
{
    const double wider = (now.width - before.width) * growth.width;
    const double taller = (now.height - before.height) * growth.height;
    return wider >= 0 && taller >= 0 && wider + taller > 1;
}

}  // namespace

Async<Done> resize(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto object = step.slot("object");
    const int thing = thing_named(*scene, object);
    if (thing < 0) co_return cannot("there is no \"" + object + "\" to resize");
    const auto ref = scene->node(thing).ref;
    const auto before = scene->node(thing).rect;
    const auto growth = growth_in(step);
    run.has_open_form = true;
    for (const auto& pull : pulls_for(*scene, thing, growth)) {
        CO_TRY_DONE(co_await run.hands.drag(pull.from, {pull.from.x + pull.dx, pull.from.y + pull.dy}));
        CO_TRY(const auto* now, co_await run.hands.look());
        const auto* node = now->snapshot().find(ref);
        if (node == nullptr || has_grown(before, node->rect, growth)) co_return Done();
    }
    co_return cannot("pulling at the rim of \"" + object + "\" did not change its size");
}

}  // namespace lissom::agent::lite::skills
