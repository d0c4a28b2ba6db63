#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/grid.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Of things alike those whose words or numbers are as was said.
namespace lissom::agent::lite::skills {

namespace {

using Fits = std::function<bool(const std::string& text)>;

bool is_noun_of_things(std::string_view word)
{
    static const std::set<std::string, std::less<>> nouns = {
        "number", "numbers", "word",  "words", "name",  "names",  "button",  "buttons", "card",
        "cards",  "item",    "items", "tile",  "tiles", "option", "options", "one",     "ones",
        "entry",  "entries", "box",   "boxes", "value", "values", "letter",  "letters"
    };
    return nouns.contains(lower(word));
}

Fits number_that(std::function<bool(double)> holds)
{
    return [holds = std::move(holds)](const std::string& text) {
        const bool is_number = text.find_first_not_of("0123456789.,-− ") == std::string::npos;
        const auto number = is_number ? number_in(text) : std::nullopt;
        return number && holds(*number);
    };
}

Fits by_number(const std::string& phrase)
{
    if (const auto slots = fit("[all] [of] [the] (even|odd) {!noun}", phrase);
        slots && is_noun_of_things(slots->at("noun"))) {
        const bool is_odd = contains_word(phrase, "odd");
        return number_that([is_odd](double number) {
            const auto whole = static_cast<long>(number);
            return static_cast<double>(whole) == number && (whole % 2 != 0) == is_odd;
        });
    }
    const auto slots =
        fit("[all] [of] [the] {!noun} [that are|which are|that is|which is] "
            "(greater|larger|bigger|higher|more|less|"
            "smaller|lower|fewer) than {#limit}",
            phrase);
    if (!slots || !is_noun_of_things(slots->at("noun"))) return {};
    const auto limit = number_in(slots->at("limit"));
    if (!limit) return {};
    const bool is_less = fit("{*} (less|smaller|lower|fewer) than {*}", phrase).has_value();
    return number_that([is_less, limit = *limit](double number) {
        return is_less ? number < limit : number > limit;
    });
}

Fits by_letters(const std::string& phrase)
{
    const auto slots =
        fit("[all] [of] [the] {!noun} [that|which] "
            "(starts|start|starting|begins|begin|beginning|ends|end|ending|contains|"
            "contain|containing) [with|in] [the] [letter|letters] {part}",
            phrase);
    if (!slots || !is_noun_of_things(slots->at("noun"))) return {};
    const auto part = lower(unquoted(slots->at("part")));
    const auto verb = fit("{*} (starts|start|starting|begins|begin|beginning) {*}", phrase) ? 's'
                      : fit("{*} (ends|end|ending) {*}", phrase)                            ? 'e'
                                                                                            : 'c';
    return [part, verb](const std::string& text) {
        const auto small = lower(text);
        return verb == 's'   ? small.starts_with(part)
               : verb == 'e' ? small.ends_with(part)
                             : small.contains(part);
    };
}

// The one that is longest or shortest; -1: the phrase asks for none, or two are.
int by_length(const Scene& scene, const std::vector<int>& family, const std::string& phrase)
{
    const auto slots = fit("[the] (longest|shortest) {!noun}", phrase);
    if (!slots || !is_noun_of_things(slots->at("noun")) || family.empty()) return -1;
    const bool is_longest = contains_word(phrase, "longest");
    const auto size = [&](int each) { return trimmed(scene.text_of(each)).size(); };
    const int found = is_longest ? *std::ranges::max_element(family, {}, size)
                                 : *std::ranges::min_element(family, {}, size);
    return std::ranges::count(family, size(found), size) == 1 ? found : -1;
}

}  // namespace

Async<Result<bool>> press_fitting(Run& run, std::string phrase)
{
    auto fits = by_number(phrase);
    if (!fits) fits = by_letters(phrase);
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto family = largest_family(*scene);
    std::vector<view::Ref> refs;
    if (const int found = by_length(*scene, family, phrase); found >= 0)
        refs.push_back(ref_of(*scene, found, Use::press));
    else if (!fits)
        co_return false;
    for (const int each : family)
        if (fits && fits(trimmed(scene->text_of(each)))) refs.push_back(ref_of(*scene, each, Use::press));
    const bool is_one =
        fit("[the] {!noun} (that|which) (starts|begins|ends|contains) {*}", phrase).has_value();
    if (refs.empty() || (is_one && refs.size() > 1))
        co_return cannot("which are meant by \"" + phrase + "\" is not plain on this page");
    run.has_open_form = true;
    for (const auto ref : refs) {
        const auto* node = run.hands.scene().snapshot().find(ref);
        if (node != nullptr && is_tick_box(*node)) {
            CO_TRY_DONE(co_await tick(run, ref, true));
        } else {
            CO_TRY_DONE(co_await run.hands.press(ref));
        }
    }
    co_return true;
}

}  // namespace lissom::agent::lite::skills
