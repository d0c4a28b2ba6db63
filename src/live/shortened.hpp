#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lissom::live {

// The beginning of a UTF-8 text, of at most so many bytes and never with half a character at its end:
// browsers give up a WebSocket that says what is no UTF-8, and Chromium a message of ours.
std::string_view beginning(std::string_view text, std::size_t most);

// Likewise, with "…" where something was left out.
std::string shortened(std::string_view text, std::size_t most);

}  // namespace lissom::live
