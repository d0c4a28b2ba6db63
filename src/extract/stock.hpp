#pragma once

#include <optional>
#include <string_view>

namespace lissom::extract {

// Whether a short text says that a thing can be had: "In stock", "Derzeit nicht verfügbar", "schema.org's
// OutOfStock". Nothing where it says neither.
std::optional<bool> told_stock(std::string_view text);

}  // namespace lissom::extract
