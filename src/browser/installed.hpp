#pragma once

#include <string>

namespace lissom::browser {

// Where Chromium is on this machine; empty where it is not.
struct Installed {
    std::string headless_shell;  // light
    std::string chromium;        // full
};
Installed find_chromium();

}  // namespace lissom::browser
