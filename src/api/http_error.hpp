#pragma once

#include "base/error.hpp"
#include "net/http.hpp"

namespace lissom::api {

unsigned status_of(ErrorCode code);

// {"detail": "<sentence>"}, the only error body the clients read.
net::Response to_response(const Error& error);

}  // namespace lissom::api
