#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actions/action.hpp"
#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "models/model.hpp"
#include "task/spec.hpp"

namespace lissom::agent {

// One piece of work for an agent: a task's instruction, or one run_task of a session.
struct Assignment {
    std::string instruction;
    std::optional<Json> response_model;  // the output must fit it
    std::string url;                     // where to begin; empty: where the browser is
    JsonObject metadata;
    int max_steps = 32;
    std::vector<task::ToolSignature> custom_tools;
    std::vector<std::pair<std::string, task::Secret>> secrets;
    JsonObject additional_tools;

    // Not the whole, but one step of it, which a script cannot do any more: the steps around it in words,
    // with what pages called things. Empty: the whole.
    std::string step_to_mend;
};

// One step, told when it is over; becomes an event and a line of the trace.
struct Step {
    int number = 0;      // from 1
    std::string action;  // "click"
    JsonObject params;   // secrets masked
    std::string effect;  // the effect's sentence, or the error's
    bool has_failed = false;
    std::string url;
    double took_ms = 0;

    // For the trace alone, which keeps texts too long for an event. Secrets are masked here, too.
    std::string seen;        // the page as the agent saw it when it decided
    std::string asked;       // what the model was told last; empty where none was asked
    std::string answered;    // the model's words beside its calls
    double thinking_ms = 0;  // of the model, since the step before
    models::Usage spent;     // likewise

    // For replay alone, which learns from it how to do the same again.
    std::shared_ptr<const view::Snapshot> page;  // as the agent saw it when it decided; null: it saw none
    std::optional<actions::Effect> outcome;      // none where the step failed
    bool is_tool = false;                        // a custom tool's call; its answer is the outcome's value
};

// A custom tool is called over the API and answered by the client; a 400 of the client is a page_error here
// (the agent goes on), a 500 is ErrorCode::unavailable (the task must stop).
using CallTool = std::function<Async<Result<Json>>(std::string name, JsonObject input)>;
using TellStep = std::function<void(Step step)>;

struct Surroundings {
    actions::Stage& stage;
    CallTool call_tool;
    TellStep tell_step;

    // Asked after each action: whether there is nothing left for the agent to do, who then ends without an
    // output. Empty: the agent alone says when it is done.
    std::function<bool()> is_enough = nullptr;
};

struct Answer {
    Json output;  // text, or what response_model asks for
    int steps = 0;
    double credits = 0;
    std::string agent;  // who did it
};

// Carries the assignment out. Errors: not_doable with a clear sentence when the agent cannot; never an
// invented answer.
Async<Result<Answer>> run_lite(Surroundings surroundings, Assignment assignment);

}  // namespace lissom::agent
