#pragma once

#include <cstddef>
#include <vector>

#include "extract/request.hpp"
#include "extract/table.hpp"

namespace lissom::extract {

// "Accidents in May", of a list whose entries begin with "Accident to …" or "Serious incident to …": those
// that begin so. All of them where the entries do not begin with a few kinds.
std::vector<std::size_t>
keep_leading_kind(const Table& table, std::vector<std::size_t> rows, const Request& request);

}  // namespace lissom::extract
