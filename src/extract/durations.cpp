// Spans of time, as pages and machines write them.

#include <algorithm>
#include <array>

#include "extract/values.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Unit {
    std::string_view name;
    double seconds;
};

constexpr auto time_units = std::to_array<Unit>(
    {{"h", 3600},
     {"hr", 3600},
     {"hrs", 3600},
     {"hour", 3600},
     {"m", 60},
     {"min", 60},
     {"mins", 60},
     {"minute", 60},
     {"s", 1},
     {"sec", 1},
     {"secs", 1},
     {"second", 1},
     {"d", 86'400},
     {"day", 86'400},
     {"week", 604'800},
     {"month", 2'592'000},
     {"year", 31'536'000}}
);

// "1:10:00", "54:12": two digits after each colon.
std::optional<double> clock_seconds(std::string_view text)
{
    double seconds = 0;
    double part = 0;
    std::size_t digits = 0;
    bool is_first = true;
    for (const char c : text) {
        if (c != ':') {
            part = part * 10 + (c - '0');
            ++digits;
            continue;
        }
        if (digits == 0 || (!is_first && digits != 2)) return std::nullopt;
        seconds = (seconds + part) * 60;
        part = 0;
        digits = 0;
        is_first = false;
    }
    if (is_first || digits != 2) return std::nullopt;
    return seconds + part;
}

// "P1DT2H30M", as machines write it.
std::optional<double> iso_seconds(std::string_view text)
{
    double seconds = 0;
    bool is_time = false;
    bool has_any = false;
    std::string number;
    for (const char c : text.substr(1)) {
        if (is_digit(c) || c == '.') {
            number += c;
            continue;
        }
        if (c == 'T' && number.empty()) {
            is_time = true;
            continue;
        }
        if (number.empty()) return std::nullopt;
        const double unit = c == 'H'   ? 3600
                            : c == 'S' ? 1
                            : c == 'D' ? 86'400
                            : c == 'W' ? 604'800
                            : c == 'Y' ? 31'536'000
                            : c == 'M' ? (is_time ? 60 : 2'592'000)
                                       : 0;
        if (unit == 0) return std::nullopt;
        seconds += std::stod(number) * unit;
        has_any = true;
        number.clear();
    }
    if (!has_any || !number.empty()) return std::nullopt;
    return seconds;
}

}  // namespace

std::optional<double> find_duration(std::string_view text)
{
    constexpr std::size_t longest = 40;
    const auto trim = trimmed(text);
    text = trim;
    if (text.size() < 2 || text.size() > longest) return std::nullopt;
    if (text.starts_with('P')) return iso_seconds(text);
    if (!is_digit(text.front())) return std::nullopt;
    if (text.find_first_not_of("0123456789:") == std::string_view::npos) return clock_seconds(text);
    const auto words = words_of(text);  // numbers and units are words of their own: "2h" is 2 and h
    double seconds = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (is_digit(words[i].front()) != (i % 2 == 0)) return std::nullopt;
        if (i % 2 == 0) continue;
        const auto unit = std::ranges::find(time_units, words[i], &Unit::name);
        if (unit == time_units.end()) return std::nullopt;
        seconds += std::stod(words[i - 1]) * unit->seconds;
    }
    if (words.size() % 2 != 0) return std::nullopt;
    return seconds;
}

bool looks_like_duration(std::string_view text)
{
    constexpr std::size_t longest = 24;
    return !text.starts_with('P') && text.size() <= longest && find_duration(text).has_value();
}

}  // namespace lissom::extract
