#pragma once

#include <string>
#include <string_view>

namespace lissom::agent::lite {

// A name, a quoted text or a number of `said` that `text` does not say; empty where it says all of them. What
// leaves out "Delft" of "pick up in Delft" is not what was meant.
std::string left_out(std::string_view said, std::string_view text);

}  // namespace lissom::agent::lite
