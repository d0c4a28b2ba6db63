#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "agent/lite/fields.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

enum class Deed { add, remove, keep_only };

struct Wish {
    Deed deed = Deed::add;
    std::string kind;  // "tags"
    std::string items;
};

// Several of a kind, or a kind that fields of this sort are for.
bool is_kind_of_tag(const std::string& kind)
{
    static const std::set<std::string, std::less<>> one = {
        "tag", "label", "keyword", "skill", "topic", "interest", "hobby", "ingredient"
    };
    return one.contains(kind) || (kind.size() > 3 && kind.ends_with('s') && !kind.ends_with("ss"));
}

// "… and save": what ends the form is pressed anyway.
std::string without_ending(std::string items)
{
    for (const std::string_view ending : {" and save it", " and save", " and submit", " and confirm"})
        if (items.size() > ending.size() && lower(items).ends_with(ending))
            items.resize(items.size() - ending.size());
    return items;
}

std::optional<Wish> wish_in(std::string clause)
{
    clause = without_ending(std::move(clause));
    struct Form {
        Deed deed;
        std::string_view pattern;
    };
    static constexpr std::array forms = {
        Form{
            Deed::keep_only,
            "[i] [want|choose|select|keep|leave|set|have] (only|just|nothing but) [the] {items} "
            "(as|for|in|among) "
            "[the|my|your] {!kind}"
        },
        Form{Deed::keep_only, "(choose|select|pick|keep|leave) (only|just) [the] {!kind} {items}"},
        Form{Deed::keep_only, "(set|change) [the|my] {!kind} to [only|just] {items}"},
        Form{Deed::remove, "(remove|delete|drop|take off|take away) [the] {!kind} {items}"},
        Form{Deed::remove, "(remove|delete|drop|take) {items} (from|off|out of) [the|my|your] {!kind}"},
        Form{
            Deed::add,
            "(add|enter|put in|insert|give it|assign|choose|select|pick) [the|these] {!kind} {items}"
        },
        Form{Deed::add, "(add|choose|select|pick) {items} (to|as|for) [the|my|your] {!kind}"}
    };
    for (const auto& form : forms)
        if (const auto slots = fit(form.pattern, clause); slots && is_kind_of_tag(lower(slots->at("kind"))))
            return Wish{form.deed, lower(slots->at("kind")), slots->at("items")};
    for (const std::string_view pattern :
         {"(tag|label) (it|this|{*}) (with|as) [the] [tags|tag|labels|label] {items}"})
        if (const auto slots = fit(pattern, clause))
            return Wish{Deed::add, lower(clause.substr(0, clause.find(' '))), slots->at("items")};
    return std::nullopt;
}

// The field for such words: it says so itself, or the heading right before it does.
view::Ref tag_field(const Scene& scene, const std::string& kind)
{
    for (const int each : open_fields(scene)) {
        const auto& node = scene.node(each);
        if (!node.is_editable || node.tag != "input" || node.input_type == "password") continue;
        auto said = label_of(scene, each) + " " + node.placeholder;
        for (int i = each - 1, steps = 0; i >= 0 && steps < 12; --i, ++steps)
            if (scene.node(i).role == "heading" || scene.node(i).tag == "label")
                said += " " + scene.text_of(i);
        const bool is_named = std::ranges::any_of(words_of(said), [&](const std::string& word) {
            return word == kind || stem(word) == stem(kind);
        });
        if (is_named) return node.ref;
    }
    return 0;
}

// A chip that says the word, and the control on it that takes it off.
view::Ref remover_of(const Scene& scene, const std::string& word)
{
    static const std::set<std::string, std::less<>> crosses = {
        "×", "x", "✕", "✖", "✗", "remove", "delete", "⨯", "🗙", "close"
    };
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" || lower(collapsed(scene.node(i).name)) != lower(word)) continue;
        for (int up = scene.parent(i), level = 0; up >= 0 && level < 2; up = scene.parent(up), ++level)
            for (int k = up + 1; k < scene.end_of(up); ++k) {
                const auto& node = scene.node(k);
                const auto name = lower(collapsed(node.name));
                const bool is_cross = crosses.contains(name) || name == "remove " + lower(word) ||
                                      name == "delete " + lower(word);
                if (node.ref != 0 && node.is_operable && is_cross) return node.ref;
            }
    }
    return 0;
}

bool has_word(const Scene& scene, const std::string& word)
{
    return std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        return node.role == "text" && lower(collapsed(node.name)) == lower(word);
    });
}

// What is chosen in the box around the field: each chip with a cross on it.
std::vector<std::string> chips_around(const Scene& scene, view::Ref field)
{
    std::vector<std::string> chips;
    int box = scene.index_of(field);
    constexpr int highest = 2;
    for (int level = 0; scene.parent(box) >= 0 && level < highest; ++level) box = scene.parent(box);
    for (int i = box; i < scene.end_of(box); ++i) {
        if (scene.node(i).role != "text") continue;
        const auto word = collapsed(scene.node(i).name);
        if (word.size() > 1 && remover_of(scene, word) != 0) chips.push_back(word);
    }
    return chips;
}

Async<Done> remove_tags(Run& run, std::vector<std::string> items)
{
    for (const auto& item : items) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto remover = remover_of(*scene, item);
        if (remover == 0) co_return cannot("there is no \"" + item + "\" that could be taken off");
        CO_TRY_DONE(co_await run.hands.press(remover));
    }
    co_return Done();
}

// A field that offers what it takes: nothing but what it offers is a choice.
Async<Done> pick_tags(Run& run, std::string kind, std::vector<std::string> items)
{
    for (const auto& item : items) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto field = tag_field(*scene, kind);  // drawn anew with every choice, often
        if (field == 0) co_return cannot("the field for the " + kind + " has gone from the page");
        constexpr double nearly_same = 0.8;
        CO_TRY_DONE(co_await put_with_suggestions(run, field, item, [item](std::string_view text) {
            const double score = similarity(item, text);
            return score > nearly_same ? score : 0;
        }));
    }
    co_return Done();
}

}  // namespace

Async<Result<bool>> set_tags(Run& run, const lite::Step& step)
{
    const auto wish = wish_in(step.clause);
    if (!wish) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto field = tag_field(*scene, wish->kind);
    if (field == 0) co_return false;
    std::vector<std::string> items;
    for (const auto& item : list_items(wish->items)) items.push_back(unquoted(item));
    if (items.empty()) co_return false;
    // A field of one value is no field for several, whatever verb is used.
    const auto chips = chips_around(*scene, field);
    const auto* taker = scene->snapshot().find(field);
    const bool takes_several = !chips.empty() || (taker != nullptr && offers_suggestions(*taker));
    if (!takes_several && (wish->deed == Deed::keep_only || fit("(choose|select|pick) {*}", step.clause)))
        co_return false;
    if (wish->deed != Deed::add) {
        auto unwanted = items;
        if (wish->deed == Deed::keep_only) {
            unwanted = chips;
            std::erase_if(items, [&](const std::string& item) {
                const auto at = std::ranges::find(unwanted, item);
                const bool is_there = at != unwanted.end();
                if (is_there) unwanted.erase(at);
                return is_there;
            });
        } else if (std::ranges::any_of(items, [&](const std::string& item) {
                       return remover_of(*scene, item) == 0;
                   })) {
            co_return false;
        }
        CO_TRY_DONE(co_await remove_tags(run, std::move(unwanted)));
        run.has_open_form = true;
        if (wish->deed == Deed::remove) co_return true;
        CO_TRY(scene, co_await run.hands.look());
        if (items.empty()) co_return true;
    }
    const auto* node = scene->snapshot().find(tag_field(*scene, wish->kind));
    if (node != nullptr && offers_suggestions(*node)) {
        CO_TRY_DONE(co_await pick_tags(run, wish->kind, items));
        run.has_open_form = true;
        co_return true;
    }
    // One field that takes a word at a time shows each as it has taken it; a plain field does not.
    constexpr Millis taking_limit(700);
    for (std::size_t i = 0; i < items.size(); ++i) {
        CO_TRY_DONE(co_await run.hands.fill(field, items[i]));
        CO_TRY_DONE(co_await run.hands.key("Enter", 1, field));
        CO_TRY(
            const bool is_taken,
            co_await run.hands.look_until(
                [&](const Scene& now) { return has_word(now, items[i]); }, taking_limit
            )
        );
        if (is_taken) continue;
        if (i > 0) co_return cannot("the field did not take \"" + items[i] + "\"");
        std::string all;
        for (const auto& item : items) all += (all.empty() ? "" : ", ") + item;
        CO_TRY_DONE(co_await run.hands.fill(field, all));
        break;
    }
    run.has_open_form = true;
    co_return true;
}

}  // namespace lissom::agent::lite::skills
