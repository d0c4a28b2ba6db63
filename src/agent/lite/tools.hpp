#pragma once

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// The custom tool a clause names ("use get_otp", or in the words of its description); null: none.
const task::ToolSignature* tool_named(const Run& run, std::string_view clause);

// Calls it with what the clause says of its inputs, and remembers the answer as "it".
Async<Done> call_tool(Run& run, const task::ToolSignature& tool, std::string clause);

}  // namespace lissom::agent::lite
