#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/lite/skills/list_order.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// The longest list of things that can be told apart by what they say.
std::vector<int> longest_list(const Scene& scene)
{
    constexpr std::size_t most_items = 40, longest_text = 60;
    std::vector<int> items;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.role == "row" || node.role == "option" || node.is_editable) continue;
        const auto alike = scene.alike(i);
        if (alike.size() <= items.size() || alike.front() != i || alike.size() > most_items) continue;
        if (std::ranges::all_of(alike, [&](int each) {
                return !scene.text_of(each).empty() && scene.text_of(each).size() < longest_text;
            }))
            items = alike;
    }
    return items;
}

// Brings one to another's place and answers the list as it is then.
Async<Result<std::vector<int>>>
move_and_look(Run& run, std::vector<int> items, std::size_t from, std::size_t to)
{
    const auto wanted = run.hands.scene().text_of(items[from]);
    const auto list_ref = run.hands.scene().node(run.hands.scene().parent(items.front())).ref;
    CO_TRY_DONE(co_await move_item(run, items, from, to));
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int list = scene->index_of(list_ref);
    if (list < 0) co_return cannot("the list has gone from the page");
    auto now = scene->alike(scene->children(list).front());
    if (now.size() != items.size()) co_return cannot("the list changed while it was sorted");
    if (scene->text_of(now[to]) != wanted) co_return cannot("dragging moved nothing in the list");
    co_return now;
}

// The place of the only item that says the name; nothing where none does, or several do.
std::optional<std::size_t>
place_of(const Scene& scene, const std::vector<int>& items, const std::string& name)
{
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!contains_word(scene.text_of(items[i]), name)) continue;
        if (found) return std::nullopt;
        found = i;
    }
    return found;
}

// "Shop, Mix, Bake, Eat": each to its place, from the first on.
Async<Done> arrange_as_told(Run& run, std::vector<std::string> names)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto items = longest_list(*scene);
    run.has_open_form = true;
    for (std::size_t to = 0; to < names.size(); ++to) {
        const auto from = place_of(run.hands.scene(), items, names[to]);
        if (!from || to >= items.size()) co_return cannot("there is no \"" + names[to] + "\" in the list");
        if (*from == to) continue;
        CO_TRY(items, co_await move_and_look(run, std::move(items), *from, to));
    }
    co_return Done();
}

// "The first two", "Bake and Mix": each to the other's place.
Async<Done> swap_items(Run& run, std::string first, std::string second)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto items = longest_list(*scene);
    const auto counted = [&](const std::string& name) -> std::optional<std::size_t> {
        const auto target = parse_target(name);
        if (!target.ordinal || !target.quoted.empty())
            return place_of(*scene, items, unquoted(target.phrase));
        const int at =
            *target.ordinal < 0 ? static_cast<int>(items.size()) + *target.ordinal : *target.ordinal - 1;
        return at < 0 || at >= static_cast<int>(items.size()) ? std::nullopt
                                                              : std::optional(static_cast<std::size_t>(at));
    };
    auto from = counted(first), to = counted(second);
    if (!from || !to || *from == *to)
        co_return cannot("\"" + first + "\" and \"" + second + "\" are not both in the list");
    if (*from > *to) std::swap(from, to);
    run.has_open_form = true;
    CO_TRY(items, co_await move_and_look(run, std::move(items), *to, *from));
    // The other one has moved on by one place.
    if (*to - *from > 1) {
        CO_TRY(items, co_await move_and_look(run, std::move(items), *from + 1, *to));
    }
    co_return Done();
}

}  // namespace

Async<Done> arrange(Run& run, const lite::Step& step)
{
    if (step.has("sequence")) co_return co_await arrange_as_told(run, list_items(step.slot("sequence")));
    if (step.has("first")) co_return co_await swap_items(run, step.slot("first"), step.slot("second"));
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto order = lower(step.slot("order"));
    const bool is_falling = contains_word(order, "descending") || contains_word(order, "decreasing") ||
                            order.starts_with("highest") || order.starts_with("largest") ||
                            order.starts_with("greatest") || order.starts_with("biggest") ||
                            order.starts_with("z ");
    auto items = longest_list(*scene);
    if (items.size() < 2) {
        // A table or a shop sorts itself: its list of orders, or the heading of its column.
        lite::Step choose_order;
        choose_order.slots["value"] = step.slot("order");
        choose_order.slots["place"] = "sort";
        co_return co_await choose(run, choose_order);
    }
    run.has_open_form = true;
    for (std::size_t place = 0; place < items.size(); ++place) {
        const auto& now = run.hands.scene();
        const auto less = [&](int a, int b) {
            const auto x = now.text_of(a);
            const auto y = now.text_of(b);
            const auto n = number_in(x);
            const auto m = number_in(y);
            if (n && m && *n != *m) return is_falling ? *n > *m : *n < *m;
            return is_falling ? lower(x) > lower(y) : lower(x) < lower(y);
        };
        const auto least =
            std::ranges::min_element(items.begin() + static_cast<std::ptrdiff_t>(place), items.end(), less);
        const auto from = static_cast<std::size_t>(least - items.begin());
        if (from == place) continue;
        CO_TRY(items, co_await move_and_look(run, std::move(items), from, place));
    }
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
