#pragma once

#include <string>

#include "app/config.hpp"
#include "browser/pool.hpp"

namespace lissom::app {

struct SandboxDecision {
    browser::Sandbox sandbox = browser::Sandbox::on;
    std::string why;  // one sentence
};

// What `auto` means on this machine. Tries it out: whether an unprivileged process may make a user namespace
// is decided by kernel settings, container run-times and security modules together. Call it before threads
// are started: it forks.
SandboxDecision decide_sandbox(SandboxChoice choice);

}  // namespace lissom::app
