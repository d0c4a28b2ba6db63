#pragma once

#include <string>
#include <string_view>

namespace lissom::app {

// What people have in their environment for every program that talks to models. Read at start-up.

struct UsualKeyFound {
    std::string key;       // empty: there is none for that address
    std::string withheld;  // the variable whose key is another address's, and stays here
};

// The key of a provider at an address: OPENAI_API_KEY and the like. It goes to its maker's own addresses and
// to the one that the environment names beside it (OPENAI_BASE_URL); whoever serves another is a stranger.
UsualKeyFound usual_key(std::string_view provider, std::string_view url);

// The proxy on the way to an address: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, less what NO_PROXY names and this
// machine itself. Empty: none.
std::string usual_proxy(std::string_view url);

}  // namespace lissom::app
