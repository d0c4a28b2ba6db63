#include <algorithm>
#include <array>
#include <optional>

#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

struct Wish {
    std::string items;  // empty: all
    std::string place;  // the list they go into, "right" or "left"
};

std::optional<Wish> wish_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(put|add|move|transfer|shift|bring) (all|everybody|everyone|everything|all of them) [over] "
          "(into|to|in|onto) "
          "[the|my|our] {place}",
          "(put|add|move|transfer|shift|bring|take) {items} [over] (into|to|in|onto) [the|my|our] {place}"})
        if (const auto slots = fit(pattern, clause)) {
            const auto items = slots->find("items");
            auto place = without_prefix_words(slots->at("place"), {"list", "side"});
            for (const std::string_view tail : {" list", " side", " box", " column"})
                if (lower(place).ends_with(tail)) place.resize(place.size() - tail.size());
            return Wish{items == slots->end() ? "" : items->second, unquoted(place)};
        }
    return std::nullopt;
}

// One of two lists side by side, and what is written over it.
struct Side {
    int box = -1;
    std::string name;
};

std::string name_over(const Scene& scene, int list)
{
    const auto& node = scene.node(list);
    if (!node.name.empty() && !node.is_named_by_content) return node.name;
    for (int i = list - 1, steps = 0; i >= 0 && steps < 6; --i, ++steps) {
        const auto text = trimmed(scene.node(i).name);
        const bool is_above = scene.node(i).rect.y <= node.rect.y && !scene.is_inside(i, list);
        if (scene.node(i).role == "text" && is_above && words_of(text).size() >= 1 && text.size() < 40)
            return text;
    }
    return "";
}

// +1: a control that moves to the second list, -1: to the first; 2 and -2: that moves all.
int sense_of(const view::Node& node)
{
    struct Sign {
        std::string_view name;
        int sense;
    };
    static constexpr std::array signs = {
        Sign{">", 1},
        Sign{"→", 1},
        Sign{"›", 1},
        Sign{"▶", 1},
        Sign{"add", 1},
        Sign{"add >", 1},
        Sign{">>", 2},
        Sign{"»", 2},
        Sign{"⇒", 2},
        Sign{"add all", 2},
        Sign{"move right", 1},
        Sign{"choose", 1},
        Sign{"<", -1},
        Sign{"←", -1},
        Sign{"‹", -1},
        Sign{"◀", -1},
        Sign{"remove", -1},
        Sign{"< remove", -1},
        Sign{"<<", -2},
        Sign{"«", -2},
        Sign{"⇐", -2},
        Sign{"remove all", -2},
        Sign{"move left", -1},
        Sign{"move all right", 2},
        Sign{"move all left", -2},
        Sign{"add selected", 1},
        Sign{"remove selected", -1},
        Sign{"move selected right", 1},
        Sign{"move selected left", -1},
        Sign{"choose all", 2}
    };
    const auto name = lower(collapsed(node.name));
    for (const auto& each : signs)
        if (each.name == name) return each.sense;
    return 0;
}

struct Pair {
    Side first, second;
    std::array<view::Ref, 5> movers{};  // by sense + 2
};

// Two lists with the buttons between them that carry over.
std::optional<Pair> pair_on(const Scene& scene)
{
    Pair pair;
    int movers = 0;
    double left = 0, right = 0;
    for (const auto& node : scene.nodes()) {
        const int sense = node.ref != 0 && node.is_operable ? sense_of(node) : 0;
        if (sense == 0) continue;
        auto& mover = pair.movers[static_cast<std::size_t>(sense + 2)];
        if (mover != 0) return std::nullopt;
        mover = node.ref;
        left = movers == 0 ? node.rect.x : std::min(left, node.rect.x);
        right = std::max(right, node.rect.x + node.rect.width);
        ++movers;
    }
    if (movers < 2) return std::nullopt;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || (node.role != "list" && node.role != "listbox" && node.tag != "select"))
            continue;
        auto& side = node.rect.x + node.rect.width <= left + 2 ? pair.first : pair.second;
        if (&side == &pair.second && node.rect.x < right - 2) continue;
        if (side.box < 0) side = {i, name_over(scene, i)};
    }
    if (pair.first.box < 0 || pair.second.box < 0) return std::nullopt;
    return pair;
}

bool is_meant(const Side& side, const std::string& place, std::string_view direction)
{
    return lower(place) == direction || (!side.name.empty() && similarity(place, side.name) > 0.7);
}

}  // namespace

Async<Result<bool>> move_between_lists(Run& run, const lite::Step& step)
{
    const auto wish = wish_in(step.clause);
    if (!wish) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto pair = pair_on(*scene);
    if (!pair) co_return false;
    const bool is_forth = is_meant(pair->second, wish->place, "right");
    if (is_forth == is_meant(pair->first, wish->place, "left")) co_return false;
    const auto& from = is_forth ? pair->first : pair->second;
    const auto carry = pair->movers[is_forth ? 3 : 1];
    const auto carry_all = pair->movers[is_forth ? 4 : 0];
    run.has_open_form = true;
    if (wish->items.empty() && carry_all != 0) {
        CO_TRY_DONE(co_await run.hands.press(carry_all));
        co_return true;
    }
    if (carry == 0 || wish->items.empty()) co_return false;
    const auto names = list_items(wish->items);
    std::vector<view::Ref> items;
    const auto& list = scene->node(from.box);
    JsonArray options;
    for (const auto& name : names) {
        const auto plain = without_prefix_words(unquoted(name), {"the", "both", "user", "item"});
        for (const auto& option : list.options)
            if (lower(collapsed(option)) == lower(plain)) options.emplace_back(option);
        for (const int child : scene->children(from.box))
            if (scene->node(child).ref != 0 && lower(collapsed(scene->text_of(child))) == lower(plain))
                items.push_back(scene->node(child).ref);
    }
    if (options.size() == names.size()) {
        JsonObject params{{"element", "e" + std::to_string(list.ref)}, {"option", std::move(options)}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
    } else if (items.size() == names.size()) {
        for (const auto item : items) CO_TRY_DONE(co_await run.hands.press(item));
    } else {
        co_return cannot("the list has no \"" + wish->items + "\"");
    }
    CO_TRY_DONE(co_await run.hands.press(carry));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
