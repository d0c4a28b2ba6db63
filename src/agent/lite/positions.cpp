#include "agent/lite/positions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/figures.hpp"
#include "agent/lite/grid.hpp"
#include "agent/lite/ground.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/signs.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using browser::Rect;

constexpr double touch = 3;  // CSS px: borders of neighbours may overlap

const Rect& rect_of(const Scene& scene, int index) { return scene.node(index).rect; }

bool share_column(const Rect& a, const Rect& b) { return a.x < b.x + b.width && b.x < a.x + a.width; }
bool share_row(const Rect& a, const Rect& b) { return a.y < b.y + b.height && b.y < a.y + a.height; }

bool holds(const Rect& outer, const Rect& inner)
{
    return inner.x >= outer.x - touch && inner.y >= outer.y - touch &&
           inner.x + inner.width <= outer.x + outer.width + touch &&
           inner.y + inner.height <= outer.y + outer.height + touch && inner.area() < outer.area();
}

std::vector<int> figures_named(const Scene& scene, std::string_view words)
{
    std::vector<int> found;
    const auto description = describe(words);
    if (!description.is_complete) return found;
    for (const auto& figure : figures_like(scene, description)) found.push_back(figure.index);
    return found;
}

// A word for things of a board that are called by what they show.
bool is_noun_of_things(std::string_view words)
{
    static constexpr std::array nouns = {"tile",   "box",    "cell",    "square", "card",  "button",
                                         "key",    "letter", "number",  "seat",   "field", "item",
                                         "one",    "thing",  "element", "block",  "icon",  "picture",
                                         "room",   "spot",   "word",    "name",   "shape", "place",
                                         "marker", "colour", "color",   "swatch"};
    return std::ranges::any_of(nouns, [&](std::string_view noun) { return lower(words) == noun; });
}

// Which of the page's things are meant by "blue circles", "tiles", "buttons": figures, things like the one
// spoken of beside them, or all of the largest board. `neighbour` is -1 where nothing is spoken of.
std::vector<int> things_named(const Scene& scene, std::string_view words, int neighbour)
{
    if (auto figures = figures_named(scene, words); !figures.empty()) return figures;
    if (neighbour >= 0) {
        for (int box = neighbour; box >= 0; box = scene.parent(box))
            if (const auto alike = scene.alike(box); alike.size() >= 2) return alike;
    }
    std::vector<int> all;
    if (const auto grid = grid_of(scene); !grid.empty() && is_noun_of_things(words)) {
        for (const auto& row : grid) all.insert(all.end(), row.begin(), row.end());
        return all;
    }
    if (const auto noun = lower(words); noun == "colour" || noun == "color" || noun == "swatch") {
        for (const auto& figure : figures_of(scene)) all.push_back(figure.index);
        if (all.size() >= 2) return all;
        all.clear();
    }
    if (is_noun_of_things(words))
        if (auto family = largest_family(scene); !family.empty()) return family;
    auto target = parse_target(words);
    if (target.kind.empty() || !target.words.empty()) return all;
    target.is_all = true;
    all = every(scene, target, Use::press);
    return all.size() >= 2 ? all : largest_family(scene);
}

// What stands there as a landmark: a figure as described, or what says the words.
int landmark(const Scene& scene, const std::string& said)
{
    const auto words = without_prefix_words(said, {"the", "a", "an"});
    const auto figures = figures_named(scene, words);
    if (figures.size() == 1) return figures.front();
    // "Tile D": its noun is no part of what it shows.
    auto name = unquoted(words);
    if (const auto blank = name.find(' ');
        blank != std::string::npos && is_noun_of_things(name.substr(0, blank)))
        name = name.substr(blank + 1);
    int found = -1;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.tag == "body" || node.tag == "html") continue;
        const auto shown = node.name.empty() ? scene.text_of(i) : node.name;
        if (lower(collapsed(shown)) != lower(name) && !sign_says(shown, lower(name))) continue;
        // Of boxes in each other the inner one; of two that say the same none.
        if (found >= 0 && !scene.is_inside(i, found)) return -1;
        found = i;
    }
    return found;
}

// Of things on that side the nearest in line with the landmark.
int beside(const Scene& scene, const std::vector<int>& things, int mark, Side side)
{
    const auto& at = rect_of(scene, mark);
    int found = -1;
    double nearest = 1e9;
    for (const int each : things) {
        const auto& rect = rect_of(scene, each);
        const bool is_upright = side == Side::below || side == Side::above;
        if (each == mark || !(is_upright ? share_column(at, rect) : share_row(at, rect))) continue;
        const double away = side == Side::below   ? rect.y - at.y - at.height
                            : side == Side::above ? at.y - rect.y - rect.height
                            : side == Side::left  ? at.x - rect.x - rect.width
                                                  : rect.x - at.x - at.width;
        if (away < -touch || away >= nearest) continue;
        nearest = away;
        found = each;
    }
    return found;
}

// The only one on the way from one landmark to the other.
int between(const Scene& scene, const std::vector<int>& things, int first, int second)
{
    const auto a = rect_of(scene, first).centre(), b = rect_of(scene, second).centre();
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    if (length < 1) return -1;
    int found = -1;
    for (const int each : things) {
        if (each == first || each == second) continue;
        const auto& rect = rect_of(scene, each);
        const auto c = rect.centre();
        const double along = ((c.x - a.x) * (b.x - a.x) + (c.y - a.y) * (b.y - a.y)) / length;
        const double aside = std::abs((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / length;
        if (along <= 0 || along >= length || aside > std::max(rect.width, rect.height) / 2) continue;
        if (found >= 0) return -1;
        found = each;
    }
    return found;
}

enum class Place { inside, outside };

// The only one in a drawn thing, or outside of it.
int contained(const Scene& scene, std::string_view what, const std::string& where, Place place)
{
    const auto frames = figures_named(scene, where);
    if (frames.empty()) return -1;
    int found = -1;
    for (const int each : figures_named(scene, what)) {
        const bool is_inside = std::ranges::any_of(frames, [&](int frame) {
            return frame != each && holds(rect_of(scene, frame), rect_of(scene, each));
        });
        if (is_inside != (place == Place::inside)) continue;
        if (found >= 0) return -1;
        found = each;
    }
    return found;
}

// Things that share a line, from top to bottom.
std::vector<std::vector<int>> rows_of(const Scene& scene, std::vector<int> things)
{
    std::ranges::sort(things, {}, [&](int each) { return rect_of(scene, each).centre().y; });
    std::vector<std::vector<int>> rows;
    for (const int each : things) {
        const bool is_same =
            !rows.empty() && rect_of(scene, each).centre().y < rect_of(scene, rows.back().front()).y +
                                                                   rect_of(scene, rows.back().front()).height;
        if (!is_same) rows.emplace_back();
        rows.back().push_back(each);
    }
    return rows;
}

// The one farthest in a direction; -1 where two are as far.
int farthest(const Scene& scene, const std::vector<int>& things, Side side)
{
    const auto reach = [&](int each) {
        const auto centre = rect_of(scene, each).centre();
        return side == Side::left    ? -centre.x
               : side == Side::right ? centre.x
               : side == Side::above ? -centre.y
                                     : centre.y;
    };
    if (things.empty()) return -1;
    const int found = *std::ranges::max_element(things, {}, reach);
    const auto as_far =
        std::ranges::count_if(things, [&](int each) { return reach(each) > reach(found) - touch; });
    return as_far == 1 ? found : -1;
}

Side side_of(std::string_view phrase)
{
    static constexpr std::array<std::pair<std::string_view, Side>, 18> words = {{
        {"below", Side::below},
        {"southernmost", Side::below},
        {"northernmost", Side::above},
        {"westernmost", Side::left},
        {"easternmost", Side::right},
        {"under", Side::below},
        {"underneath", Side::below},
        {"beneath", Side::below},
        {"bottommost", Side::below},
        {"lowest", Side::below},
        {"above", Side::above},
        {"over", Side::above},
        {"topmost", Side::above},
        {"uppermost", Side::above},
        {"leftmost", Side::left},
        {"rightmost", Side::right},
        {"left", Side::left},
        {"right", Side::right},
    }};
    for (const auto& [word, side] : words)
        if (contains_word(phrase, word)) return side;
    return Side::any;
}

int by_neighbour(const Scene& scene, const std::string& phrase)
{
    for (const std::string_view pattern :
         {"{what} [that is|which is] [directly|right|just|immediately|straight] {!side} [of] {mark}",
          "{what} [that is|which is] [directly|just|immediately] (to|on|at) the {!side} [side] of {mark}",
          "{what} [that is|which is] [directly|just|immediately] {!side} of {mark}"}) {
        const auto slots = fit(pattern, phrase);
        const auto side = slots ? side_of(slots->at("side")) : Side::any;
        if (side == Side::any) continue;
        if ((side == Side::left || side == Side::right) && !contains_word(phrase, "of")) continue;
        const int mark = landmark(scene, slots->at("mark"));
        if (mark < 0) continue;
        const int found = beside(scene, things_named(scene, slots->at("what"), mark), mark, side);
        if (found >= 0) return found;
    }
    return -1;
}

int by_two_neighbours(const Scene& scene, const std::string& phrase)
{
    const auto slots = fit("{what} [that is|which is] [in] between [the] {first} and [the] {second}", phrase);
    // "A number between 3 and 7" is no place.
    if (!slots || (number_in(slots->at("first")) && number_in(slots->at("second")))) return -1;
    const int first = landmark(scene, slots->at("first")), second = landmark(scene, slots->at("second"));
    if (first < 0 || second < 0) return -1;
    return between(scene, things_named(scene, slots->at("what"), first), first, second);
}

// "The square between the two teal squares".
int by_pair(const Scene& scene, const std::string& phrase)
{
    const auto slots = fit("{what} [that is|which is] [in] between [the] (two|2) {those}", phrase);
    const auto pair = slots ? figures_named(scene, slots->at("those")) : std::vector<int>();
    if (pair.size() != 2) return -1;
    return between(scene, things_named(scene, slots->at("what"), -1), pair.front(), pair.back());
}

// "The button nearest to the star": -1 where two are as near.
int by_nearness(const Scene& scene, const std::string& phrase)
{
    for (const std::string_view pattern :
         {"{what} [that is|which is|that lies] (nearest|closest) [to] {mark}",
          "(nearest|closest) {what} to {mark}"}) {
        const auto slots = fit(pattern, phrase);
        const int mark = slots ? landmark(scene, slots->at("mark")) : -1;
        if (mark < 0) continue;
        auto things = things_named(scene, slots->at("what"), -1);
        std::erase_if(things, [&](int each) { return each == mark || scene.is_inside(mark, each); });
        const auto at = rect_of(scene, mark).centre();
        const auto away = [&](int each) {
            const auto centre = rect_of(scene, each).centre();
            return std::hypot(centre.x - at.x, centre.y - at.y);
        };
        if (things.empty()) continue;
        const int found = *std::ranges::min_element(things, {}, away);
        const auto as_near =
            std::ranges::count_if(things, [&](int each) { return away(each) < away(found) + touch; });
        if (as_near == 1) return found;
    }
    return -1;
}

int by_frame(const Scene& scene, const std::string& phrase)
{
    for (const auto& [pattern, place] : std::array<std::pair<std::string_view, Place>, 2>{{
             {"{what} [that is|which is|lying] (outside|outside of|not inside|not in|not within) [of] "
              "{where}",
              Place::outside},
             {"{what} [that is|which is|lying] (inside|inside of|within|enclosed by|surrounded by) {where}",
              Place::inside},
         }})
        if (const auto slots = fit(pattern, phrase))
            return contained(scene, slots->at("what"), slots->at("where"), place);
    return -1;
}

// Those on one half of all of them, as they are drawn.
std::vector<int> on_side(const Scene& scene, std::vector<int> things, Side side)
{
    if (things.empty()) return things;
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const int each : things) {
        const auto at = rect_of(scene, each).centre();
        left = std::min(left, at.x), right = std::max(right, at.x);
        top = std::min(top, at.y), bottom = std::max(bottom, at.y);
    }
    const double x = (left + right) / 2, y = (top + bottom) / 2;
    std::erase_if(things, [&](int each) {
        const auto at = rect_of(scene, each).centre();
        return side == Side::left    ? at.x >= x - touch
               : side == Side::right ? at.x <= x + touch
               : side == Side::above ? at.y >= y - touch
                                     : at.y <= y + touch;
    });
    return things;
}

// "The topmost button on the right side".
int by_side(const Scene& scene, const std::string& phrase)
{
    const auto slots = fit("{!end} {what} (on|in|at) the {!side} (side|half|part|edge|column)", phrase);
    const auto end =
        slots && lower(slots->at("end")).ends_with("most") ? side_of(slots->at("end")) : Side::any;
    auto side = slots ? side_of(slots->at("side")) : Side::any;
    if (slots && lower(slots->at("side")) == "top") side = Side::above;
    if (slots && lower(slots->at("side")) == "bottom") side = Side::below;
    if (end == Side::any || side == Side::any) return -1;
    return farthest(scene, on_side(scene, things_named(scene, slots->at("what"), -1), side), end);
}

// "The second colour from the right": counted along the line they stand in.
int by_count(const Scene& scene, const std::string& phrase)
{
    const auto slots = fit("{!nth} {what} from the {!side}", phrase);
    const auto nth = slots ? ordinal(lower(slots->at("nth"))) : std::nullopt;
    const auto from = slots ? lower(slots->at("side")) : "";
    if (!nth || *nth < 1) return -1;
    auto things = things_named(scene, slots->at("what"), -1);
    const bool is_flat = from == "left" || from == "right";
    if ((!is_flat && from != "top" && from != "bottom") || things.size() < static_cast<std::size_t>(*nth))
        return -1;
    // Only where they stand in one line: of several the count is not plain.
    if (is_flat && rows_of(scene, things).size() != 1) return -1;
    std::ranges::sort(things, {}, [&](int each) {
        const auto at = rect_of(scene, each).centre();
        return from == "left" ? at.x : from == "right" ? -at.x : from == "top" ? at.y : -at.y;
    });
    return things[static_cast<std::size_t>(*nth) - 1];
}

// "The one in the centre": nearest to the middle of all of them, by far.
int by_middle(const Scene& scene, const std::string& phrase)
{
    const auto slots =
        fit("{what} [that is|which is] (in|at) the [very] (centre|center|middle) [of {*}]", phrase);
    if (!slots) return -1;
    const auto things = things_named(scene, slots->at("what"), -1);
    if (things.size() < 3) return -1;
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const int each : things) {
        const auto at = rect_of(scene, each).centre();
        left = std::min(left, at.x), right = std::max(right, at.x);
        top = std::min(top, at.y), bottom = std::max(bottom, at.y);
    }
    const auto away = [&](int each) {
        const auto at = rect_of(scene, each).centre();
        return std::hypot(at.x - (left + right) / 2, at.y - (top + bottom) / 2);
    };
    const int found = *std::ranges::min_element(things, {}, away);
    const auto rivals =
        std::ranges::count_if(things, [&](int each) { return away(each) < away(found) * 2 + touch; });
    return rivals == 1 ? found : -1;
}

int by_extreme(const Scene& scene, const std::string& phrase)
{
    auto slots = fit("{!end} {what} (of|in|on) the {!row} row", phrase);
    if (!slots) slots = fit("{!end} {what}", phrase);
    const auto side =
        slots && lower(slots->at("end")).ends_with("most") ? side_of(slots->at("end")) : Side::any;
    if (side == Side::any) return -1;
    const auto things = things_named(scene, slots->at("what"), -1);
    if (!slots->contains("row")) return farthest(scene, things, side);
    const auto rows = rows_of(scene, things);
    const auto row = lower(slots->at("row"));
    const auto nth = row == "top" ? 1 : row == "bottom" ? -1 : ordinal(row).value_or(0);
    const int at = nth < 0 ? static_cast<int>(rows.size()) + nth : nth - 1;
    if (nth == 0 || at < 0 || at >= static_cast<int>(rows.size())) return -1;
    return farthest(scene, rows[static_cast<std::size_t>(at)], side);
}

}  // namespace

int thing_by_position(const Scene& scene, std::string_view phrase)
{
    const auto plain = without_prefix_words(phrase, {"the", "a", "an", "on"});
    // "Bridge between two lakes" may be what a link says.
    const bool is_label = std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        return lower(collapsed(node.name)) == lower(plain);
    });
    if (is_label) return -1;
    for (const auto way :
         {by_side,
          by_count,
          by_neighbour,
          by_two_neighbours,
          by_pair,
          by_nearness,
          by_frame,
          by_middle,
          by_extreme})
        if (const int found = way(scene, plain); found >= 0) return found;
    return -1;
}

}  // namespace lissom::agent::lite
