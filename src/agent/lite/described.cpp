#include "agent/lite/described.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <numeric>
#include <vector>

#include "agent/lite/fact_of_kind.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/letters.hpp"
#include "agent/lite/looks.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/price_list.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/sequences.hpp"
#include "agent/lite/tallies.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool has_words(std::string_view text)
{
    return text.find_first_not_of("0123456789.,-− ") != std::string_view::npos;
}

// "the sum of the numbers", "the largest number": worked out from the numbers that stand on the page.
std::optional<std::string> worked_out(const Scene& scene, const std::string& phrase)
{
    const auto slots =
        fit("[the] "
            "(sum|total|average|mean|product|largest|smallest|highest|lowest|greatest|biggest|maximum|"
            "minimum) [number|value] "
            "[of|among|in] [all] [the|these] [number|numbers|values] [{*}]",
            phrase);
    if (!slots || !fit("{*} (number|numbers|value|values) [{*}]", phrase)) return std::nullopt;
    const bool are_labelled = std::ranges::none_of(scene.nodes(), [](const view::Node& node) {
        return node.role == "text" && number_in(node.name) && !has_words(node.name);
    });
    std::vector<double> numbers;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        // "Apples: 4", where no number stands for itself.
        if (node.role != "text" || (has_words(node.name) && !are_labelled) ||
            numbers_in(node.name).size() != 1)
            continue;
        if (scene.node(scene.operable_at(i)).is_editable) continue;
        if (const auto number = number_in(node.name)) numbers.push_back(*number);
    }
    if (numbers.empty()) return std::nullopt;
    const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
    const auto says = [&](std::string_view word) { return contains_word(phrase, word); };
    if (says("average") || says("mean")) return number_text(sum / static_cast<double>(numbers.size()));
    if (says("product"))
        return number_text(std::accumulate(numbers.begin(), numbers.end(), 1.0, std::multiplies()));
    if (says("largest") || says("highest") || says("greatest") || says("biggest") || says("maximum"))
        return number_text(*std::ranges::max_element(numbers));
    if (says("smallest") || says("lowest") || says("minimum"))
        return number_text(*std::ranges::min_element(numbers));
    return number_text(sum);
}

// "the code shown": that it is to be seen needs no saying.
std::string without_shown(std::string phrase)
{
    for (const std::string_view tail :
         {" shown",
          " displayed",
          " given",
          " provided",
          " that is shown",
          " you see",
          " shown there",
          " you find there",
          " you find",
          " you see there",
          " found there",
          " given there",
          " mentioned there",
          " on the page"})
        if (phrase.size() > tail.size() && lower(phrase).ends_with(tail))
            phrase.resize(phrase.size() - tail.size());
    return phrase;
}

// "The code is K-42": a short sentence about what is looked for.
std::optional<std::string> told_in_a_sentence(const Scene& scene, const std::string& phrase)
{
    const auto words = content_words(without_prefix_words(phrase, {"the"}));
    if (words.empty()) return std::nullopt;
    for (const auto& node : scene.nodes()) {
        constexpr std::size_t longest = 80;
        if (node.role != "text" || node.name.size() > longest) continue;
        const auto slots = fit("{label} is {value}", node.name);
        if (!slots || !contains_word(slots->at("label"), words.back())) continue;
        return slots->at("value");
    }
    return std::nullopt;
}

// "the result of the calculation": the one sum that stands on the page.
std::optional<std::string> result_of_sum(const Scene& scene, const std::string& phrase)
{
    if (!fit("[the] [right|correct] (result|answer|solution|outcome) [(of|to|for) {*}]", phrase) &&
        !fit("[the] (sum|calculation|equation|expression|addition|multiplication) [that is shown]", phrase))
        return std::nullopt;
    std::optional<double> result;
    for (const auto& node : scene.nodes()) {
        const auto sum = node.role == "text" ? sum_in(node.name) : std::nullopt;
        if (!sum) continue;
        if (result && *result != *sum) return std::nullopt;
        result = sum;
    }
    if (!result) return std::nullopt;
    return number_text(*result);
}

// "5 more than the result", "twice the largest number".
std::optional<std::string> changed_number(const Scene& scene, const std::string& phrase)
{
    const auto number_of = [&](const std::string& what) -> std::optional<double> {
        if (const auto said = number_in(what); said && what.find_first_not_of("0123456789.,-") == what.npos)
            return said;
        const auto read = read_described(scene, what);
        return read ? number_in(*read) : std::nullopt;
    };
    if (const auto slots = fit("{#by} (more|greater|higher) than {what}", phrase)) {
        const auto by = number_word(slots->at("by"));
        const auto base = number_of(slots->at("what"));
        if (by && base) return number_text(*base + *by);
    }
    if (const auto slots = fit("{#by} (less|fewer|lower|smaller) than {what}", phrase)) {
        const auto by = number_word(slots->at("by"));
        const auto base = number_of(slots->at("what"));
        if (by && base) return number_text(*base - *by);
    }
    if (const auto slots = fit("(twice|double) {what}", phrase))
        if (const auto base = number_of(slots->at("what"))) return number_text(*base * 2);
    if (const auto slots = fit("half [of] {what}", phrase))
        if (const auto base = number_of(slots->at("what"))) return number_text(*base / 2);
    return std::nullopt;
}

// "the day after 30 April 2029", "three days before 2 May 2030": a day counted from another.
std::optional<std::string> neighbouring_day(const std::string& phrase)
{
    const auto slots =
        fit("[the date of] [the] {count} (before|after|following|preceding|from) {day}", phrase);
    if (!slots) return std::nullopt;
    const auto words = words_of(slots->at("count"));
    const auto date = date_in(slots->at("day"));
    if (!date || date->year == 0 || date->day == 0 || words.empty()) return std::nullopt;
    const bool is_week = words.back().starts_with("week");
    if (!is_week && !words.back().starts_with("day")) return std::nullopt;
    const int count = words.size() > 1 ? number_word(words[words.size() - 2]).value_or(1) : 1;
    const bool is_before = contains_word(phrase, "before") || contains_word(phrase, "preceding");
    const std::chrono::year_month_day said{
        std::chrono::year(date->year),
        std::chrono::month(static_cast<unsigned>(date->month)),
        std::chrono::day(static_cast<unsigned>(date->day))
    };
    if (!said.ok()) return std::nullopt;
    const std::chrono::year_month_day day =
        std::chrono::sys_days(said) + std::chrono::days((is_before ? -1 : 1) * count * (is_week ? 7 : 1));
    return iso_text(
        {static_cast<int>(day.year()),
         static_cast<int>(static_cast<unsigned>(day.month())),
         static_cast<int>(static_cast<unsigned>(day.day()))}
    );
}

// "the text of the first box": what stands in a field.
std::optional<std::string> entered_in(const Scene& scene, const std::string& phrase)
{
    const auto slots =
        fit("[the] (text|value|content|contents|entry|words) (of|in|from) [the] {field} "
            "(box|field|input|textbox)",
            phrase);
    const auto target = slots ? parse_target(slots->at("field") + " field") : Target();
    if (!slots || !target.ordinal || !target.words.empty()) return std::nullopt;
    const auto boxes = text_boxes(scene);
    const int count = static_cast<int>(boxes.size());
    const int at = *target.ordinal < 0 ? count + *target.ordinal : *target.ordinal - 1;
    if (at < 0 || at >= count) return std::nullopt;
    const auto& said = scene.node(boxes[static_cast<std::size_t>(at)]).value;
    return said.empty() ? std::nullopt : std::optional(said);
}

}  // namespace

bool is_description(std::string_view value)
{
    if (!quoted_texts(value).empty()) return false;
    // One line each, as long as it is: a pattern cut in two reads as two.
    // clang-format off
    static constexpr std::array<std::string_view, 16> shapes = {
        "the (gate|phone|email|address|status|size|time|weight|length|height|age|city|country|author|year|month|room|seat|price|cost|colour|color) of [the] {*}",
        "how (many|much) {*}",
        "the (first|last) [{!count}] (letter|letters|character|characters) of {*}",
        "the {*} without [its|the|any|all] [of] [its|the] vowels",
        "the number of (letters|characters) (in|of) {*}",
        "the (number|value) that (belongs|goes|fits|comes) {*}",
        "the {*} that (was|were) (shown|displayed|given|there) [{*}]",
        "the [{!which}] {!what} (number|code|value|word|id|pin|password|passcode)",
        "the {*} (shown|displayed|given|listed|written|mentioned|stated|printed|found|you find|you see) [{*}]",
        "the (first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|longest|shortest) (word|letter|paragraph|sentence|line|name|number|entry|item|text) [{*}]",
        "the [{!what}] (difference|sum|product|average|total|quotient) (between|of) {*}",
        "the [{!which}] (result|answer|solution|sum|calculation|number|value|date|day|text|title|heading|word|letter|line|code|price|amount|content|contents|paragraph|sentence|opposite|name) (of|from|in|after|before|between|that|which|shown|displayed|written|you|on) {*}",
        "the [{!which}] (result|answer|solution|sum|calculation|number|text|title|heading|word|code|paragraph|sentence) (shown|displayed|above|below)",
        "{#by} (more|less|fewer|greater|higher|lower|smaller) than {*}",
        "(twice|double|half) [of] the {*}",
        "[the] [{!count}] (day|days|week|weeks) (before|after|following|preceding) {*}"
    };
    // clang-format on
    return std::ranges::any_of(shapes, [&](std::string_view shape) { return fit(shape, value).has_value(); });
}

std::optional<std::string> read_described(const Scene& scene, const std::string& value)
{
    if (auto made =
            made_of_letters(value, [&](const std::string& what) { return read_described(scene, what); }))
        return made;
    if (auto entered = entered_in(scene, value)) return entered;
    if (auto written = text_written_on(scene, value)) return written;
    if (const int drawn = text_with_look(scene, value); drawn >= 0) return trimmed(scene.node(drawn).name);
    if (auto found = worked_out(scene, value)) return found;
    if (auto found = tallied(scene, value)) return found;
    if (fit("the (missing|next) number [{*}]", value) ||
        fit("the (number|value) that (belongs|goes|fits|comes) {*}", value))
        for (const auto& node : scene.nodes())
            if (const auto missing = node.role == "text" ? missing_in(node.name) : std::nullopt)
                return number_text(*missing);
    if (auto day = neighbouring_day(value)) return day;
    if (auto changed = changed_number(scene, value)) return changed;
    if (auto price = priced(scene, value)) return price;
    const auto plain = without_shown(value);
    if (auto result = result_of_sum(scene, plain)) return result;
    if (auto found = read_value(scene, plain)) {
        auto fact = fact_of_kind(*found, plain);
        return fact ? fact : found;
    }
    return told_in_a_sentence(scene, plain);
}

}  // namespace lissom::agent::lite
