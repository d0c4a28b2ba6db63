#pragma once

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// Calls the custom tool an instruction names ("use get_otp", or in the words of its description) with what
// the instruction says of its inputs, and remembers the answer as "it". Answers whether that was all there
// was to do.
Async<Result<bool>> call_named_tool(Run& run);

}  // namespace lissom::agent::lite
