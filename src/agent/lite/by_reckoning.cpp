#include <algorithm>
#include <cmath>
#include <set>

#include "agent/lite/by_rows.hpp"
#include "agent/lite/grids.hpp"
#include "agent/lite/inquiry.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/query_columns.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

enum class Reckon { none, difference, sum };

bool is_set_off(const std::string& word)
{
    static const std::set<std::string, std::less<>> words = {
        "difference", "more",   "less",    "fewer", "ahead",   "behind",  "older",    "longer",
        "cheaper",    "dearer", "between", "than",  "gap",     "higher",  "lower",    "larger",
        "apart",      "passed", "sum",     "total", "shorter", "younger", "expensive"
    };
    return words.contains(word);
}

Reckon reckoning_in(const Inquiry& asked)
{
    for (const auto* word : {"difference", "ahead of", "behind", "gap between", "passed between", "apart"})
        if (asked.has(word)) return Reckon::difference;
    const bool compares = asked.has("than") && asked.all.starts_with("how m");
    if (compares && (asked.has("more") || asked.has("less") || asked.has("fewer") || asked.has("cheaper") ||
                     asked.has("higher") || asked.has("lower")))
        return Reckon::difference;
    for (const auto* word :
         {"together", "altogether", "combined", "in total", "in all", "the sum", "spend", "spent"})
        if (asked.has(word)) return Reckon::sum;
    return Reckon::none;
}

std::string text_of(const std::vector<GridCell>& row)
{
    std::string text;
    for (const auto& cell : row) text += cell.text + " " + cell.label + " ";
    return text;
}

// Rows that a word of the question names alone: "June" and "May" of twelve months.
std::vector<std::size_t> named_rows(const Grid& grid, const std::vector<std::string>& words)
{
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
        const bool is_named = std::ranges::any_of(words, [&](const std::string& word) {
            const bool is_figure = word.find_first_not_of("0123456789") == std::string::npos;
            if (is_figure || !says(text_of(grid.rows[r]), word)) return false;
            for (std::size_t other = 0; other < grid.rows.size(); ++other)
                if (other != r && says(text_of(grid.rows[other]), word)) return false;
            return true;
        });
        if (is_named) rows.push_back(r);
    }
    return rows;
}

std::optional<double> worth(const std::string& text)
{
    if (day_in(text) || time_in(text) || text.find_first_of("0123456789") == std::string::npos)
        return std::nullopt;
    const auto first = text.find_first_not_of("+-−( ");
    const bool is_negative = text.starts_with("-") || text.starts_with("−");
    const auto value =
        price_in(text) ? price_in(text) : quantity_in(text.substr(std::min(first, text.size())));
    if (!value) return std::nullopt;
    return is_negative ? -std::abs(*value) : *value;
}

// The column that is reckoned with: named, or of money where money is asked for, or the only one of figures.
std::optional<std::size_t>
figures_of(const Grid& grid, const std::vector<std::size_t>& rows, const Inquiry& asked)
{
    std::vector<std::size_t> figures, named, sums;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        const bool all =
            std::ranges::all_of(rows, [&](std::size_t r) { return worth(grid.rows[r][c].text).has_value(); });
        if (!all) continue;
        const auto& cell = grid.rows[rows.front()][c];
        figures.push_back(c);
        if (price_in(cell.text)) sums.push_back(c);
        for (const auto& word : asked.words) {
            const bool is_unit = !cell.text.empty() &&
                                 std::isdigit(static_cast<unsigned char>(cell.text.front())) != 0 &&
                                 says(cell.text, word);
            if (says(grid.columns[c] + " " + cell.label, word) || is_unit) {
                named.push_back(c);
                break;
            }
        }
    }
    if (asked.is_money && sums.size() == 1) return sums.front();
    if (named.size() == 1) return named.front();
    if (!named.empty()) return std::nullopt;
    return figures.size() == 1 ? std::optional(figures.front()) : std::nullopt;
}

// Has every word of the question its place among the rows, or above them?
bool is_all_said(
    const Grid& grid,
    const std::vector<std::size_t>& rows,
    const std::vector<std::string>& words
)
{
    std::string said;
    for (const auto& name : grid.columns) said += name + " ";
    for (const auto& heading : grid.headings) said += heading + " ";
    for (const auto row : rows) said += text_of(grid.rows[row]);
    return std::ranges::all_of(words, [&](const std::string& word) { return says(said, word); });
}

std::vector<std::string> named_words(const Inquiry& asked)
{
    static const std::set<std::string, std::less<>> money = {
        "rent", "price", "cost", "fee", "fare", "expensive"
    };
    std::vector<std::string> words;
    for (const auto& word : asked.words)
        if (!is_set_off(word) && !money.contains(word)) words.push_back(word);
    return words;
}

// Rows that say every word which is not said above them: "delivered" of "delivered orders".
std::vector<std::size_t> rows_saying(const Grid& grid, const std::vector<std::string>& words)
{
    std::string above;
    for (const auto& heading : grid.headings) above += heading + " ";
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
        const auto text = text_of(grid.rows[r]);
        bool has_own = false;
        const bool all = std::ranges::all_of(words, [&](const std::string& word) {
            has_own = has_own || (says(text, word) && !says(above, word));
            return says(text, word) || says(above, word);
        });
        if (all && has_own) rows.push_back(r);
    }
    return rows;
}

}  // namespace

std::optional<std::string> tell_by_reckoning(const Scene& scene, const std::string& question)
{
    const auto asked = inquiry_in(question);
    const auto reckon = reckoning_in(asked);
    if (reckon == Reckon::none || asked.denies) return std::nullopt;
    const auto words = named_words(asked);
    if (words.empty()) return std::nullopt;
    std::set<std::string> results;
    for (const auto& grid : grids_on(scene)) {
        auto rows = named_rows(grid, words);
        const bool are_two = rows.size() == 2 && is_all_said(grid, rows, words);
        if (reckon == Reckon::difference && !are_two) continue;
        if (!are_two) rows = rows_saying(grid, words);
        if (rows.empty()) continue;
        const auto column = figures_of(grid, rows, asked);
        if (!column) continue;
        double result = 0;
        if (reckon == Reckon::difference) {
            result =
                std::abs(*worth(grid.rows[rows[0]][*column].text) - *worth(grid.rows[rows[1]][*column].text));
        } else {
            for (const auto row : rows) result += *worth(grid.rows[row][*column].text);
            result = std::abs(result);
        }
        constexpr double digits = 1e6;
        results.insert(number_text(std::round(result * digits) / digits));
    }
    return results.size() == 1 ? std::optional(*results.begin()) : std::nullopt;
}

bool names_several_rows(const Scene& scene, const std::string& question)
{
    const auto asked = inquiry_in(question);
    if (reckoning_in(asked) == Reckon::none) return false;
    const auto words = named_words(asked);
    return std::ranges::any_of(grids_on(scene), [&](const Grid& grid) {
        return grid.columns.size() > 1 && named_rows(grid, words).size() == 2;
    });
}

}  // namespace lissom::agent::lite
