#include <algorithm>
#include <cctype>
#include <cmath>

#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr double nudge = 25;  // pixels: far enough to count as moved, near enough to stay in its frame

browser::Point towards(const std::string& direction, double by)
{
    const auto word = lower(direction);
    if (word.starts_with("up") || word == "higher") return {0, -by};
    if (word.starts_with("down") || word == "lower") return {0, by};
    if (word.starts_with("left")) return {-by, 0};
    return {by, 0};
}

// The thing as drawn: a figure by its description, or whatever has the words on it.
struct Thing {
    int index = -1;
    browser::Rect rect;
};
std::vector<Thing> things_named(const Scene& scene, std::string_view phrase)
{
    const auto description = describe(phrase);
    std::vector<Thing> things;
    if (description.is_complete) {
        for (const auto& figure : figures_like(scene, description))
            things.push_back({figure.index, figure.rect});
        if (!things.empty()) return things;
    }
    const auto target = parse_target(phrase);
    if (target.is_all) {
        for (const int each : every(scene, target, Use::look))
            things.push_back({each, scene.node(each).rect});
        return things;
    }
    const int found = best(scene, phrase, Use::look);
    if (found >= 0) {
        const int element = scene.element_of(found);
        things.push_back({element, scene.node(element).rect});
    }
    return things;
}

// The list an item stands in, as its items from top to bottom (or left to right).
std::vector<int> items_around(const Scene& scene, int item)
{
    for (int box = item; box >= 0; box = scene.parent(box)) {
        const auto alike = scene.alike(box);
        if (alike.size() >= 2) return alike;
    }
    return {};
}

bool is_column(const Scene& scene, const std::vector<int>& items)
{
    const auto& first = scene.node(items.front()).rect;
    const auto& last = scene.node(items.back()).rect;
    return std::abs(last.y - first.y) >= std::abs(last.x - first.x);
}

// Where to let go so that the item takes the place of another: past its middle, seen from where it comes.
browser::Point drop_point(const Scene& scene, const std::vector<int>& items, std::size_t from, std::size_t to)
{
    const auto& place = scene.node(items[to]).rect;
    auto point = place.centre();
    const double sign = to > from ? 1 : -1;
    if (is_column(scene, items))
        point.y += sign * place.height * 0.42;
    else
        point.x += sign * place.width * 0.42;
    return point;
}

// "▲", "Move down" in the item itself; 0.
view::Ref arrow_of(const Scene& scene, int item, bool is_up)
{
    for (int i = item; i < scene.end_of(item); ++i) {
        const auto& node = scene.node(i);
        const bool is_sign = trimmed(node.name) == "+" || trimmed(node.name) == "-";
        if (node.ref != 0 && node.is_operable && !node.is_editable && !is_sign &&
            sense_of(node) == (is_up ? 1 : -1))
            return node.ref;
    }
    return 0;
}

// One place after the other, by the arrows that each item of the list has. False: it has none.
Async<Result<bool>> move_by_arrows(Run& run, const std::vector<int>& items, std::size_t from, std::size_t to)
{
    const bool is_up = to < from;
    const auto name = run.hands.scene().text_of(items[from]);
    const auto arrow = arrow_of(run.hands.scene(), items[from], is_up);
    if (arrow == 0 || name.empty()) co_return false;
    const auto list = run.hands.scene().node(run.hands.scene().parent(items[from])).ref;
    for (auto now = from; now != to; now = is_up ? now - 1 : now + 1) {
        const auto& scene = run.hands.scene();
        const int box = scene.index_of(list);
        if (box < 0) co_return cannot("the list has gone from the page");
        // A list that is drawn anew has its items under other numbers.
        const auto children = scene.children(box);
        const auto at = std::ranges::find_if(children, [&](int each) { return scene.text_of(each) == name; });
        const auto next = at == children.end() ? 0 : arrow_of(scene, *at, is_up);
        if (next == 0) co_return cannot("\"" + name + "\" could not be moved any further");
        CO_TRY_DONE(co_await run.hands.press(next));
        CO_TRY_DONE(co_await run.hands.look());
    }
    co_return true;
}

// What an item is drawn by: a sign of its own that is neither a control nor a word, such as "☰" or "⠿"; its
// own middle where it has none.
browser::Point hold_of(const Scene& scene, int item)
{
    for (int i = item; i < scene.end_of(item); ++i) {
        const auto& node = scene.node(i);
        constexpr std::size_t one_sign = 4;  // bytes
        const bool is_sign =
            node.role == "text" && !node.name.empty() && node.name.size() <= one_sign &&
            std::ranges::none_of(node.name, [](unsigned char c) { return std::isalnum(c) != 0; });
        if (is_sign && !scene.node(scene.operable_at(i)).is_editable) return node.rect.centre();
    }
    return scene.node(item).rect.centre();
}

// What the items say, in the order in which they are drawn.
std::vector<std::string> order_of(const Scene& scene, std::vector<int> items)
{
    std::ranges::sort(items, [&](int a, int b) {
        const auto &left = scene.node(a).rect, &right = scene.node(b).rect;
        return left.y != right.y ? left.y < right.y : left.x < right.x;
    });
    std::vector<std::string> texts;
    for (const int each : items) texts.push_back(scene.text_of(each));
    return texts;
}

Async<Done> move_item(Run& run, const std::vector<int>& items, std::size_t from, std::size_t to)
{
    CO_TRY(const bool is_moved, co_await move_by_arrows(run, items, from, to));
    if (is_moved) co_return Done();
    const auto& scene = run.hands.scene();
    const auto order = order_of(scene, items);
    const auto name = scene.text_of(items[from]);
    const int box = scene.parent(items.front());
    const auto list = box < 0 ? 0 : scene.node(box).ref;
    const bool can_tell = list != 0 && !name.empty() && scene.children(box).size() == items.size();
    const auto middle = scene.node(items[from]).rect.centre();
    const auto drop = drop_point(scene, items, from, to);
    std::vector<browser::Point> holds{middle};
    if (const auto sign = hold_of(scene, items[from]); sign.x != middle.x || sign.y != middle.y)
        holds.push_back(sign);
    for (const auto& hold : holds) {
        const browser::Point to_there{drop.x + (hold.x - middle.x), drop.y};
        CO_TRY_DONE(co_await run.hands.drag(hold, to_there));
        if (!can_tell) co_return Done();
        constexpr Millis settling_limit(800);  // lists glide into their new order
        CO_TRY(
            const bool has_moved,
            co_await run.hands.look_until(
                [&](const Scene& now) {
                    const int at = now.index_of(list);
                    return at < 0 || order_of(now, now.children(at)) != order;
                },
                settling_limit
            )
        );
        if (has_moved) co_return Done();
    }
    co_return cannot("dragging \"" + name + "\" moved nothing in the list");
}

// "the top", "the 3rd position", "one position down": the wanted place of a list, from 0; none when it is no
// place of a list.
std::optional<std::size_t> place_in_list(const lite::Step& step, std::size_t count, std::size_t now)
{
    const auto place = lower(step.slot("place"));
    const auto direction = lower(step.slot("direction"));
    if (!direction.empty() && step.has("distance")) {
        const auto words = words_of(step.slot("distance"));
        int by = 1;
        for (const auto& word : words)
            if (const auto number = number_word(word)) by = *number;
        const bool is_up = direction.starts_with("up") || direction.starts_with("left");
        const auto wanted = static_cast<long>(now) + (is_up ? -by : by);
        return static_cast<std::size_t>(std::clamp(wanted, 0L, static_cast<long>(count) - 1));
    }
    if (contains_word(place, "top") || contains_word(place, "beginning") || contains_word(place, "start"))
        return 0;
    if (contains_word(place, "bottom") || contains_word(place, "end")) return count - 1;
    if (contains_word(place, "position") || contains_word(place, "place") || contains_word(place, "spot") ||
        contains_word(place, "slot")) {
        for (const auto& word : words_of(place)) {
            const auto number = ordinal(word) ? ordinal(word) : number_word(word);
            if (!number) continue;
            if (*number < 0) return count - 1;
            if (*number >= 1 && static_cast<std::size_t>(*number) <= count)
                return static_cast<std::size_t>(*number - 1);
        }
    }
    return std::nullopt;
}

// "above 'A'", "after Milk": where it stands when it is moved there; none where that is not in the list.
std::optional<std::size_t>
place_beside(const Scene& scene, const std::vector<int>& items, std::size_t now, const lite::Step& step)
{
    // A single letter is a name, not an article.
    const auto name = step.slot("neighbour");
    const auto found = things_named(scene, name.size() == 1 ? "\"" + name + "\"" : name);
    if (found.empty()) return std::nullopt;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i == now || (found.front().index != items[i] && !scene.is_inside(found.front().index, items[i])))
            continue;
        const bool is_before = fit("{*} (above|before|ahead of|in front of) {*}", step.clause).has_value();
        if (is_before) return i > now ? i - 1 : i;
        return i > now ? i : i + 1;
    }
    return std::nullopt;
}

// The k-th of n places inside of a box, side by side.
browser::Point place_inside(const browser::Rect& box, std::size_t k, std::size_t n)
{
    return {
        box.x + box.width * (static_cast<double>(k) + 1) / (static_cast<double>(n) + 1),
        box.y + box.height / 2
    };
}

// Boxes of a colour of their own beside the thing, the largest first: what stands still takes what moves.
std::vector<Thing> painted_boxes(const Scene& scene, const Thing& thing)
{
    std::vector<Thing> boxes;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const bool is_box = node.role == "generic" && !node.background.empty() && node.rect.width >= 10 &&
                            node.rect.width <= 600 && node.rect.height >= 10;
        if (is_box && i != thing.index && !scene.is_inside(thing.index, i)) boxes.push_back({i, node.rect});
    }
    std::ranges::sort(boxes, [](const Thing& a, const Thing& b) { return a.rect.area() > b.rect.area(); });
    return boxes;
}

// "Move to…" asks for the place next: what came up by that name, and the button that ends it.
Async<Result<bool>> choose_destination(Run& run, std::string place)
{
    const auto named = [place](const Scene& now) {
        view::Ref only = 0, latest = 0;
        int count = 0;
        for (const auto& node : now.nodes()) {
            if (node.ref == 0 || !node.is_operable || node.is_disabled ||
                lower(collapsed(node.name)) != lower(collapsed(place)))
                continue;
            only = node.ref;
            ++count;
            if (node.is_new) latest = node.ref;
        }
        return count == 1 ? only : latest;
    };
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto choice = named(*scene);
    if (choice == 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(choice));
    CO_TRY(scene, co_await run.hands.look());
    if (open_dialog(*scene) >= 0) {
        run.has_open_form = true;
        CO_TRY_DONE(co_await submit(run, "move"));
    }
    run.has_open_form = false;
    co_return true;
}

// "Move to Review" in the menu of a card, or a list in it of the places there are.
Async<Done> move_by_choice(Run& run, view::Ref thing, std::string place)
{
    const auto name =
        without_prefix_words(place, {"the", "column", "lane", "list", "shelf", "section", "folder"});
    const auto bare =
        without_tail_words(name, {"column", "lane", "list", "shelf", "section", "board", "folder"});
    const auto& scene = run.hands.scene();
    const int at = scene.index_of(thing);
    const int record = at < 0 ? -1 : record_of(scene, at);
    run.record = record >= 0 ? scene.node(record).ref : thing;
    for (int i = std::max(record, 0); record >= 0 && i < scene.end_of(record); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.options.empty() || node.is_disabled) continue;
        const auto option = std::ranges::find_if(node.options, [&](const std::string& each) {
            return similarity(bare, each) > 0.85;
        });
        if (option == node.options.end()) continue;
        JsonObject params{{"element", "e" + std::to_string(node.ref)}, {"option", *option}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
        co_return Done();
    }
    CO_TRY(const bool is_moved, co_await press_in_menu(run, "move to " + bare));
    if (is_moved) {
        CO_TRY(const bool is_chosen, co_await choose_destination(run, bare));
        (void)is_chosen;  // a menu that names the places asks no further
        co_return Done();
    }
    CO_TRY(const bool asks, co_await press_in_menu(run, "move"));
    if (asks) {
        CO_TRY(const bool is_chosen, co_await choose_destination(run, bare));
        if (is_chosen) co_return Done();
    }
    co_return cannot("dragging it to \"" + place + "\" moved nothing");
}

// What there is, what it says and where it stands.
std::string arrangement_of(const Scene& scene)
{
    std::string all;
    for (const auto& node : scene.nodes())
        all += node.name + "|" + node.value + "|" + std::to_string(static_cast<int>(node.rect.x)) + "," +
               std::to_string(static_cast<int>(node.rect.y)) + "," +
               std::to_string(static_cast<int>(node.rect.width)) + ";";
    return all;
}

// What is painted there moves without any element.
bool shows_pictures(const Scene& scene)
{
    return std::ranges::any_of(scene.nodes(), [](const view::Node& node) { return node.tag == "canvas"; });
}

// A column is called by its heading, and takes things below it: where the heading stands above the rest of
// its box, the rest.
browser::Rect room_below(const Scene& scene, const Thing& target)
{
    if (scene.node(target.index).role != "heading") return target.rect;
    const int box = scene.parent(target.index);
    if (box < 0) return target.rect;
    // The next column's heading is not in this one's box.
    for (int i = box; i < scene.end_of(box); ++i)
        if (i != target.index && scene.node(i).role == "heading") return target.rect;
    const auto& around = scene.node(box).rect;
    const double top = target.rect.y + target.rect.height;
    const double height = around.y + around.height - top;
    constexpr double least = 12;  // pixels that something can be let go in
    if (height < least) return target.rect;
    return {around.x, top, around.width, height};
}

// Does something with these words lie in the place, as it is drawn?
bool lies_in(const Scene& scene, const std::string& name, const browser::Rect& place)
{
    return std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        const auto middle = node.rect.centre();
        return node.role == "text" && contains_word(name, trimmed(node.name)) && middle.x > place.x &&
               middle.x < place.x + place.width && middle.y > place.y;
    });
}

Async<Done> drag_into(Run& run, std::vector<Thing> things, std::string place)
{
    const auto& scene = run.hands.scene();
    auto targets = things_named(
        scene,
        without_prefix_words(
            place,
            {"the",
             "column",
             "lane",
             "list",
             "area",
             "slot",
             "zone",
             "container",
             "section",
             "folder",
             "directory",
             "box",
             "bin",
             "album"}
        )
    );
    if (targets.empty()) targets = things_named(scene, place);
    // The frame to drag into is drawn by its edge, or the largest of what is called so.
    std::ranges::sort(targets, [](const Thing& a, const Thing& b) { return a.rect.area() > b.rect.area(); });
    if (things.size() == 1)
        std::erase_if(targets, [&](const Thing& each) { return each.index == things.front().index; });
    if (targets.empty() && things.size() == 1) targets = painted_boxes(scene, things.front());
    if (targets.empty()) co_return cannot("there is no \"" + place + "\" to drag to");
    auto target = targets.front();
    if (target.index >= 0) target.rect = room_below(scene, target);
    std::erase_if(things, [&](const Thing& each) { return each.index == target.index; });
    if (things.empty()) co_return cannot("there is nothing to drag into \"" + place + "\" but itself");
    const auto middle = target.rect.centre();
    const auto arrangement = arrangement_of(scene);
    const bool is_one_element = things.size() == 1 && things.front().index >= 0;
    const auto ref = is_one_element ? scene.node(things.front().index).ref : 0;
    const bool is_headed = target.index >= 0 && scene.node(target.index).role == "heading";
    const auto name = is_one_element ? scene.text_of(things.front().index) : std::string();
    bool has_changed = false;
    for (std::size_t i = 0; i < things.size(); ++i) {
        const auto to = things.size() == 1 ? middle : place_inside(target.rect, i, things.size());
        CO_TRY(const auto effect, co_await run.hands.drag(things[i].rect.centre(), to));
        has_changed = has_changed || effect.has_changed;
    }
    CO_TRY(const auto* now, co_await run.hands.look());
    // The focus may have moved; what was to be dragged has not.
    const bool is_as_before = !shows_pictures(*now) && arrangement_of(*now) == arrangement;
    // Passing over other places may have changed their order: what was dragged has to be where it belongs.
    const bool has_missed =
        is_headed && !name.empty() && !shows_pictures(*now) && !lies_in(*now, name, target.rect);
    if (has_missed && !is_as_before)
        co_return cannot("dragging it to \"" + place + "\" did not get it there");
    if (has_changed && !is_as_before) co_return Done();
    if (ref == 0 && !is_as_before) co_return Done();
    if (ref == 0) co_return cannot("dragging it to \"" + place + "\" moved nothing");
    const auto* left = now->snapshot().find(ref);
    const bool stays =
        left != nullptr && left->rect.x == things.front().rect.x && left->rect.y == things.front().rect.y;
    if (!stays) co_return Done();
    // What cannot be dragged may be moved by its own menu or list.
    co_return co_await move_by_choice(run, ref, place);
}

// As far as the box around it goes on that side.
Async<Done> drag_to_edge(Run& run, Thing thing, std::string edge)
{
    const auto& scene = run.hands.scene();
    int box = scene.parent(thing.index);
    const auto is_larger = [&](int i) {
        const auto& rect = scene.node(i).rect;
        return rect.width > thing.rect.width + 1 && rect.height > thing.rect.height + 1;
    };
    while (box >= 0 && !is_larger(box)) box = scene.parent(box);
    if (box < 0) co_return cannot("there is no edge to drag it to");
    const auto& frame = scene.node(box).rect;
    const auto from = thing.rect.centre();
    auto to = from;
    if (edge == "left") to.x = frame.x + thing.rect.width / 2;
    if (edge == "right") to.x = frame.x + frame.width - thing.rect.width / 2;
    if (edge == "top" || edge == "upper") to.y = frame.y + thing.rect.height / 2;
    if (edge == "bottom" || edge == "lower") to.y = frame.y + frame.height - thing.rect.height / 2;
    if (to.x == from.x && to.y == from.y) co_return Done();
    CO_TRY_DONE(co_await run.hands.drag(from, to));
    co_return Done();
}

}  // namespace

Async<Done> drag(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto object = run.resolved(step.slot("object"));
    // "the card Test from 'Doing'": where it is now needs no saying.
    if (const auto slots = fit("{thing} from {origin}", object)) object = slots->at("thing");
    // "Drag from the handle to …".
    object = without_prefix_words(object, {"from"});
    auto things = things_named(*scene, object);
    if (!things.empty() && things.front().index >= 0 && !scene->node(things.front().index).is_in_viewport) {
        CO_TRY(scene, co_await run.hands.bring_into_view(scene->node(things.front().index).ref));
        things = things_named(*scene, object);
    }
    const bool may_be_none = parse_target(object).is_all;
    if (things.empty()) {
        if (may_be_none && !figures_of(*scene).empty()) co_return Done();  // all of none
        co_return cannot("there is no \"" + object + "\" to drag");
    }
    run.has_open_form = true;
    const auto items = items_around(*scene, things.front().index);
    if (!items.empty()) {
        std::size_t now = 0;
        while (now < items.size() && !scene->is_inside(things.front().index, items[now])) ++now;
        auto to = now < items.size() ? place_in_list(step, items.size(), now) : std::nullopt;
        if (step.has("neighbour")) {
            to = now < items.size() ? place_beside(*scene, items, now, step) : std::nullopt;
            if (!to) co_return cannot("there is no \"" + step.slot("neighbour") + "\" to move it to");
        }
        if (to && *to != now) co_return co_await move_item(run, items, now, *to);
        if (to) co_return Done();
    }
    if (const auto slots = fit("{*} to the {!edge} (edge|side|border|end|rim) of {*}", step.clause);
        slots && things.size() == 1 && things.front().index >= 0)
        co_return co_await drag_to_edge(run, things.front(), lower(slots->at("edge")));
    if (step.has("direction")) {
        const auto pixels = number_in(step.slot("distance"));
        const auto by = towards(step.slot("direction"), pixels.value_or(nudge));
        for (const auto& each : things) {
            const auto from = each.rect.centre();
            CO_TRY_DONE(co_await run.hands.drag(from, {from.x + by.x, from.y + by.y}));
        }
        co_return Done();
    }
    if (step.has("place")) {
        if (things.size() > 1 && !may_be_none && !describe(object).is_complete) things.resize(1);
        co_return co_await drag_into(run, std::move(things), step.slot("place"));
    }
    co_return cannot("where to drag \"" + object + "\" was not said");
}

Async<Done> arrange(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto order = lower(step.slot("order"));
    const bool is_falling = contains_word(order, "descending") || contains_word(order, "decreasing") ||
                            order.starts_with("highest") || order.starts_with("largest") ||
                            order.starts_with("greatest") || order.starts_with("biggest") ||
                            order.starts_with("z ");
    // The longest list of things that can be told apart by what they say.
    std::vector<int> items;
    for (int i = 0; i < scene->size(); ++i) {
        const auto& node = scene->node(i);
        if (node.ref == 0 || node.role == "row" || node.role == "option" || node.is_editable) continue;
        const auto alike = scene->alike(i);
        if (alike.size() <= items.size() || alike.front() != i || alike.size() > 40) continue;
        if (std::ranges::all_of(alike, [&](int each) {
                return !scene->text_of(each).empty() && scene->text_of(each).size() < 60;
            }))
            items = alike;
    }
    if (items.size() < 2) {
        // A table or a shop sorts itself: its list of orders, or the heading of its column.
        lite::Step choose_order;
        choose_order.slots["value"] = step.slot("order");
        choose_order.slots["place"] = "sort";
        co_return co_await choose(run, choose_order);
    }
    const auto count = items.size();
    run.has_open_form = true;
    for (std::size_t place = 0; place < count; ++place) {
        const auto less = [&](int a, int b) {
            const auto x = scene->text_of(a);
            const auto y = scene->text_of(b);
            const auto n = number_in(x);
            const auto m = number_in(y);
            if (n && m && *n != *m) return is_falling ? *n > *m : *n < *m;
            return is_falling ? lower(x) > lower(y) : lower(x) < lower(y);
        };
        const auto least =
            std::ranges::min_element(items.begin() + static_cast<std::ptrdiff_t>(place), items.end(), less);
        const auto from = static_cast<std::size_t>(least - items.begin());
        if (from == place) continue;
        const auto wanted = scene->text_of(items[from]);
        CO_TRY_DONE(co_await move_item(run, items, from, place));
        const auto first_ref = scene->node(scene->parent(items.front())).ref;
        CO_TRY(scene, co_await run.hands.look());
        const int list = scene->index_of(first_ref);
        if (list < 0) co_return cannot("the list has gone from the page");
        items = scene->alike(scene->children(list).front());
        if (items.size() != count) co_return cannot("the list changed while it was sorted");
        if (scene->text_of(items[place]) != wanted) co_return cannot("dragging moved nothing in the list");
    }
    co_return Done();
}

Async<Done> resize(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto things = things_named(*scene, step.slot("object"));
    if (things.empty()) co_return cannot("there is no \"" + step.slot("object") + "\" to resize");
    const auto rect = things.front().rect;
    const auto direction = lower(step.slot("direction"));
    const auto dimension = lower(step.slot("dimension"));
    const bool shrinks = direction == "smaller" || direction == "narrower" || direction == "shorter" ||
                         direction == "less" || direction == "lower";
    const double by = shrinks ? -nudge : nudge;
    const bool is_wide = dimension == "width" || direction == "wider" || direction == "narrower" ||
                         (dimension != "height" && direction != "taller" && direction != "shorter");
    const bool is_tall = dimension == "height" || direction == "taller" || direction == "shorter" ||
                         (dimension != "width" && direction != "wider" && direction != "narrower");
    // The grip is in the lower right corner.
    constexpr double grip = 5;
    const browser::Point from{rect.x + rect.width - grip, rect.y + rect.height - grip};
    run.has_open_form = true;
    CO_TRY_DONE(co_await run.hands.drag(from, {from.x + (is_wide ? by : 0), from.y + (is_tall ? by : 0)}));
    co_return Done();
}

Async<Done> highlight(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto object = step.slot("object");
    CO_TRY(const bool is_marked, co_await mark_piece(run, object));
    if (is_marked) co_return co_await use_marking_tool(run, step);
    CO_TRY(scene, co_await run.hands.look());
    int found = -1;
    const auto quotes = quoted_texts(object);
    if (!quotes.empty()) {
        found = anchor_of(*scene, quotes.front());
    } else {
        // The longest passage; an ordinal counts passages.
        std::vector<int> runs;
        for (int i = 0; i < scene->size(); ++i) {
            const auto& node = scene->node(i);
            const int around = node.role == "text" ? scene->element_of(i) : -1;
            if (around < 0 || scene->node(around).role == "button" || scene->node(around).role == "link")
                continue;
            runs.push_back(i);
        }
        int number = 0;
        for (const auto& word : words_of(object))
            if (const auto nth = ordinal(word)) number = *nth;
        const auto longer = [&](int a, int b) {
            return scene->node(a).name.size() < scene->node(b).name.size();
        };
        if (number > 0 && static_cast<std::size_t>(number) <= runs.size())
            found = runs[static_cast<std::size_t>(number - 1)];
        else if (number < 0 && !runs.empty())
            found = runs.back();
        else if (!runs.empty())
            found = *std::ranges::max_element(runs, longer);
    }
    if (found < 0) co_return cannot("there is no such text to highlight");
    const int element = scene->element_of(found);
    // Three quick presses take a whole paragraph, however it is broken into lines.
    JsonObject params{{"element", "e" + std::to_string(scene->node(element).ref)}, {"count", 3}};
    run.has_open_form = true;
    CO_TRY_DONE(co_await run.hands.act("click", std::move(params)));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
