#pragma once

#include <cstddef>

#include "net/http.hpp"

namespace lissom::api {

// Replaces a body that its client packed (Content-Encoding: gzip or deflate) by what is in it. It stops at
// one byte more than `max_bytes`: the caller's own check of the size then refuses it, and no archive bomb
// goes off. invalid_argument: an encoding that is not known here, or a body that is not what it says.
Done unpack_body(net::Request& request, std::size_t max_bytes);

}  // namespace lissom::api
