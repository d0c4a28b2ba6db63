#pragma once

#include <string>
#include <string_view>

#include "actions/action.hpp"
#include "base/async.hpp"
#include "base/result.hpp"
#include "runner/crew.hpp"
#include "runner/settings.hpp"

namespace lissom::runner {

// What a client's action came to.
struct Performed {
    Json output;
    double credits = 0;
    JsonObject extras;  // ours, beside output, credits_used and duration
};

// One action of a client on the page: goto, extract, evaluate_js, exec_js, snapshot, or any name of actions/.
// Errors tell the client what to correct. `hide` is for what a model is shown on the way.
Async<Result<Performed>> perform_client_action(
    actions::Stage& stage,
    const Crew& crew,
    const Settings& settings,
    std::string name,
    JsonObject input,
    Hide hide
);

// The codes the SDKs know: 200, 400 (what the caller can mend or must expect of a page), 500 (the server's
// own trouble). Any other leaves them waiting for ever.
int result_code(ErrorCode code);

// The payload of a result event. The SDKs want an envelope around every output but that of exec_js, which is
// older.
JsonObject result_payload(std::string_view action, const Result<Performed>& result, double seconds);

}  // namespace lissom::runner
