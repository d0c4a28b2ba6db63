#pragma once

#include <string>
#include <string_view>

namespace lissom::agent::lite {

// "ctrl+k", "Cmd + Shift + P", "Alt-F4" as the keyboard names them: "Control+k"; empty where it is no chord.
std::string chord_in(std::string_view text);

}  // namespace lissom::agent::lite
