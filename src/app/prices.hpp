#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "models/model.hpp"

namespace lissom::app {

// The price of a model by the operator's table. An entry is "INPUT,CACHED,OUTPUT" or
// "INPUT,CACHED,OUTPUT,STORED", in dollars a million tokens; with "PROVIDER:MODEL=" before it of that model,
// else of the first one. None: the table does not know it. invalid_argument names an entry that is none.
Result<std::optional<models::Price>>
price_of(const std::vector<std::string>& table, std::string_view model, std::string_view first_model);

}  // namespace lissom::app
