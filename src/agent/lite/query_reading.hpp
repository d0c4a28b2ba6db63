#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/lite/query_plan.hpp"
#include "agent/lite/query_words.hpp"

namespace lissom::agent::lite {

struct Bound;  // "at least", "before"

// One question being understood.
class Reading {
public:
    Reading(const Records& records, std::string_view question, std::string_view spaced)
        : records_(records),
          question_(question),
          words_(spaced)
    {
    }

    // Nothing where a word of the question has no meaning among the records.
    std::optional<Plan> plan();

private:
    bool is_of_one() const;
    void read_form();
    void read_columns();
    void read_years();
    void read_bounds();
    void read_values(bool whole);
    bool read_superlative();
    void read_nouns();
    void read_rest();
    void read_flags();
    void read_none_left();
    bool is_understood() const;
    bool read_bound(const Bound& bound, std::size_t at, std::size_t size);
    void note_noun(std::size_t at);
    std::optional<std::size_t> column_near(std::size_t at, bool dates) const;
    std::vector<std::size_t> told_columns() const;
    bool asks_for_names() const;

    const Records& records_;
    std::string_view question_;  // as written
    QueryWords words_;
    Plan plan_;
    std::vector<std::pair<std::size_t, std::size_t>> mentions_;  // word, column
    std::set<std::size_t> used_;  // columns that conditions or measures speak of
    bool has_noun_ = false;
    std::set<std::size_t> spent_;  // words that name a column only to measure by it
};

// "The youngest", "the cheapest" of records that have such a column, whatever it is called.
bool names_superlative(const Records& records, std::string_view question);

}  // namespace lissom::agent::lite
