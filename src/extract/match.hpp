#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extract/page_data.hpp"
#include "extract/want.hpp"

namespace lissom::extract {

// What a field is called, as words.
struct Names {
    Words label;
    std::vector<Words> given;
    Words classes;
    Words around;
    bool is_item = false;  // JSON-LD and its like, whose names are paths

    bool operator==(const Names&) const = default;
};
Names names_of(const Field& field);

// What stands at one place of all records of a group.
struct Column {
    std::string key;
    std::string label;                                        // where records share one
    std::vector<Names> names;                                 // the first few different ones
    std::map<std::size_t, std::vector<const Field*>> values;  // by record; several where a place comes again
    bool is_heading = false;
    double size = 0;         // font, of the first
    double mean_length = 0;  // of the texts
    double linked = 0;       // share of the values that stand in a link
    std::size_t first = 0;   // place among the record's columns
};

// Records as a table. It points into the records, which must outlive it.
class Table {
public:
    explicit Table(const std::vector<Record>& records);

    const std::vector<Column>& columns() const { return columns_; }
    const std::vector<Record>& records() const { return *records_; }
    std::size_t size() const { return records_->size(); }

private:
    void split_repeated();

    const std::vector<Record>* records_;
    std::vector<Column> columns_;
};

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

// How well names say what is wanted, 0 to 1, whatever its value.
double name_score(const Names& names, const Want& want);

// Yes or no, by words that the record shows: "In stock", "Sold out", "Remote".
std::optional<bool> truth_in(const Record& record, const Words& words);

}  // namespace lissom::extract
