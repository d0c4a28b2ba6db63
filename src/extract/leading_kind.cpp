#include "extract/leading_kind.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "extract/request_words.hpp"

namespace lissom::extract {
namespace {

// "accidents" of "the accidents in May": what stands before the first word that says which.
std::string noun_of(const Request& request)
{
    static const std::set<std::string_view> openings = {
        "in", "on", "of", "from", "with", "at", "since", "after", "before", "during", "between", "that"
    };
    const auto tokens = tokens_of(request.prompt);
    constexpr std::size_t farthest = 5;  // words
    for (std::size_t i = 1; i < tokens.size() && i <= farthest; ++i)
        if (openings.contains(tokens[i].low))
            return !tokens[i - 1].is_quoted && is_plural(tokens[i - 1].low) ? tokens[i - 1].low : "";
    return "";
}

// What the entries begin with, by row: "accident", "serious incident".
std::map<std::size_t, Words> openings_of(const Column& column)
{
    std::map<std::size_t, Words> openings;
    for (const auto& [row, fields] : column.values) {
        auto words = words_of(fields.front()->text);
        if (words.size() > 2) words.resize(2);
        openings.emplace(row, std::move(words));
    }
    return openings;
}

// Several entries begin with each word that any of them begins with, or nearly.
bool are_few_kinds(const std::map<std::size_t, Words>& openings)
{
    constexpr std::size_t fewest_entries = 4;
    std::set<std::string> kinds;
    for (const auto& [row, words] : openings) {
        if (words.empty()) return false;
        kinds.insert(words.front());
    }
    return openings.size() >= fewest_entries && kinds.size() > 1 && kinds.size() * 2 <= openings.size();
}

}  // namespace

std::vector<std::size_t>
keep_leading_kind(const Table& table, std::vector<std::size_t> rows, const Request& request)
{
    const auto noun = words_of(noun_of(request));
    if (noun.size() != 1) return rows;
    const auto says = [&](const Words& words) {
        return std::ranges::find(words, noun.front()) != words.end();
    };
    for (const auto& column : table.columns()) {
        constexpr double shortest = 20;  // characters: of titles, not of values
        if (column.values.size() < table.size() || column.mean_length < shortest) continue;
        const auto openings = openings_of(column);
        const bool is_a_kind =
            std::ranges::any_of(openings, [&](const auto& opening) { return says(opening.second); });
        if (!is_a_kind || !are_few_kinds(openings)) continue;
        std::erase_if(rows, [&](std::size_t row) { return !says(openings.at(row)); });
        return rows;
    }
    return rows;
}

}  // namespace lissom::extract
