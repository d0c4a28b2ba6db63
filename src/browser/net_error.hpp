#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lissom::browser {

// "net::ERR_CONNECTION_REFUSED" in words a person understands, as page_error about that address.
Error navigation_error(std::string_view url, std::string_view net_error);

}  // namespace lissom::browser
