#pragma once

#include <string>

#include "app/config.hpp"
#include "browser/installed.hpp"
#include "browser/pool.hpp"

namespace lissom::app {

struct SandboxDecision {
    browser::Sandbox sandbox = browser::Sandbox::on;
    std::string why;  // empty where it is on because it works
};

// What `auto` means on this machine: on where Chromium can do it. Call it before threads are started: it
// forks to find out.
SandboxDecision decide_sandbox(const Config& config);

// The browsers this configuration names, and for the rest those of this machine.
browser::Installed installed_browsers(const Config& config);

}  // namespace lissom::app
