#include <algorithm>
#include <set>

#include "agent/lite/fields.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/slider.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

using WordSet = std::set<std::string, std::less<>>;

// -- sliders
// ----------------------------------------------------------------------------------------------------------

std::vector<int> all_sliders(const Scene& scene)
{
    auto found = sliders(scene);
    std::ranges::sort(found);
    return found;
}

// "all three sliders", "the second slider", "the volume slider", "the price".
std::vector<int> sliders_named(const Scene& scene, const std::string& phrase)
{
    const auto all = all_sliders(scene);
    const auto plain = without_prefix_words(
        phrase, {"all", "both", "each", "every", "of", "the", "two", "three", "four", "five", "six", "its"}
    );
    const auto target = parse_target(plain);
    if (!target.kind.empty() && target.kind != "slider" && target.words.empty()) return {};
    const bool is_all = contains_word(phrase, "all") || contains_word(phrase, "both") ||
                        contains_word(phrase, "each") || contains_word(phrase, "every") ||
                        contains_word(phrase, "sliders");
    if (target.ordinal) {
        const int count = static_cast<int>(all.size());
        const int at = *target.ordinal < 0 ? count + *target.ordinal : *target.ordinal - 1;
        return at >= 0 && at < count ? std::vector{all[static_cast<std::size_t>(at)]} : std::vector<int>{};
    }
    if (target.words.empty() || is_all) return is_all || all.size() == 1 ? all : std::vector<int>{};
    int found = -1;
    double top = 0.6;
    for (const int each : all) {
        constexpr double named_in_part = 0.7;
        double score =
            std::max(says(scene, each, target.words), similarity(target.words, label_of(scene, each)));
        // "The oldest age" is the handle "Oldest".
        const auto& title = scene.node(each).description;
        if (!title.empty() && contains_word(target.words, title)) score = std::max(score, named_in_part);
        if (score > top) top = score, found = each;
    }
    return found < 0 ? std::vector<int>{} : std::vector{found};
}

// An end of the scale: +1 the upper, -1 the lower, 0 none.
int end_named(std::string_view word)
{
    static const WordSet upper = {
        "maximum", "max", "right", "end", "highest", "top", "largest", "full", "up"
    };
    static const WordSet lower_end = {
        "minimum", "min", "left", "start", "lowest", "bottom", "beginning", "smallest", "down"
    };
    const auto small = lower(word);
    return upper.contains(small) ? 1 : lower_end.contains(small) ? -1 : 0;
}

Async<Done> slide_to_end(Run& run, view::Ref slider, int end)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto* node = scene->snapshot().find(slider);
    if (node == nullptr) co_return cannot("the slider has gone from the page");
    run.has_open_form = true;
    for (const auto* name : {end > 0 ? "max" : "min", end > 0 ? "aria-valuemax" : "aria-valuemin"}) {
        const auto at = node->attributes.find(name);
        if (at == node->attributes.end() || !number_in(at->second)) continue;
        co_return co_await slide_to(run, slider, *number_in(at->second));
    }
    CO_TRY_DONE(co_await run.hands.key(end > 0 ? "End" : "Home", 1, slider));
    co_return Done();
}

Async<Result<bool>> set_sliders(Run& run, std::string field, std::string value)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> refs;
    for (const int each : sliders_named(*scene, field)) refs.push_back(scene->node(each).ref);
    if (refs.empty()) co_return false;
    if (const int end = end_named(without_prefix_words(value, {"its", "the"})); end != 0) {
        for (const auto ref : refs) CO_TRY_DONE(co_await slide_to_end(run, ref, end));
        co_return true;
    }
    const auto numbers = numbers_in(value);
    if (numbers.empty() || (numbers.size() > 1 && numbers.size() != refs.size())) co_return false;
    for (std::size_t i = 0; i < refs.size(); ++i)
        CO_TRY_DONE(co_await slide_to(run, refs[i], numbers[numbers.size() == 1 ? 0 : i]));
    co_return true;
}

// -- by so much
// ----------------------------------------------------------------------------------------------------------

Async<Result<bool>> change_by(Run& run, std::string field, double by)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (const auto stepper = stepper_named(*scene, field)) {
        CO_TRY_DONE(co_await step_to(run, *stepper, stepper->number + by));
        co_return true;
    }
    auto named = fields_named(*scene, field);
    if (named.empty()) named = sliders_named(*scene, field);
    if (named.empty()) co_return false;
    const auto& node = scene->node(named.front());
    const auto now = number_in(node.value);
    if (!now) co_return false;
    CO_TRY_DONE(co_await put(run, node.ref, number_text(*now + by)));
    co_return true;
}

// -- keypads
// ----------------------------------------------------------------------------------------------------------

// The keys with digits on them, by digit; empty where the page has not all that are needed.
std::vector<view::Ref> keys_for(const Scene& scene, const std::string& digits)
{
    std::vector<view::Ref> keys;
    for (const char digit : digits) {
        view::Ref key = 0;
        for (const auto& node : scene.nodes())
            if (node.ref != 0 && node.is_operable && !node.is_editable && node.tag != "select" &&
                trimmed(node.name) == std::string(1, digit))
                key = node.ref;
        if (key == 0) return {};
        keys.push_back(key);
    }
    return keys;
}

Async<Result<bool>> press_keys(Run& run, std::string value)
{
    std::string digits;
    for (const char c : value)
        if (std::string_view("0123456789*#").contains(c)) digits += c;
    const bool is_code = !digits.empty() && value.find_first_not_of("0123456789*# -.") == std::string::npos;
    if (!is_code) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto keys = keys_for(*scene, digits);
    if (keys.empty()) co_return false;
    run.has_open_form = true;
    for (const auto key : keys) CO_TRY_DONE(co_await run.hands.press(key));
    co_return true;
}

// "Spell CAT with the letter buttons": each letter is a button of its own.
Async<Done> spell(Run& run, std::string word)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> keys;
    for (const char letter : word) {
        const auto wanted = lower(std::string(1, letter));
        const auto key = std::ranges::find_if(scene->nodes(), [&](const view::Node& node) {
            return node.ref != 0 && node.is_operable && !node.is_editable &&
                   lower(trimmed(node.name)) == wanted;
        });
        if (key == scene->nodes().end()) co_return cannot("there is no letter \"" + wanted + "\" to press");
        keys.push_back(key->ref);
    }
    run.has_open_form = true;
    for (const auto key : keys) CO_TRY_DONE(co_await run.hands.press(key));
    co_return Done();
}

// "the PIN 4-0-7-1", "407 with the keypad": the digits alone.
std::string code_in(const std::string& value)
{
    for (const auto& token : tokenize(value).tokens)
        if (token.text.find_first_of("0123456789") != std::string::npos &&
            token.text.find_first_not_of("0123456789*#-.") == std::string::npos)
            return token.text;
    return value;
}

}  // namespace

Async<Result<bool>> set_scale(Run& run, lite::Step step, std::string value)
{
    const auto field = step.slot("field");
    if (step.has("spelled")) {
        CO_TRY_DONE(co_await spell(run, unquoted(step.slot("spelled"))));
        co_return true;
    }
    if (step.has("step")) {
        const bool is_down = fit("(decrease|lower|reduce|turn down) {*}", step.clause) ||
                             fit("{*} (cooler|colder|lower|quieter|dimmer|slower)", step.clause);
        const double by = number_in(step.slot("step")).value_or(number_word(step.slot("step")).value_or(0));
        co_return co_await change_by(run, field, is_down ? -by : by);
    }
    const bool speaks_of_sliders = contains_word(field, "slider") || contains_word(field, "sliders");
    if (speaks_of_sliders || end_named(without_prefix_words(value, {"its", "the"})) != 0) {
        CO_TRY(const bool is_set, co_await set_sliders(run, field, value));
        if (is_set || speaks_of_sliders) co_return is_set;
    }
    CO_TRY(const auto* scene, co_await run.hands.look());
    // "The spinner", where the page draws one of two small buttons and a number.
    if (parse_target(field).kind == "spinner" && parse_target(field).words.empty() && number_in(value)) {
        const auto drawn = steppers(*scene);
        if (drawn.size() == 1) {
            CO_TRY_DONE(co_await step_to(run, drawn.front(), *number_in(value)));
            co_return true;
        }
    }
    const bool has_field = !field.empty() && std::ranges::any_of(fields_named(*scene, field), [&](int i) {
        return scene->node(i).is_editable || scene->node(i).tag == "select" ||
               scene->node(i).role == "slider";
    });
    const bool is_writable =
        std::ranges::any_of(open_fields(*scene), [&](int i) { return scene->node(i).is_editable; });
    const auto number = number_in(value);
    if (!has_field && number && !field.empty()) {
        if (const auto stepper = stepper_named(*scene, field)) {
            CO_TRY_DONE(co_await step_to(run, *stepper, *number));
            co_return true;
        }
        CO_TRY(const bool is_set, co_await set_sliders(run, field, value));
        if (is_set) co_return true;
    }
    const bool is_keypad =
        contains_word(step.clause, "keypad") || contains_word(step.clause, "dial") || !is_writable;
    if (!is_keypad || !number) co_return false;
    const auto code = code_in(value);
    CO_TRY(const bool is_pressed, co_await press_keys(run, code));
    // "Dial 555-0192 and call": what stands behind the number is the next step.
    if (const auto slots = fit("{#code} [,] and {rest}", value); is_pressed && slots) {
        auto next = parse_clause(slots->at("rest"));
        if (next.verb == Verb::none) {
            next.verb = Verb::click;
            next.slots["object"] = slots->at("rest");
        }
        run.steps.insert(run.steps.begin() + static_cast<std::ptrdiff_t>(run.at) + 1, std::move(next));
    }
    co_return is_pressed;
}

}  // namespace lissom::agent::lite::skills
