#include "agent/lite/steppers.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "agent/lite/fields.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr int max_presses = 120;   // a person would type by then
constexpr int max_levels = 3;      // from the controls up to what is said of them
constexpr double max_reach = 260;  // pixels between the two controls

std::optional<double> pure_number(std::string_view text)
{
    const auto plain = trimmed(text);
    if (plain.empty() || plain.find_first_not_of("0123456789.,-− ") != std::string::npos) return std::nullopt;
    return number_in(plain);
}

// The number a box shows (-1: the page), outside of its controls.
bool read_display(const Scene& scene, int box, Stepper& stepper)
{
    for (int i = std::max(box, 0); i < (box < 0 ? scene.size() : scene.end_of(box)); ++i) {
        const auto& node = scene.node(i);
        const bool is_field = node.tag == "input" || node.role == "spinbutton";
        if (!is_field && node.role != "text") continue;
        const auto number = pure_number(is_field ? node.value : node.name);
        const int element = is_field ? i : scene.element_of(i);
        if (!number || element < 0) continue;
        const auto ref = scene.node(element).ref;
        if (ref == 0 || ref == stepper.up || ref == stepper.down) continue;
        stepper.display = ref;
        stepper.number = *number;
        return true;
    }
    return false;
}

std::string words_beside(const Scene& scene, int box)
{
    for (int level = 0; box >= 0 && level <= max_levels; box = scene.parent(box), ++level) {
        std::string said;
        for (const auto& word : split(collapsed(scene.text_of(box)), " "))
            if (words_of(word).size() > 0 && !number_in(word)) said += (said.empty() ? "" : " ") + word;
        constexpr std::size_t shortest = 2;
        if (said.size() >= shortest) return said;
    }
    return "";
}

std::optional<Stepper> read_again(const Scene& scene, const Stepper& stepper)
{
    for (const auto& each : steppers(scene))
        if (each.up == stepper.up) return each;
    return std::nullopt;
}

}  // namespace

int sense_of(const view::Node& node)
{
    static const std::set<std::string, std::less<>> more_signs = {
        "+", "＋", "▲", "△", "⊕", "➕", "⌃", "˄", "▴"
    };
    static const std::set<std::string, std::less<>> less_signs = {
        "-", "−", "–", "—", "▼", "▽", "⊖", "➖", "⌄", "˅", "▾"
    };
    static const std::set<std::string, std::less<>> more_words = {
        "increase",
        "increment",
        "plus",
        "more",
        "up",
        "inc",
        "raise",
        "higher",
        "louder",
        "warmer",
        "brighter",
        "faster"
    };
    static const std::set<std::string, std::less<>> less_words = {
        "decrease",
        "decrement",
        "minus",
        "less",
        "down",
        "dec",
        "fewer",
        "lower",
        "quieter",
        "cooler",
        "dimmer",
        "slower"
    };
    const auto name = trimmed(node.name);
    if (more_signs.contains(name)) return 1;
    if (less_signs.contains(name)) return -1;
    auto said = words_of(name + " " + node.description);
    constexpr std::size_t longest_name = 30;
    if (name.size() > longest_name) return 0;
    if (name.size() < 3)
        for (const auto* attribute : {"class", "id"})
            if (const auto at = node.attributes.find(attribute); at != node.attributes.end())
                for (auto& word : words_of(at->second)) said.push_back(std::move(word));
    int sense = 0;
    for (const auto& word : said) {
        if (more_words.contains(word)) sense += 1;
        if (less_words.contains(word)) sense -= 1;
    }
    return std::clamp(sense, -1, 1);
}

std::vector<Stepper> steppers(const Scene& scene)
{
    std::vector<int> ups, downs;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_hidden || node.is_editable || node.role == "text")
            continue;
        const int sense = sense_of(node);
        if (sense > 0) ups.push_back(i);
        if (sense < 0) downs.push_back(i);
    }
    std::vector<Stepper> found;
    for (const int up : ups) {
        // Its own row's, however near the next row's is.
        int down = -1;
        int innermost = -2;
        double nearest = max_reach;
        for (const int each : downs) {
            const auto a = scene.node(up).rect.centre();
            const auto b = scene.node(each).rect.centre();
            const double away = std::hypot(a.x - b.x, a.y - b.y);
            const int around = scene.common_ancestor(up, each);
            if (away >= max_reach || around < innermost || (around == innermost && away >= nearest)) continue;
            innermost = around, nearest = away, down = each;
        }
        if (down < 0) continue;
        Stepper stepper;
        stepper.up = scene.node(up).ref;
        stepper.down = scene.node(down).ref;
        int box = scene.common_ancestor(up, down);
        const bool stands_alone = box < 0 && ups.size() == 1 && downs.size() == 1;
        if (stands_alone && read_display(scene, -1, stepper)) {
            stepper.label = words_beside(scene, scene.parent(scene.index_of(stepper.display)));
            found.push_back(stepper);
        }
        for (int level = 0; box >= 0 && level < max_levels; box = scene.parent(box), ++level) {
            // A box with several pairs is a list of them.
            const auto inside = [&](int each) { return scene.is_inside(each, box); };
            if (std::ranges::count_if(ups, inside) > 1 && level > 0) break;
            if (!read_display(scene, box, stepper)) continue;
            stepper.label = words_beside(scene, box);
            if (std::ranges::none_of(found, [&](const Stepper& each) {
                    return each.display == stepper.display;
                }))
                found.push_back(stepper);
            break;
        }
    }
    return found;
}

std::optional<Stepper> stepper_named(const Scene& scene, std::string_view phrase)
{
    const auto all = steppers(scene);
    const auto slots = fit("[the] (number|amount|quantity|count) of [the] {what}", phrase);
    const auto target = parse_target(slots ? slots->at("what") : phrase);
    static const std::set<std::string, std::less<>> general = {
        "number", "value", "counter", "count", "spinner", "quantity", "stepper", "amount", "it", "input"
    };
    const auto words = content_words(target.words.empty() ? target.phrase : target.words);
    const bool is_general =
        std::ranges::all_of(words, [](const std::string& word) { return general.contains(word); });
    if (is_general) {
        if (target.ordinal && *target.ordinal > 0 && static_cast<std::size_t>(*target.ordinal) <= all.size())
            return all[static_cast<std::size_t>(*target.ordinal) - 1];
        return all.size() == 1 ? std::optional(all.front()) : std::nullopt;
    }
    // "°C" is what a temperature is told in.
    if (all.size() == 1 && all.front().label.contains("°") && contains_word(target.phrase, "temperature"))
        return all.front();
    std::optional<Stepper> found;
    double top = 0.5;
    for (const auto& each : all) {
        const double score = std::max(
            similarity(target.phrase, each.label), contains_word(each.label, target.phrase) ? 0.9 : 0.0
        );
        if (score > top) top = score, found = each;
    }
    return found;
}

Async<Done> step_to(Run& run, Stepper stepper, double wanted)
{
    run.has_open_form = true;
    double now = stepper.number;
    double step = 1;
    for (int presses = 0; std::abs(now - wanted) > step / 2;) {
        const int times =
            presses == 0 ? 1 : std::max(1, static_cast<int>(std::lround(std::abs(wanted - now) / step)));
        if (presses + times > max_presses) break;
        for (int i = 0; i < times; ++i)
            CO_TRY_DONE(co_await run.hands.press(wanted > now ? stepper.up : stepper.down));
        presses += times;
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto shown = read_again(*scene, stepper);
        if (!shown || shown->number == now) break;
        if (presses == 1) step = std::max(std::abs(shown->number - now), 1e-9);
        now = shown->number;
    }
    if (std::abs(now - wanted) > step / 2)
        co_return cannot(
            "the counter \"" + stepper.label + "\" stopped at " + number_text(now) + ", not at " +
            number_text(wanted)
        );
    co_return Done();
}

Async<Result<int>> set_mentioned_steppers(Run& run, std::string text)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto all = steppers(*scene);
    const auto tokens = tokenize(text).tokens;
    std::vector<std::pair<Stepper, double>> wanted;
    for (const auto& stepper : all) {
        const auto said = content_words(stepper.label);
        for (std::size_t i = 1; i < tokens.size(); ++i) {
            const auto number = number_word(tokens[i - 1].small);
            const bool names_it = std::ranges::any_of(said, [&](const std::string& word) {
                return word == tokens[i].small || stem(word) == stem(tokens[i].small) ||
                       are_synonyms(word, tokens[i].small);
            });
            if (!number || !names_it) continue;
            wanted.emplace_back(stepper, *number);
            break;
        }
    }
    for (const auto& [stepper, number] : wanted) CO_TRY_DONE(co_await step_to(run, stepper, number));
    co_return static_cast<int>(wanted.size());
}

}  // namespace lissom::agent::lite
