#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lissom::net {

// None when a '%' is not followed by two hexadecimal digits. '+' stays '+'.
std::optional<std::string> percent_decode(std::string_view text);

// Keeps what RFC 3986 calls unreserved (letters, digits, '-', '.', '_', '~') and encodes every other byte.
std::string percent_encode(std::string_view text);

std::string to_lower(std::string_view ascii);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // blanks and tabs at both ends

}  // namespace lissom::net
