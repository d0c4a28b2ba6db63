#pragma once

#include <optional>
#include <vector>

#include "extract/records.hpp"

namespace lissom::extract {

// A list of scalars ("ingredients", "prices", "links") wherever the page has it: as a list under that name,
// as a value that comes several times, as one column of records, or as the page's links or headings. Nothing
// where no place is called so.
std::optional<JsonArray> read_list(
    const PageData& data,
    const std::vector<const Group*>& groups,
    const Record& page,
    const Want& want,
    const Called& called,
    const Request& request,
    const Locale& locale
);

}  // namespace lissom::extract
