#pragma once

#include <optional>

#include "base/result.hpp"
#include "browser/launch.hpp"

namespace lissom::browser {

// How Chromium is to be run on this machine.
struct SandboxPlan {
    std::optional<UnixUser> user;  // run it as this user; empty: as we are
    bool is_off = false;           // pass --no-sandbox: for machines without user namespaces
};

// For programs that read what strangers wrote: a user of our own where the operator made one ("lissom"), else
// the one that owns nothing. None: this machine has neither.
std::optional<UnixUser> unprivileged_user();

// Finds out whether Chromium can sandbox itself here, and as which user. It forks to find out: call it before
// threads are started. unavailable: it cannot; the sentence says what to change and names the flag that does
// without.
Result<SandboxPlan> plan_sandbox(const std::string& chromium);

}  // namespace lissom::browser
