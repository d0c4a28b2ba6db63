#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "agent/lite/query.hpp"

// What the columns of records hold: dates, quantities, prices.

namespace lissom::agent::lite {

// "March 2026", "2026-03-01", never "3 comments"; a number that grows with the days.
std::optional<double> day_in(std::string_view cell);
// A day, or "2 hours ago": when something was, and not what it is called.
bool tells_when(std::string_view cell);

bool is_date_column(const Records& records, std::size_t column);
bool is_quantity_column(const Records& records, std::size_t column);

bool has_name_like(std::string_view column, const std::vector<std::string_view>& words);

// The column of a kind of quantity that a word means without naming it: "cheapest", "newest", "nearest".
// Nothing where there are two of them.
std::optional<std::size_t> column_of_kind(const Records& records, std::string_view kind);

}  // namespace lissom::agent::lite
