#include <algorithm>
#include <optional>
#include <set>

#include "agent/lite/fields.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

struct Wish {
    bool is_removal = false;
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
    if (const auto slots = fit("(remove|delete|drop|take off|take away) [the] {!kind} {items}", clause))
        return Wish{true, lower(slots->at("kind")), slots->at("items")};
    if (const auto slots =
            fit("(add|enter|put in|insert|give it|assign) [the|these] {!kind} {items}", clause))
        return Wish{false, lower(slots->at("kind")), slots->at("items")};
    for (const std::string_view pattern :
         {"(tag|label) (it|this|{*}) (with|as) [the] [tags|tag|labels|label] {items}"})
        if (const auto slots = fit(pattern, clause))
            return Wish{false, lower(clause.substr(0, clause.find(' '))), slots->at("items")};
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

}  // namespace

Async<Result<bool>> set_tags(Run& run, const lite::Step& step)
{
    const auto wish = wish_in(step.clause);
    if (!wish || !is_kind_of_tag(wish->kind)) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto field = tag_field(*scene, wish->kind);
    if (field == 0) co_return false;
    std::vector<std::string> items;
    for (const auto& item : list_items(wish->items)) items.push_back(unquoted(item));
    if (items.empty()) co_return false;
    if (wish->is_removal) {
        for (const auto& item : items) {
            CO_TRY(scene, co_await run.hands.look());
            const auto remover = remover_of(*scene, item);
            if (remover == 0) co_return false;
            CO_TRY_DONE(co_await run.hands.press(remover));
        }
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
