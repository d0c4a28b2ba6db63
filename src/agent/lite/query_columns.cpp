#include "agent/lite/query_columns.hpp"

#include <algorithm>
#include <string>

#include "agent/lite/amounts.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

std::optional<double> day_in(std::string_view cell)
{
    const auto date = date_in(cell);
    if (!date || (date->year == 0 && date->month == 0)) return std::nullopt;
    return date->year * 372.0 + date->month * 31.0 + date->day;
}

bool is_date_column(const Records& records, std::size_t column)
{
    std::size_t dates = 0, filled = 0;
    for (const auto& row : records.rows) {
        if (row[column].empty()) continue;
        ++filled;
        dates += day_in(row[column]) ? 1 : 0;
    }
    return filled > 0 && dates == filled;
}

bool is_quantity_column(const Records& records, std::size_t column)
{
    std::size_t numbers = 0, filled = 0;
    for (const auto& row : records.rows) {
        if (row[column].empty()) continue;
        ++filled;
        numbers += quantity_in(row[column]) ? 1 : 0;
    }
    return filled > 0 && numbers * 10 >= filled * 9;
}

bool has_name_like(std::string_view column, const std::vector<std::string_view>& words)
{
    return std::ranges::any_of(words, [&](std::string_view word) {
        return contains_word(column, word) ||
               std::ranges::any_of(words_of(column), [&](const std::string& each) {
                   return stem(each) == stem(word);
               });
    });
}

std::optional<std::size_t> column_of_kind(const Records& records, std::string_view kind)
{
    std::optional<std::size_t> by_look;
    for (std::size_t c = 0; c < records.columns.size(); ++c) {
        const auto& name = records.columns[c];
        if (!is_quantity_column(records, c)) continue;
        if (kind == "price" &&
            has_name_like(name, {"price", "cost", "fare", "rate", "amount", "total", "fee"}))
            return c;
        if (kind == "rating" && has_name_like(name, {"rating", "score", "grade", "rated"})) return c;
        if (kind == "distance" && has_name_like(name, {"distance", "away", "far"})) return c;
        if (kind == "duration" && has_name_like(name, {"duration", "length", "time"})) return c;
        if (kind == "age" && has_name_like(name, {"age", "years"})) return c;
        const auto sample =
            std::ranges::find_if(records.rows, [&](const auto& row) { return !row[c].empty(); });
        if (sample == records.rows.end()) continue;
        const auto& cell = (*sample)[c];
        // Years are days that grow as well: "Built 1974".
        const bool are_years = kind == "date" && std::ranges::all_of(records.rows, [&](const auto& row) {
                                   return row[c].size() == 4 && number_in(row[c]) &&
                                          *number_in(row[c]) > 1000 && *number_in(row[c]) < 2200;
                               });
        if (are_years || (kind == "price" && price_in(cell)) ||
            (kind == "date" && is_date_column(records, c)) || (kind == "percent" && cell.contains('%')) ||
            (kind == "duration" && duration_in(cell)) || (kind == "rating" && cell.contains("★")) ||
            (kind == "distance" && (cell.ends_with(" km") || cell.ends_with(" m") || cell.ends_with(" mi"))
            )) {
            if (by_look) return std::nullopt;  // two of them: which one is not said
            by_look = c;
        }
    }
    return by_look;
}

std::optional<double> quantity_in(std::string_view cell)
{
    if (const auto bytes = bytes_in(cell)) return bytes;
    if (const auto day = day_in(cell)) return day;
    double stars = 0;
    for (auto at = cell.find("★"); at != std::string_view::npos; at = cell.find("★", at + 1)) ++stars;
    if (stars > 0) return stars;
    if (const auto price = price_in(cell)) return price;
    std::size_t letters = 0, digits = 0;
    for (const char c : cell) {
        digits += c >= '0' && c <= '9' ? 1 : 0;
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
    }
    constexpr std::size_t longest_unit = 12;  // letters: "kilograms", not "call me at 5"
    if (digits == 0 || letters > longest_unit) return std::nullopt;
    if (const auto minutes = duration_in(cell)) return minutes;
    return number_in(cell);
}

bool tells_when(std::string_view cell) { return day_in(cell).has_value() || lower(cell).ends_with(" ago"); }

}  // namespace lissom::agent::lite
