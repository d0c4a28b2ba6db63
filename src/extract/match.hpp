#pragma once

#include <optional>
#include <vector>

#include "extract/score.hpp"
#include "extract/table.hpp"
#include "extract/want.hpp"

namespace lissom::extract {

// Where a want was found: a column, or for yes-or-no questions words that some records show ("Free
// shipping").
struct Find {
    const Column* column = nullptr;
    double score = 0;     // 0 to about 1.2
    double coverage = 0;  // share of the records that have it
    bool is_shown_by_words = false;
};

// The best columns for the wants, no column for two of them unless both name it. In the order of the wants.
std::vector<Find> match(const Table& table, const std::vector<Want>& wants, const Locale& locale);

// The value of a want in one record, nothing where the record does not say.
std::optional<Json>
value_in(const Table& table, std::size_t record, const Want& want, const Find& find, const Locale& locale);

// Yes or no, by words that the record shows: "In stock", "Sold out", "Remote".
std::optional<bool> truth_in(const Record& record, const Words& words);

}  // namespace lissom::extract
