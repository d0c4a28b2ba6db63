#include "agent/lite/misfit.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/lite/inquiry.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using WordSet = std::set<std::string, std::less<>>;

bool has_figure(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

bool is_capital(std::string_view word)
{
    return !word.empty() && std::isupper(static_cast<unsigned char>(word.front())) != 0;
}

// "12 hours ago", "2021-02-11", "Mon 3 May, 10:30": a moment and nothing else.
bool is_moment_alone(std::string_view text)
{
    static const WordSet of_moments = {"ago",    "am",      "pm",        "at",        "on",     "utc",
                                       "monday", "tuesday", "wednesday", "thursday",  "friday", "saturday",
                                       "sunday", "mon",     "tue",       "wed",       "thu",    "fri",
                                       "sat",    "sun",     "today",     "yesterday", "second", "seconds",
                                       "minute", "minutes", "hour",      "hours",     "day",    "days",
                                       "week",   "weeks",   "month",     "months",    "year",   "years"};
    const bool is_moment = date_in(text) || time_in(text) || contains_word(text, "ago");
    return is_moment && std::ranges::all_of(words_of(text), [](const std::string& word) {
               return has_figure(word) || month_named(word) || of_moments.contains(word);
           });
}

// "Step 4", "Page 2", "18.": the number of a place in the text, not of things.
bool is_numbered_place(std::string_view text)
{
    static const WordSet places = {
        "step",
        "page",
        "chapter",
        "figure",
        "table",
        "section",
        "example",
        "part",
        "question",
        "note",
        "appendix",
        "article"
    };
    const auto words = words_of(text);
    if (words.size() == 2 && places.contains(words.front()) && has_figure(words.back())) return true;
    return words.size() == 1 && text.size() < 5 && text.ends_with('.') &&
           text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// "497 Rogers Ave": a number that names follow.
bool is_street(std::string_view text)
{
    const auto words = split(std::string(text), " ");
    if (words.size() < 3 || words.front().find_first_not_of("0123456789") != std::string::npos) return false;
    return std::all_of(words.begin() + 1, words.end(), [](const std::string& word) {
        return is_capital(word);
    });
}

// "id, name, price, stock": the heads of columns, told for one thing.
bool is_row_of_words(std::string_view text)
{
    constexpr std::size_t fewest = 4;
    const auto parts = split(std::string(text), ",");
    return parts.size() >= fewest && std::ranges::all_of(parts, [](const std::string& part) {
               return words_of(part).size() == 1 && !is_capital(trimmed(part)) && !has_figure(part);
           });
}

// "Techniques used in patching": words that no name of a person has.
bool is_no_name(std::string_view text)
{
    static const WordSet particles = {"de", "da",  "di", "du",  "van", "von", "der", "den",
                                      "la", "le",  "of", "the", "and", "for", "bin", "al",
                                      "el", "dos", "af", "y",   "at",  "in"};
    constexpr std::ptrdiff_t sentence = 3;
    const auto words = split(std::string(text), " ");
    const auto plain = std::ranges::count_if(words, [&](const std::string& word) {
        return !word.empty() && std::islower(static_cast<unsigned char>(word.front())) != 0 &&
               !particles.contains(word);
    });
    return static_cast<std::ptrdiff_t>(words.size()) > sentence && plain * 2 >= sentence &&
           is_capital(words.front()) && text.find_first_of(",.;:@(") == std::string_view::npos;
}

std::optional<int> year_said(std::string_view text)
{
    std::optional<int> found;
    for (const auto& word : words_of(text)) {
        if (word.size() != 4 || word.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto year = static_cast<int>(number_in(word).value_or(0));
        if (year < 1900 || year > 2100) continue;
        if (found && *found != year) return std::nullopt;
        found = year;
    }
    return found;
}

// "When was the last meeting of 2017": a day of 2014 is another's.
bool is_of_other_year(std::string_view question, std::string_view answer)
{
    const auto asked = year_said(question);
    const auto date = date_in(answer);
    static constexpr std::string_view bounds[] = {"since", "after", "before", "until", "than"};
    const bool is_bound =
        std::ranges::any_of(bounds, [&](std::string_view word) { return contains_word(question, word); });
    return asked && !is_bound && date && date->year != 0 && date->year != *asked;
}

// "How much warm water is needed" is told by no price.
bool asks_how_much_of_a_thing(std::string_view small)
{
    static const WordSet money = {"money", "is",       "are",  "does",     "do",      "did",  "was",
                                  "were",  "will",     "can",  "would",    "more",    "less", "tax",
                                  "tip",   "discount", "rent", "interest", "cheaper", "vat"};
    const auto slots = fit("how much {!thing} {*}", small);
    return slots && !money.contains(slots->at("thing"));
}

bool has_clock_time(std::string_view text)
{
    if (time_in(text)) return true;
    static const WordSet times = {
        "noon",
        "midnight",
        "midday",
        "morning",
        "evening",
        "afternoon",
        "day",
        "always",
        "sunset",
        "sunrise",
        "dusk",
        "dawn",
        "hours",
        "minutes"
    };
    return text.find_first_of("-:") != std::string_view::npos ||
           std::ranges::any_of(words_of(text), [](const std::string& word) { return times.contains(word); });
}

}  // namespace

bool is_misfit(std::string_view question, std::string_view answer)
{
    const auto asked = inquiry_in(question);
    const auto small = lower(question);
    static const WordSet moments = {
        "time",
        "date",
        "day",
        "year",
        "month",
        "week",
        "hour",
        "weekday",
        "dates",
        "days",
        "version",
        "times",
        "slot",
        "moment",
        "years",
        "deadline",
        "period"
    };
    const bool asks_thing = asked.kind == Kind::thing && !moments.contains(asked.noun);
    const bool asks_number = asked.kind == Kind::amount || asked.kind == Kind::number;
    if ((asked.kind == Kind::person || asks_thing) && is_moment_alone(answer)) return true;
    if (asked.kind == Kind::person && is_no_name(answer)) return true;
    if (asks_thing && !asked.is_of_several && is_row_of_words(answer)) return true;
    if (asks_number && is_numbered_place(answer)) return true;
    if (asked.kind == Kind::amount && (is_street(answer) || is_moment_alone(answer))) return true;
    if (asked.kind == Kind::amount && !asked.is_money && asks_how_much_of_a_thing(small) &&
        price_in(answer) && answer.find_first_of("$€£") != std::string_view::npos)
        return true;
    const bool asks_clock = fit("[at] (what|which) time {*}", small).has_value();
    if (asks_clock && !has_clock_time(answer)) return true;
    if (asked.kind == Kind::place && has_figure(answer) &&
        answer.find_first_not_of("0123456789., ") == std::string_view::npos)
        return true;
    if (asked.kind == Kind::moment && is_of_other_year(question, answer)) return true;
    // What something does is told by more than a word.
    return fit("what (does|do|did) {*} do", small) && words_of(answer).size() < 2;
}

}  // namespace lissom::agent::lite
