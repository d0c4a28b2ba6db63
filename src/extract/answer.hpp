#pragma once

#include <string>

#include "base/json.hpp"
#include "base/result.hpp"
#include "extract/page_data.hpp"

namespace lissom::extract {

// The page's data as the schema asks for it; see extract(). Pure.
Result<Json> answer(const PageData& data, const Json& schema, const std::string& prompt);

// See answer_text() of extract.hpp. Pure.
Result<std::string> answer_question(const PageData& data, const std::string& question);

}  // namespace lissom::extract
