#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <string>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/ground.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Keys that are called by their names, and what they are pressed in.
namespace lissom::agent::lite::skills {

namespace {

struct KeyPress {
    std::string key;
    int times = 1;
    std::string place;  // what has to have the focus; empty where it was not said
};

// The name the protocol has for a key; empty where the words name none.
std::string key_named(std::string_view words)
{
    static const std::map<std::string, std::string, std::less<>> names = {
        {"enter", "Enter"},         {"return", "Enter"},    {"escape", "Escape"},
        {"esc", "Escape"},          {"tab", "Tab"},         {"tabulator", "Tab"},
        {"space", "Space"},         {"spacebar", "Space"},  {"space bar", "Space"},
        {"backspace", "Backspace"}, {"delete", "Delete"},   {"del", "Delete"},
        {"home", "Home"},           {"end", "End"},         {"page up", "PageUp"},
        {"page down", "PageDown"},  {"up", "ArrowUp"},      {"down", "ArrowDown"},
        {"left", "ArrowLeft"},      {"right", "ArrowRight"}
    };
    auto plain = unquoted(trimmed(words));
    if (plain.size() == 1) return plain;
    auto small = lower(plain);
    for (const std::string_view word : {"arrow ", "letter ", "key "})
        if (small.starts_with(word)) small = trimmed(small.substr(word.size()));
    small = without_tail_words(small, {"arrow", "key"});
    if (small.size() == 1) return small;
    const auto at = names.find(small);
    return at == names.end() ? "" : at->second;
}

std::optional<KeyPress> key_press_in(const std::string& object)
{
    // One line each, as long as it is: a pattern cut in two reads as two.
    // clang-format off
    static constexpr std::array<std::string_view, 3> patterns = {
        "[the] {key} (key|arrow|arrow key) [on the keyboard|on your keyboard] [(twice|once|{#times} times)] [(in|on|inside|within) [the] {place}]",
        "[the] (key|letter key|arrow) {key} [on the keyboard|on your keyboard] [(twice|once|{#times} times)] [(in|on|inside|within) [the] {place}]",
        "{key} (on the keyboard|on your keyboard) [(twice|once|{#times} times)]"
    };
    // clang-format on
    for (const auto pattern : patterns) {
        const auto slots = fit(pattern, object);
        const auto key = slots ? key_named(slots->at("key")) : "";
        if (key.empty()) continue;
        KeyPress press{key, 1, slots->contains("place") ? slots->at("place") : ""};
        if (slots->contains("times")) press.times = number_word(slots->at("times")).value_or(1);
        if (contains_word(object, "twice")) press.times = 2;
        return press;
    }
    return std::nullopt;
}

// What takes keys though it is no field: the only thing of the page that listens and can be operated; 0.
view::Ref only_listener(const Scene& scene)
{
    view::Ref found = 0;
    for (const auto& node : scene.nodes()) {
        if (node.ref == 0 || !node.is_operable || node.role == "button" || node.role == "link") continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

Async<Done> focus_on(Run& run, std::string place)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto fields = fields_named(*scene, place);
    auto ref = fields.empty() ? 0 : scene->node(fields.front()).ref;
    if (const int named = ref == 0 ? best(*scene, place, Use::type) : -1; named >= 0)
        ref = ref_of(*scene, named, Use::type);
    if (ref == 0) ref = only_listener(*scene);
    if (ref == 0) {
        CO_TRY(auto ranked, co_await locate(run, place, Use::type));
        ref = ref_of(run.hands.scene(), ranked.front().index, Use::type);
    }
    CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

}  // namespace

Async<Result<bool>> press_named_key(Run& run, std::string object)
{
    auto said = key_press_in(object);
    if (!said) {
        // "Press Escape", where nothing of the page is called so.
        const auto key = object.size() > 1 ? key_named(object) : "";
        const bool is_word = key == "Escape" || key == "Backspace" || key == "Space" || key == "Tab" ||
                             key.starts_with("Page");
        if (!is_word) co_return false;
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (best(*scene, object, Use::press) >= 0) co_return false;
        said = KeyPress{key, 1, ""};
    }
    if (!contains_word(object, "key") && !contains_word(object, "keyboard")) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const int named = best(*scene, object, Use::press);
        if (named >= 0 && scene->node(scene->operable_at(named)).is_operable) co_return false;
    }
    if (!said->place.empty()) CO_TRY_DONE(co_await focus_on(run, said->place));
    constexpr int most = 50;
    if (said->times < 1 || said->times > most)
        co_return cannot("a key is pressed " + std::to_string(most) + " times at most");
    CO_TRY_DONE(co_await run.hands.key(said->key, said->times));
    co_return true;
}

Async<Done> focus(Run& run, const lite::Step& step) { co_return co_await focus_on(run, step.slot("object")); }

Async<Done> press_key(Run& run, const lite::Step& step)
{
    auto key = key_named(step.slot("key"));
    if (key.empty()) key = step.slot("key");
    if (key.size() > 1)
        key.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(key.front())));
    CO_TRY_DONE(co_await run.hands.key(key));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
