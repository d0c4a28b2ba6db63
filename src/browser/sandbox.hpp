#pragma once

#include <optional>

#include "base/result.hpp"
#include "browser/launch.hpp"
#include "browser/pool.hpp"

namespace lissom::browser {

// How Chromium is to be run on this machine.
struct SandboxPlan {
    std::optional<UnixUser> user;  // run it as this user; empty: as we are
    bool is_off = false;           // pass --no-sandbox
};

// Finds out whether Chromium can sandbox itself here. unavailable: it cannot; the sentence says what to
// change and names the flag that does without.
Result<SandboxPlan> plan_sandbox(Sandbox wanted, const std::string& chromium);

}  // namespace lissom::browser
