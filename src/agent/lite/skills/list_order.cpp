#include "agent/lite/skills/list_order.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include "agent/lite/steppers.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

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
        constexpr std::size_t two_signs = 6;  // bytes: "⋮⋮"
        const bool is_sign =
            node.role == "text" && !node.name.empty() && node.name.size() <= two_signs &&
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

}  // namespace

std::vector<int> items_around(const Scene& scene, int item)
{
    for (int box = item; box >= 0; box = scene.parent(box)) {
        const auto alike = scene.alike(box);
        if (alike.size() >= 2) return alike;
    }
    return {};
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

}  // namespace lissom::agent::lite::skills
