#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lissom {

std::string to_base64(std::string_view bytes);

// The usual and the URL-safe alphabet, padded or not; white space between is skipped. None: it is something
// else.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace lissom
