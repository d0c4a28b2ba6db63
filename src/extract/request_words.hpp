#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::extract {

// A word of the prompt, as written and in lower case.
struct Token {
    std::string text;
    std::string low;
    bool is_quoted = false;
    bool ends_clause = false;  // a comma or a full stop follows
};

std::vector<Token> tokens_of(std::string_view prompt);

// "seven", "12"; none for what is no number.
std::optional<std::size_t> count_of(const std::string& word);

// "third", "3rd"; 0 for what is no place in a row.
std::size_t ordinal_of(const std::string& word);

bool is_plural(const std::string& word);

struct Superlative {
    std::string_view word;
    std::string_view subject;
    bool is_descending;
};

// "the cheapest …" tells a subject by itself.
inline constexpr auto superlatives = std::to_array<Superlative>({
    {"cheapest", "price", false},
    {"priciest", "price", true},
    {"dearest", "price", true},
    {"newest", "date", true},
    {"latest", "date", true},
    {"oldest", "date", false},
    {"earliest", "date", false},
    {"soonest", "date", false},
    {"shortest", "duration", false},
    {"longest", "duration", true},
    {"fastest", "duration", false},
    {"heaviest", "weight", true},
    {"lightest", "weight", false},
});

inline constexpr auto more_words = std::to_array<std::string_view>(
    {"most", "highest", "largest", "biggest", "greatest", "best", "maximum", "top"}
);
inline constexpr auto fewer_words =
    std::to_array<std::string_view>({"fewest", "lowest", "smallest", "least", "worst", "minimum"});

template <std::size_t N>
bool is_one_of(const std::string& word, const std::array<std::string_view, N>& words)
{
    return std::ranges::find(words, word) != words.end();
}

}  // namespace lissom::extract
