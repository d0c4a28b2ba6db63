#pragma once

#include <functional>
#include <string>

#include "actions/action.hpp"
#include "agent/agent.hpp"
#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "task/task.hpp"

namespace lissom::runner {

using RunAgent = std::function<Async<Result<agent::Answer>>(agent::Surroundings, agent::Assignment)>;

// Who does the work on a page: functions of other rooms. app/ takes usual_crew() and sets what it has
// configured; tests bring their own and need no Chromium.
struct Crew {
    RunAgent smooth_lite;
    RunAgent smooth;  // empty: no model is configured, smooth-lite stands in and the result says so

    std::function<Async<Result<Json>>(browser::Page& page, Json schema, std::string prompt)> extract;
    std::function<Done(const Json& schema)> check_schema;
    // {"format": "text" | "json", "max_tokens": 6000, "from": "e12"}
    std::function<Async<Result<Json>>(browser::Page& page, JsonObject input)> snapshot;
    std::function<bool(std::string_view name)> has_action;
    std::function<Async<Result<actions::Effect>>(actions::Stage& stage, std::string name, JsonObject params)>
        perform;

    // What a live room adds; empty: there is none. `open_live` answers the live_url once the browser is
    // there, `close_live` ends the view and answers the recording_url, "" where nothing was recorded.
    std::function<Async<std::string>(task::Task task, browser::Context& browser)> open_live;
    std::function<Async<std::string>(task::Task task)> close_live;
};

// smooth-lite, extraction, snapshots and actions as the program has them; no model, no live view.
Crew usual_crew();

}  // namespace lissom::runner
