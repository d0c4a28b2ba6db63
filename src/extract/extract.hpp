#pragma once

#include <string>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/page.hpp"

namespace lissom::extract {

// Data of the page that fits a JSON Schema, without a model: structured data first, then tables, labelled
// values and repeated records. `prompt` may limit, filter and sort ("first five", "in stock", "under $50").
// The answer always validates; where a required field cannot be found, the error (not_doable) names it.
// Nothing is invented.
Async<Result<Json>> extract(browser::Page& page, Json schema, std::string prompt);

// One value that the page says, as a person reads it: "what is the account balance", "tell me the order
// number". Only what is labelled or otherwise named so; else the error (not_doable) says that the page does
// not say it.
Async<Result<std::string>> answer_text(browser::Page& page, std::string question);

// Checks a schema and a value against it; draft 7 and the usual newer keywords ($defs, prefixItems, …).
// The error says where and why, for a person or a model to correct.
Done check_schema(const Json& schema);
Done validate(const Json& schema, const Json& value);

}  // namespace lissom::extract
