// Days and times, as pages write them.

#include <algorithm>
#include <array>
#include <charconv>

#include "extract/values.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

constexpr auto months = std::to_array<std::string_view>(
    {"january",
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
     "december"}
);

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

bool is_day(int year, int month, int day)
{
    return year >= 1000 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// A text as its words, numbers and marks, each with its place.
struct Token {
    std::string text;  // lower case
    std::size_t at = 0;
    bool is_number = false;
};

std::vector<Token> tokens_of(std::string_view text)
{
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < text.size();) {
        const auto start = i;
        if (is_digit(text[i])) {
            while (i < text.size() && is_digit(text[i])) ++i;
            tokens.push_back({std::string(text.substr(start, i - start)), start, true});
        } else if (is_letter(text[i])) {
            while (i < text.size() && is_letter(text[i])) ++i;
            tokens.push_back({lower(text.substr(start, i - start)), start, false});
        } else {
            ++i;
            if (text[start] != ' ') tokens.push_back({std::string(1, text[start]), start, false});
        }
    }
    return tokens;
}

int as_int(const std::string& text)
{
    int value = -1;
    if (text.size() <= 4) std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

int month_of(const std::string& word)
{
    if (word.size() < 3) return 0;
    for (std::size_t i = 0; i < months.size(); ++i)
        if (months[i].starts_with(word) || (word == "sept" && i == 8)) return static_cast<int>(i) + 1;
    return 0;
}

bool is_mark(const std::vector<Token>& tokens, std::size_t i, std::string_view mark)
{
    return i < tokens.size() && tokens[i].text == mark;
}

bool is_number(const std::vector<Token>& tokens, std::size_t i)
{
    return i < tokens.size() && tokens[i].is_number;
}

// Ordinal endings ("22nd"), commas and points between the parts of a written date.
std::size_t skip_date_filler(const std::vector<Token>& tokens, std::size_t i)
{
    while (i < tokens.size()) {
        const auto& text = tokens[i].text;
        if (text == "," || text == "." || text == "st" || text == "nd" || text == "rd" || text == "th" ||
            text == "of")
            ++i;
        else
            break;
    }
    return i;
}

struct Day {
    int year = 0;
    int month = 0;
    int day = 0;
    std::size_t next = 0;  // token behind it
};

std::optional<Day> written_day(const std::vector<Token>& tokens, std::size_t i)
{
    // "November 22, 2026"
    if (const int month = month_of(tokens[i].text); month > 0 && !tokens[i].is_number) {
        const auto day = skip_date_filler(tokens, i + 1);
        if (!is_number(tokens, day)) return std::nullopt;
        const auto year = skip_date_filler(tokens, day + 1);
        if (!is_number(tokens, year) || tokens[year].text.size() != 4) return std::nullopt;
        return Day{as_int(tokens[year].text), month, as_int(tokens[day].text), year + 1};
    }
    // "22 November 2026", "22-Nov-2026"
    if (!tokens[i].is_number) return std::nullopt;
    auto name = skip_date_filler(tokens, i + 1);
    if (is_mark(tokens, name, "-")) ++name;
    if (name >= tokens.size() || tokens[name].is_number) return std::nullopt;
    const int month = month_of(tokens[name].text);
    auto year = skip_date_filler(tokens, name + 1);
    if (is_mark(tokens, year, "-")) ++year;
    if (month == 0 || !is_number(tokens, year) || tokens[year].text.size() != 4) return std::nullopt;
    return Day{as_int(tokens[year].text), month, as_int(tokens[i].text), year + 1};
}

// Pages speak of the near past and the near future.
int century_of(int year_of_century) { return year_of_century < 50 ? 2000 : 1900; }

std::optional<Day> numeric_day(const std::vector<Token>& tokens, std::size_t i, bool day_first)
{
    if (!is_number(tokens, i) || !is_number(tokens, i + 2) || !is_number(tokens, i + 4)) return std::nullopt;
    const auto& mark = tokens[i + 1].text;
    if (mark != tokens[i + 3].text || (mark != "-" && mark != "/" && mark != ".")) return std::nullopt;
    // Nothing but the marks may stand between.
    if (tokens[i + 4].at - tokens[i].at != tokens[i].text.size() + tokens[i + 2].text.size() + 2)
        return std::nullopt;
    const int first = as_int(tokens[i].text);
    const int second = as_int(tokens[i + 2].text);
    const int third = as_int(tokens[i + 4].text);
    if (tokens[i].text.size() == 4) return Day{first, second, third, i + 5};
    // "6/27/23"; with points it may be a version, with dashes the year may stand first.
    const bool is_short = mark == "/" && tokens[i + 4].text.size() == 2;
    if (tokens[i + 4].text.size() != 4 && !is_short) return std::nullopt;
    const int year = is_short ? century_of(third) + third : third;
    const bool european = mark == "." || first > 12 || (day_first && second <= 12);
    return european ? Day{year, second, first, i + 5} : Day{year, first, second, i + 5};
}

// "17:30", "5:30 PM", "T17:30:00+01:00" behind a day.
void read_time(const std::vector<Token>& tokens, std::size_t i, std::string_view text, Date& date)
{
    for (int skipped = 0; skipped < 3 && i < tokens.size() && !tokens[i].is_number; ++skipped, ++i) {
        const auto& word = tokens[i].text;
        if (word != "t" && word != "at" && word != "," && word != "-" && word != "|") return;
    }
    if (!is_number(tokens, i)) return;
    int hour = as_int(tokens[i].text);
    int minute = 0;
    int second = 0;
    auto next = i + 1;
    if (is_mark(tokens, next, ":") && is_number(tokens, next + 1)) {
        minute = as_int(tokens[next + 1].text);
        next += 2;
        if (is_mark(tokens, next, ":") && is_number(tokens, next + 1)) {
            second = as_int(tokens[next + 1].text);
            next += 2;
            if (is_mark(tokens, next, ".") && is_number(tokens, next + 1)) next += 2;
        }
    } else if (next >= tokens.size() || (tokens[next].text != "am" && tokens[next].text != "pm")) {
        return;
    }
    if (next < tokens.size() && (tokens[next].text == "am" || tokens[next].text == "pm")) {
        if (tokens[next].text == "pm" && hour < 12) hour += 12;
        if (tokens[next].text == "am" && hour == 12) hour = 0;
        ++next;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return;
    date.time = two(hour) + ":" + two(minute) + ":" + two(second);
    if (next < tokens.size() &&
        (tokens[next].text == "z" || tokens[next].text == "utc" || tokens[next].text == "gmt")) {
        date.zone = "Z";
    } else if (next < tokens.size() && (tokens[next].text == "+" || tokens[next].text == "-") &&
               is_number(tokens, next + 1)) {
        const auto rest = text.substr(tokens[next].at);
        const auto& hours = tokens[next + 1].text;
        if (rest.size() >= 6 && rest[3] == ':')
            date.zone = rest.substr(0, 6);
        else if (hours.size() == 4)
            date.zone = std::string(rest.substr(0, 3)) + ":" + hours.substr(2);
    }
}

}  // namespace

std::optional<Date> find_date(std::string_view text, bool day_first)
{
    const auto tokens = tokens_of(text.substr(0, 300));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        auto day = written_day(tokens, i);
        if (!day) day = numeric_day(tokens, i, day_first);
        if (!day || !is_day(day->year, day->month, day->day)) continue;
        const auto& last = tokens[day->next - 1];
        Date date;
        date.day = std::to_string(day->year) + "-" + two(day->month) + "-" + two(day->day);
        date.at = tokens[i].at;
        date.length = last.at + last.text.size() - date.at;
        read_time(tokens, day->next, text, date);
        return date;
    }
    return std::nullopt;
}

bool looks_like_time_words(std::string_view text)
{
    if (text.size() > 60) return false;
    const auto low = lower(text);
    const auto starts_with_word = [&](std::string_view word) {
        return low.starts_with(word) &&
               (low.size() == word.size() || low[word.size()] == ' ' || low[word.size()] == ',');
    };
    if (low.ends_with(" ago") || starts_with_word("yesterday") || starts_with_word("today") ||
        starts_with_word("tomorrow") || low == "just now")
        return true;
    for (const std::string_view day :
         {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
        if (low == day || low == day.substr(0, 3) || low.starts_with(std::string(day) + ",")) return true;
    const auto tokens = tokens_of(text);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is_number || month_of(tokens[i].text) == 0) continue;
        const auto next = skip_date_filler(tokens, i + 1);
        if (is_number(tokens, next) ||
            (i > 0 && (tokens[i - 1].is_number || skip_date_filler(tokens, i - 1) == i)))
            return true;
    }
    return find_date(text).has_value();
}

}  // namespace lissom::extract
