#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "extract/gather.hpp"
#include "extract/match.hpp"
#include "extract/request.hpp"

namespace lissom::extract {

// A group of records that fits what is asked for, and how.
struct Choice {
    const Group* group = nullptr;
    std::unique_ptr<const Table> table;  // of the group; what `finds` points into
    std::vector<Find> finds;             // by the wants of `leaves`
    Leaves leaves;
    double score = 0;
    std::size_t found = 0;  // wants that have a column
    std::string missing;    // the first needed want without one
};

// What is known about the records besides their shape: what they are called.
struct Called {
    Words names;   // of the property: "top_stories"
    Words prompt;  // words of the prompt
};

// The groups in the order of how well they fit; those that do not fit at all are left out.
std::vector<Choice> rank_groups(
    const std::vector<const Group*>& groups,
    const Shape& item,
    const Called& called,
    const Locale& locale
);

// The records of the best group as JSON, selected as the request says. `nested` are the groups to look for
// lists inside of records. Error not_doable names what was not found.
Result<JsonArray> read_records(
    const std::vector<const Group*>& groups,
    const Shape& list,
    const std::string& path,
    const Called& called,
    const Request& request,
    const Locale& locale
);

// One record of a group as the shape asks.
Built read_record(
    const std::vector<const Group*>& groups,
    const Choice& choice,
    std::size_t row,
    const Shape& item,
    const Called& called,
    const Locale& locale
);

}  // namespace lissom::extract
