#pragma once

#include <string_view>

namespace lissom::agent::lite {

// Does a control's name say that it ends, sends or changes something? What is never pressed just to look
// behind it: "Delete", "Like", "Buy now".
bool is_deed(std::string_view name);

}  // namespace lissom::agent::lite
