#include "extract/request_words.hpp"

#include <algorithm>

#include "extract/words.hpp"

namespace lissom::extract {

std::vector<Token> tokens_of(std::string_view prompt)
{
    std::vector<Token> tokens;
    const auto quote_end = [&](std::size_t at) -> std::pair<std::size_t, std::size_t> {
        for (const auto& [open, close] : std::to_array<std::pair<std::string_view, std::string_view>>(
                 {{"\"", "\""}, {"“", "”"}, {"‘", "’"}, {"'", "'"}, {"«", "»"}}
             )) {
            if (!prompt.substr(at).starts_with(open)) continue;
            const auto end = prompt.find(close, at + open.size());
            if (end != std::string_view::npos && end - at < 120) return {open.size(), end};
        }
        return {0, 0};
    };
    for (std::size_t i = 0; i < prompt.size();) {
        if (prompt[i] == ' ' || prompt[i] == '\n' || prompt[i] == '\t') {
            ++i;
            continue;
        }
        if (const auto [open, end] = quote_end(i); open > 0) {
            const std::string text(prompt.substr(i + open, end - i - open));
            tokens.push_back({text, lower(text), true, false});
            i = prompt.find_first_of(" \n\t,.;", end);
            if (i == std::string_view::npos) break;
            continue;
        }
        const auto end = std::min(prompt.size(), prompt.find_first_of(" \n\t", i));
        std::string text(prompt.substr(i, end - i));
        bool ends = false;
        while (!text.empty() && std::string_view(",.;:!?)(").find(text.back()) != std::string_view::npos) {
            ends = ends || text.back() != '(';
            text.pop_back();
        }
        while (!text.empty() && text.front() == '(') text.erase(0, 1);
        if (!text.empty())
            tokens.push_back({text, lower(text), false, ends});
        else if (!tokens.empty())
            tokens.back().ends_clause = true;
        i = end;
    }
    return tokens;
}

std::optional<std::size_t> count_of(const std::string& word)
{
    constexpr auto words = std::to_array<std::string_view>(
        {"zero",
         "one",
         "two",
         "three",
         "four",
         "five",
         "six",
         "seven",
         "eight",
         "nine",
         "ten",
         "eleven",
         "twelve"}
    );
    for (std::size_t i = 1; i < words.size(); ++i)
        if (words[i] == word) return i;
    if (word == "twenty") return 20;
    if (word.empty() || word.size() > 4 ||
        !std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    return static_cast<std::size_t>(std::stoul(word));
}

std::size_t ordinal_of(const std::string& word)
{
    constexpr auto words = std::to_array<std::string_view>(
        {"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
    );
    for (std::size_t i = 1; i < words.size(); ++i)
        if (words[i] == word) return i;
    for (const std::string_view ending : {"st", "nd", "rd", "th"})
        if (word.size() > 2 && word.ends_with(ending))
            if (const auto number = count_of(word.substr(0, word.size() - 2))) return *number;
    return 0;
}

bool is_plural(const std::string& word) { return word.size() > 3 && words_of(word) != Words{word}; }

}  // namespace lissom::extract
