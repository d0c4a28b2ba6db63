#include <algorithm>
#include <cctype>
#include <cmath>

#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/skills/list_order.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
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
    if (const auto slots = fit("{thing} (back|over|down|up|across)", object)) object = slots->at("thing");
    auto things = things_named(*scene, object);
    // "The Sand card" is what reads "Sand".
    if (const auto bare = without_tail_words(
            object,
            {"card",
             "item",
             "tile",
             "box",
             "task",
             "note",
             "piece",
             "entry",
             "block",
             "element",
             "one",
             "file"}
        );
        things.empty() && bare != object)
        things = things_named(*scene, object = bare);
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
