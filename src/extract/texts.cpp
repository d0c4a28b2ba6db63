// What is no number and no date: yes and no, addresses, people.

#include <algorithm>
#include <array>

#include "extract/values.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

}  // namespace

std::optional<bool> to_boolean(std::string_view text)
{
    const auto low = lower(trimmed(text));
    for (const std::string_view yes :
         {"yes", "true", "y", "on", "✓", "✔", "☑", "✅", "enabled", "available", "included", "x"})
        if (low == yes) return true;
    for (const std::string_view no :
         {"no",
          "false",
          "n",
          "off",
          "✗",
          "✘",
          "☐",
          "❌",
          "disabled",
          "unavailable",
          "not available",
          "not included",
          "none"})
        if (low == no) return false;
    return std::nullopt;
}

bool looks_like_url(std::string_view text)
{
    return (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("mailto:") ||
            text.starts_with("data:")) &&
           text.find(' ') == std::string_view::npos;
}

std::optional<std::string> find_email(std::string_view text)
{
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0) return std::nullopt;
    const auto is_part = [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_' || c == '+';
    };
    auto start = at;
    while (start > 0 && is_part(text[start - 1])) --start;
    auto end = at + 1;
    while (end < text.size() && is_part(text[end])) ++end;
    while (end > at && text[end - 1] == '.') --end;
    const auto host = text.substr(at + 1, end - at - 1);
    if (start == at || host.find('.') == std::string_view::npos) return std::nullopt;
    return std::string(text.substr(start, end - start));
}

bool looks_like_person(std::string_view text)
{
    constexpr std::size_t most_words = 12;  // of several people
    constexpr auto small = std::to_array<std::string_view>(
        {"de",
         "da",
         "di",
         "del",
         "van",
         "von",
         "der",
         "den",
         "la",
         "le",
         "bin",
         "al",
         "el",
         "and",
         "und",
         "et",
         "y",
         "of",
         "the"}
    );
    if (text.size() < 2 || text.size() > 160 || !find_numbers(text).empty()) return false;
    std::size_t words = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.size(), text.find_first_of(" \n\t", at));
        const auto word = text.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        ++words;
        const bool is_lower = word[0] >= 'a' && word[0] <= 'z';
        // A single name may be written small, as users' names are.
        const bool is_whole = word.size() == text.size();
        if (is_lower && !is_whole && std::ranges::find(small, word) == small.end()) return false;
    }
    const auto low = lower(text);
    for (const std::string_view command :
         {"sign in", "sign up", "log in", "subscribe", "read more", "continue"})
        if (low.find(command) != std::string::npos) return false;
    return words <= most_words;
}

bool looks_like_identifier(std::string_view text)
{
    constexpr std::size_t shortest = 3;
    constexpr std::size_t longest = 48;
    if (text.size() < shortest || text.size() > longest) return false;
    if (text.find(": ") != std::string_view::npos)
        return false;  // "Filed: 07/15/2014": a label and its value
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool has_digit = std::ranges::any_of(text, is_digit);
    const auto spaces = std::ranges::count(text, ' ');
    if (!has_digit)
        return spaces == 0 &&
               std::ranges::all_of(text, [&](char c) { return is_upper(c) || c == '-' || c == '_'; });
    return spaces <= 2 && find_money(text).empty() && text.find('%') == std::string_view::npos;
}

constexpr std::string_view phone_opens = "+(0123456789";
constexpr std::string_view phone_letters = "0123456789 +()-./";

// "60543 331 999 3490": what stands before a whole number is of the address.
std::string_view without_post_code(std::string_view run)
{
    constexpr std::size_t shortest_code = 4;
    constexpr std::ptrdiff_t whole_number = 10;  // digits
    const auto space = run.find(' ');
    if (space == std::string_view::npos || space < shortest_code) return run;
    const bool is_code = run.front() != '0' && std::ranges::all_of(run.substr(0, space), is_digit);
    const auto rest = run.substr(space + 1);
    return is_code && std::ranges::count_if(rest, is_digit) >= whole_number ? rest : run;
}

std::optional<std::string> find_phone(std::string_view text)
{
    // "12 Mill Lane, 555 010 2233": the first number need not be the one.
    for (auto start = text.find_first_of(phone_opens); start != std::string_view::npos;) {
        const auto end = std::min(text.find_first_not_of(phone_letters, start), text.size());
        const auto run = without_post_code(text.substr(start, end - start));
        const auto digits = std::ranges::count_if(run, is_digit);
        if (digits >= 7 && digits <= 15) return trimmed(run);
        start = text.find_first_of(phone_opens, end);
    }
    return std::nullopt;
}

}  // namespace lissom::extract
