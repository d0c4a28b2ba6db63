#include <algorithm>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr std::size_t most_things = 60;  // that are pressed one after the other

// "ascending", "from the largest to the smallest", "alphabetical": by what, and from which end.
struct Order {
    bool is_falling = false;
    bool is_by_letters = false;
};
std::optional<Order> order_in(const std::string& object)
{
    const auto slots =
        fit("[all] [of] [the] (numbers|buttons|items|boxes|words|letters|cards|links|things|tiles|options) "
            "(in|from|by|sorted) {order}",
            object);
    if (!slots) return std::nullopt;
    const auto says = [order = lower(slots->at("order"))](std::string_view word) {
        return contains_word(order, word);
    };
    if (says("alphabetical") || says("alphabet") || says("alphabetically"))
        return Order{says("reverse"), true};
    const auto order = lower(slots->at("order"));
    const bool is_rising = says("ascending") || says("increasing") || says("numerical") ||
                           fit("[the] (smallest|lowest|least|small|low) to {*}", order);
    const bool is_falling = says("descending") || says("decreasing") ||
                            fit("[the] (largest|highest|greatest|biggest|large|high) to {*}", order);
    if (!is_rising && !is_falling) return std::nullopt;
    return Order{is_falling, false};
}

// What could be pressed and says a number, or a word, and nothing else.
std::vector<int> things(const Scene& scene, const Order& order)
{
    std::vector<int> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_editable || node.is_disabled) continue;
        const auto text = trimmed(node.name.empty() ? scene.text_of(i) : node.name);
        constexpr std::size_t longest = 30;
        if (text.empty() || text.size() > longest) continue;
        const bool is_number =
            text.find_first_not_of("0123456789.,-− ") == std::string::npos && number_in(text);
        if (is_number || (order.is_by_letters && !is_submit_word(text))) found.push_back(i);
    }
    return found.size() >= 2 && found.size() <= most_things ? found : std::vector<int>{};
}

Async<Done> press_all(Run& run, std::vector<view::Ref> refs)
{
    for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

}  // namespace

Async<Result<bool>> press_in_order(Run& run, std::string object)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (const auto order = order_in(object)) {
        auto found = things(*scene, *order);
        if (found.empty()) co_return false;
        std::ranges::sort(found, [&](int a, int b) {
            const auto x = scene->node(a).name, y = scene->node(b).name;
            if (order->is_by_letters) return order->is_falling ? lower(x) > lower(y) : lower(x) < lower(y);
            const double n = number_in(x).value_or(0), m = number_in(y).value_or(0);
            return order->is_falling ? n > m : n < m;
        });
        std::vector<view::Ref> refs;
        for (const int each : found) refs.push_back(scene->node(each).ref);
        CO_TRY_DONE(co_await press_all(run, std::move(refs)));
        co_return true;
    }
    for (const std::string_view tail :
         {" in this order", " in that order", " in order", " one after the other"})
        if (lower(object).ends_with(tail)) object.resize(object.size() - tail.size());
    auto items =
        list_items(without_prefix_words(object, {"the", "buttons", "links", "items", "boxes", "tabs"}));
    if (items.size() < 2) co_return false;
    const auto whole = rank(*scene, object, Use::press);
    if (!whole.empty() && whole.front().score > 0.9) co_return false;
    for (auto& item : items) {
        item = without_prefix_words(item, {"then", "and", "finally", "next"});
        if (best(*scene, item, Use::press) < 0) co_return false;
    }
    for (const auto& item : items) CO_TRY_DONE(co_await press_best(run, item));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
