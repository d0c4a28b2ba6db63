#pragma once

#include <string_view>

#include "cli/task.hpp"

namespace lissom::cli {

// A call of the server's API, with the key: "/task".
net::Call call_of(const Server& server, net::Method method, std::string_view path);

// The "r" of a success, or the "detail" of an error as an Error.
Result<Json> result_of(const net::Reply& reply);

}  // namespace lissom::cli
