#pragma once

#include <vector>

#include "base/result.hpp"
#include "extract/match.hpp"
#include "extract/request.hpp"

namespace lissom::extract {

// Which records a request wants, in its order. Error not_doable: what it selects or sorts by was not found.
Result<std::vector<std::size_t>> select(const Table& table, const Request& request, const Locale& locale);

}  // namespace lissom::extract
