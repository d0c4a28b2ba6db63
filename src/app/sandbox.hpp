#pragma once

#include <string>

#include "app/config.hpp"
#include "browser/installed.hpp"
#include "browser/sandbox.hpp"

namespace lissom::app {

struct SandboxDecision {
    browser::SandboxPlan plan;
    std::string why;  // empty where it is on because it works
};

// What `auto` means on this machine: on where Chromium can do it. Call it before threads are started: it
// forks to find out. unavailable: it was asked for, and cannot be.
Result<SandboxDecision> decide_sandbox(const Config& config);

// The browsers this configuration names, and for the rest those of this machine.
browser::Installed installed_browsers(const Config& config);

}  // namespace lissom::app
