#pragma once

#include <string>
#include <string_view>

namespace lissom::runner {

// HMAC-SHA-256 of the text (RFC 2104): 32 bytes, not printable.
std::string hmac(std::string_view secret, std::string_view text);

}  // namespace lissom::runner
