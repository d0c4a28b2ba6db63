#pragma once

#include <optional>

#include "extract/table.hpp"
#include "extract/want.hpp"

namespace lissom::extract {

constexpr double least_score = 0.42;  // below, a find is a guess

// Facts of the table that several wants ask for.
struct Standing {
    const Column* title = nullptr;        // what names the records
    const Column* description = nullptr;  // the longest running text
    std::optional<int> heading;           // of one page: where its main heading stands in the document
};

Standing standing_of(const Table& table);

// How well names say what is wanted, 0 to 1, whatever its value.
double name_score(const Names& names, const Want& want);

// Says nothing without what it belongs to: "name", "value".
bool is_vague(const std::string& word);

// How well a column answers a want, 0 to about 1.2, and in what share of the records.
double column_score(
    const Column& column,
    const Want& want,
    const Table& table,
    const Standing& standing,
    const Locale& locale,
    double& coverage
);

}  // namespace lissom::extract
