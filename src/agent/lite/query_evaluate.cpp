#include <algorithm>
#include <cmath>
#include <map>

#include "agent/lite/query_columns.hpp"
#include "agent/lite/query_plan.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool says_words(std::string_view cell, const std::string& value)
{
    const auto said = words_of(cell);
    const auto wanted = words_of(value);
    for (std::size_t i = 0; i + wanted.size() <= said.size(); ++i) {
        bool is_here = true;
        for (std::size_t k = 0; k < wanted.size() && is_here; ++k)
            is_here = said[i + k] == wanted[k] || stem(said[i + k]) == stem(wanted[k]);
        if (is_here) return true;
    }
    return false;
}

bool fits(const std::vector<Condition>& conditions, const std::vector<std::string>& row)
{
    std::map<std::size_t, bool> by_column;  // of one column any value will do
    for (const auto& each : conditions) {
        bool holds = false;
        if (each.least || each.most) {
            const auto value = quantity_in(row[each.column]);
            holds = value &&
                    (!each.least || (each.is_strict ? *value > *each.least : *value >= *each.least)) &&
                    (!each.most || (each.is_strict ? *value < *each.most : *value <= *each.most));
            if (holds == each.is_negated) return false;
            continue;
        }
        if (each.value.empty()) {
            // Nothing in the cell, and that is denied: "not returned".
            const auto& cell = row[each.column];
            const bool is_blank = cell.empty() || cell == "-" || cell == "–";
            if (is_blank != each.is_negated) return false;
            continue;
        }
        holds = says_words(row[each.column], each.value) || lower(row[each.column]) == each.value;
        // The whole of a cell was named: "Open" is not "Open again".
        if (each.is_whole) holds = holds && words_of(row[each.column]).size() == words_of(each.value).size();
        if (each.is_negated) {
            if (holds) return false;
            continue;
        }
        const bool is_part = !each.is_whole && by_column.contains(each.column);
        auto& any = by_column[each.column];
        any = is_part ? any && holds : any || holds;
    }
    return std::ranges::all_of(by_column, [](const auto& each) { return each.second; });
}

void sort_rows(const Plan& plan, const Records& records, std::vector<std::size_t>& rows)
{
    std::erase_if(rows, [&](std::size_t row) { return !quantity_in(records.rows[row][*plan.measure]); });
    std::ranges::sort(rows, [&](std::size_t a, std::size_t b) {
        const auto x = *quantity_in(records.rows[a][*plan.measure]),
                   y = *quantity_in(records.rows[b][*plan.measure]);
        if (x == y) return a < b;
        return plan.is_least ? x < y : x > y;
    });
}

}  // namespace

std::optional<Reply> evaluate(const Plan& plan, const Records& records)
{
    Reply reply{.reckoning = plan.reckoning, .wants_json = plan.wants_json};
    const auto& told = plan.told;
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < records.rows.size(); ++r)
        if (fits(plan.conditions, records.rows[r])) rows.push_back(r);
    if (plan.is_total && told.size() == 1 && rows.size() > 1 && is_quantity_column(records, told.front()))
        reply.reckoning = Reckoning::sum;
    if (reply.reckoning == Reckoning::count) {
        const bool is_of_one = told.size() == 1 && rows.size() == 1 &&
                               is_quantity_column(records, told.front()) && !plan.conditions.empty();
        // "How many comments does X have": the number stands there.
        if (is_of_one) {
            reply.reckoning = Reckoning::records;
            reply.rows = rows;
            reply.columns = told;
            return reply;
        }
        if (told.size() == 1 && is_quantity_column(records, told.front())) return std::nullopt;
        reply.number = static_cast<double>(rows.size());
        reply.rows = std::move(rows);
        return reply;
    }
    if (reply.reckoning == Reckoning::sum || reply.reckoning == Reckoning::average) {
        auto column = told.size() == 1 ? std::optional(told.front()) : column_of_kind(records, "price");
        if (column && !is_quantity_column(records, *column)) column = column_of_kind(records, "price");
        if (!column || rows.empty()) return std::nullopt;
        double sum = 0;
        for (const auto row : rows) {
            const auto value = quantity_in(records.rows[row][*column]);
            if (!value) return std::nullopt;
            sum += *value;
        }
        reply.number = reply.reckoning == Reckoning::average ? sum / static_cast<double>(rows.size()) : sum;
        reply.number = std::round(reply.number * 1e6) / 1e6;
        reply.rows = std::move(rows);
        return reply;
    }
    if (rows.empty()) return std::nullopt;
    // "What is the population": the row of that name, and nothing asked of it, is an echo and no answer.
    const bool is_echo =
        told.empty() && !plan.measure && std::ranges::any_of(plan.conditions, [&](const Condition& each) {
            return each.column == records.title && !each.is_negated && !each.value.empty();
        });
    if (is_echo) return std::nullopt;
    reply.columns = told;
    // "The name and price": what it is called is told with the rest.
    if (plan.names_it && !told.empty() && std::ranges::find(told, records.title) == told.end())
        reply.columns.insert(reply.columns.begin(), records.title);
    if (plan.measure) {
        sort_rows(plan, records, rows);
        if (rows.empty()) return std::nullopt;
        const auto worth = [&](std::size_t row) { return *quantity_in(records.rows[row][*plan.measure]); };
        if (plan.count == 0) {
            const auto size = static_cast<int>(rows.size());
            const int at = plan.ordinal == 0 ? 0 : plan.ordinal < 0 ? size + plan.ordinal : plan.ordinal - 1;
            if (at < 0 || at >= size) return std::nullopt;
            const auto best = worth(rows[static_cast<std::size_t>(at)]);
            // All that share the place: naming one of two would be a guess.
            std::erase_if(rows, [&](std::size_t row) { return worth(row) != best; });
            reply.is_list = rows.size() > 1;
        }
    } else if (plan.ordinal != 0) {
        const auto size = static_cast<int>(rows.size());
        const int at = plan.ordinal < 0 ? size + plan.ordinal : plan.ordinal - 1;
        if (at < 0 || at >= size) return std::nullopt;
        rows = {rows[static_cast<std::size_t>(at)]};
    }
    if (plan.count > 0) {
        if (rows.size() < static_cast<std::size_t>(plan.count)) return std::nullopt;
        rows.resize(static_cast<std::size_t>(plan.count));
        reply.is_list = true;
    }
    const bool picks_one = (plan.measure && plan.count == 0) || plan.ordinal != 0;
    if (!picks_one && (plan.is_each_told || rows.size() > 1)) reply.is_list = true;
    // A value of one thing, and several fit: it was not said which.
    if (reply.is_list && !picks_one && plan.count == 0 && !plan.is_each_told && !told.empty() &&
        rows.size() > 1)
        return std::nullopt;
    reply.rows = std::move(rows);
    return reply;
}

}  // namespace lissom::agent::lite
