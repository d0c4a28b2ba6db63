#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "task/spec.hpp"

namespace lissom::task {

// "proxy.example.com:8080", "socks5://user:pw@host:1080", "http://[::1]:3128" …
Result<Proxy> proxy_from_text(std::string_view text);

// "https://user:pw@host/path" as "https://host/path".
std::string without_credentials(std::string_view url);

}  // namespace lissom::task
