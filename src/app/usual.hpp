#pragma once

#include <string>
#include <string_view>

namespace lissom::app {

// What people have in their environment for every program that talks to models. Read at start-up.

// The key of a provider: OPENAI_API_KEY and the like; empty where there is none.
std::string usual_key(std::string_view provider);

// The proxy on the way to an address: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, less what NO_PROXY names and this
// machine itself. Empty: none.
std::string usual_proxy(std::string_view url);

}  // namespace lissom::app
