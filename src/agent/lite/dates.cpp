#include <array>
#include <cctype>
#include <cmath>

#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

// Dates, times and spans of time of values.hpp.
namespace lissom::agent::lite {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::optional<Date> numeric_date(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
        int parts[3] = {0, 0, 0};
        int lengths[3] = {0, 0, 0};
        std::size_t at = i;
        int count = 0;
        char separator = 0;
        while (count < 3 && at < text.size() && is_digit(text[at])) {
            for (; at < text.size() && is_digit(text[at]) && lengths[count] < 5; ++at, ++lengths[count])
                parts[count] = parts[count] * 10 + (text[at] - '0');
            ++count;
            const bool goes_on = at + 1 < text.size() &&
                                 (text[at] == '/' || text[at] == '-' || text[at] == '.') &&
                                 is_digit(text[at + 1]) && (separator == 0 || separator == text[at]);
            if (count < 3 && goes_on)
                separator = text[at++];
            else
                break;
        }
        if (count != 3) continue;
        Date date;
        if (lengths[0] == 4)
            date = {parts[0], parts[1], parts[2]};
        else if (separator == '.' || parts[0] > 12)
            date = {parts[2], parts[1], parts[0]};
        else
            date = {parts[2], parts[0], parts[1]};
        if (lengths[2] == 2 && lengths[0] != 4) date.year += 2000;
        if (date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31) return date;
    }
    return std::nullopt;
}

}  // namespace

std::optional<int> month_named(std::string_view word)
{
    static constexpr std::array<std::string_view, 12> months = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    const auto small = lower(word);
    if (small.size() < 3) return std::nullopt;
    for (std::size_t i = 0; i < months.size(); ++i)
        if (months[i] == small || (small.size() <= 4 && months[i].starts_with(small)) || small == "sept") {
            if (small == "sept") return 9;
            return static_cast<int>(i) + 1;
        }
    return std::nullopt;
}

std::optional<Date> date_in(std::string_view text)
{
    if (auto date = numeric_date(text)) return date;
    const auto words = words_of(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto month = month_named(words[i]);
        if (!month) continue;
        Date date{0, *month, 0};
        const auto day_of = [](const std::string& word) -> int {
            if (const auto number = ordinal(word); number && *number > 0 && *number <= 31) return *number;
            if (word.size() <= 2 && !word.empty() && is_digit(word.front())) return std::stoi(word);
            return 0;
        };
        const auto year_of = [](const std::string& word) {
            return word.size() == 4 && is_digit(word.front()) && is_digit(word.back()) ? std::stoi(word) : 0;
        };
        if (i > 0) date.day = day_of(words[i - 1]);
        if (i > 1 && date.day == 0 && words[i - 1] == "of") date.day = day_of(words[i - 2]);
        for (std::size_t k = i + 1; k < words.size() && k <= i + 2; ++k) {
            if (date.day == 0 && k == i + 1) date.day = day_of(words[k]);
            if (date.year == 0) date.year = year_of(words[k]);
        }
        // "may" is a word of its own; without a day or a year it says nothing about dates.
        if (date.day != 0 || date.year != 0) return date;
    }
    return std::nullopt;
}

std::string iso_text(const Date& date)
{
    return std::to_string(date.year) + "-" + two_digits(date.month) + "-" + two_digits(date.day);
}
std::string us_text(const Date& date)
{
    return two_digits(date.month) + "/" + two_digits(date.day) + "/" + std::to_string(date.year);
}
std::string clock_text(int minutes) { return two_digits(minutes / 60) + ":" + two_digits(minutes % 60); }

namespace {

// "half past two", "a quarter to nine", "ten o'clock", "noon".
std::optional<int> time_in_words(std::string_view text)
{
    const auto words = words_of(text);
    std::optional<int> time;
    for (std::size_t i = 0; i < words.size() && !time; ++i) {
        if (words[i] == "noon" || words[i] == "midday") time = 12 * 60;
        if (words[i] == "midnight") time = 0;
        if (i + 1 < words.size() && (words[i + 1] == "o'clock" || words[i + 1] == "oclock"))
            if (const auto hour = number_word(words[i]); hour && *hour <= 24) time = *hour * 60;
        if (i + 2 >= words.size() || (words[i + 1] != "past" && words[i + 1] != "to")) continue;
        const int minutes = words[i] == "half" ? 30 : words[i] == "quarter" ? 15 : 0;
        const auto hour = number_word(words[i + 2]);
        if (minutes != 0 && hour && *hour >= 1 && *hour <= 24)
            time = *hour * 60 + (words[i + 1] == "past" ? minutes : -minutes);
    }
    return time;
}

// "in the evening": which half of the day it is; of what a clock shows twice.
int in_half_said(int minutes, std::string_view text)
{
    for (const std::string_view half : {"afternoon", "evening", "pm", "at night"})
        if (contains_word(text, half) && minutes < 12 * 60) return minutes + 12 * 60;
    return minutes % (24 * 60);
}

}  // namespace

std::optional<int> time_in(std::string_view text)
{
    const auto small = lower(text);
    if (const auto said = time_in_words(small)) return in_half_said(*said, small);
    for (std::size_t i = 0; i < small.size(); ++i) {
        if (!is_digit(small[i]) || (i > 0 && (is_digit(small[i - 1]) || small[i - 1] == ':'))) continue;
        std::size_t at = i;
        int hours = 0;
        int minutes = 0;
        for (int n = 0; at < small.size() && is_digit(small[at]) && n < 2; ++at, ++n)
            hours = hours * 10 + (small[at] - '0');
        bool is_clock = false;
        // "9.30 pm": a point only where the half of the day shows that it is a time.
        const bool has_point =
            at + 3 < small.size() && small[at] == '.' &&
            (small.substr(at + 3).starts_with(" pm") || small.substr(at + 3).starts_with(" am") ||
             small.substr(at + 3).starts_with("pm") || small.substr(at + 3).starts_with("am"));
        if (at + 2 < small.size() && (small[at] == ':' || has_point) && is_digit(small[at + 1]) &&
            is_digit(small[at + 2])) {
            minutes = (small[at + 1] - '0') * 10 + (small[at + 2] - '0');
            at += 3;
            is_clock = true;
        }
        while (at < small.size() && (small[at] == ' ' || small[at] == '.')) ++at;
        const auto half = small.substr(at, 2);
        const bool has_half = half == "am" || half == "pm" || half == "a." || half == "p.";
        if (!is_clock && !has_half) continue;
        if (has_half && half[0] == 'p' && hours < 12) hours += 12;
        if (has_half && half[0] == 'a' && hours == 12) hours = 0;
        if (hours < 24 && minutes < 60)
            return has_half ? hours * 60 + minutes : in_half_said(hours * 60 + minutes, small);
    }
    return std::nullopt;
}

std::optional<double> duration_in(std::string_view text)
{
    const auto small = lower(text);
    double minutes = 0;
    bool found = false;
    for (std::size_t i = 0; i < small.size();) {
        if (!is_digit(small[i])) {
            ++i;
            continue;
        }
        const double value = read_number(small, i);
        while (i < small.size() && small[i] == ' ') ++i;
        const auto unit = small.substr(i, 3);
        const bool ends_unit = unit.size() < 2 || !is_letter(unit[1]);
        if (unit.starts_with("day") || (unit.starts_with("d") && ends_unit))
            minutes += value * 1440, found = true;
        else if (unit.starts_with("ho") || unit.starts_with("hr") || (unit.starts_with("h") && ends_unit))
            minutes += value * 60, found = true;
        else if (unit.starts_with("min") || (unit.starts_with("m") && ends_unit))
            minutes += value, found = true;
        else if (unit.starts_with("sec") || (unit.starts_with("s") && ends_unit))
            minutes += value / 60, found = true;
    }
    if (!found) return std::nullopt;
    return minutes;
}

}  // namespace lissom::agent::lite
