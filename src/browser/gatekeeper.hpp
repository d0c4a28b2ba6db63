#pragma once

#include "base/json.hpp"
#include "browser/context.hpp"
#include "cdp/channel.hpp"

namespace lissom::browser {

// The command that has Chromium stop requests at the gate: Fetch.enable with the kinds of requests it holds.
JsonObject gate_command(const Gate& gate);

// Lets a request pass that Fetch.requestPaused tells of on the browser's session, or refuses it. `is_page`:
// its frame is the main frame of a page.
void decide_at_gate(const Gate& gate, cdp::Channel& channel, const JsonObject& request, bool is_page);

void let_pass(cdp::Channel& channel, const JsonObject& request);
void refuse(cdp::Channel& channel, const JsonObject& request);

}  // namespace lissom::browser
