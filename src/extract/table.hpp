#pragma once

#include <map>
#include <string>
#include <vector>

#include "extract/page_data.hpp"
#include "extract/words.hpp"

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

const Field* first_of(const Column& column);             // null when it is empty
double share(const Column& column, const Table& table);  // of the records that have it
bool is_shown_text(const Field& field);
bool same_texts(const Column& one, const Column& other);  // in most records

}  // namespace lissom::extract
