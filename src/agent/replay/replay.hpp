#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "agent/agent.hpp"

namespace lissom::agent {

using RunAgent = std::function<Async<Result<Answer>>(Surroundings, Assignment)>;

// What a client wishes with `experimental_features: {"replay": …, "script": {…}}`.
struct ReplayWish {
    enum class Mode {
        learn,      // the default: a run that succeeds is kept as a script, which nobody uses unasked
        off,        // nothing is kept
        automatic,  // the script of the same task does it; the agent, what the script cannot
        only        // the script or nothing: no model is asked
    };
    Mode mode = Mode::learn;
    Json script;  // the client's own; null: the kept one

    // A step that does not fit is done by the agent alone, and the script goes on behind it. Only an agent
    // with a model understands such a request.
    bool mends_steps = true;
};
Result<ReplayWish> replay_wish_from(const JsonObject& experimental_features);

// Where scripts are kept, and whose task this is.
struct ReplayPlace {
    std::filesystem::path folder;  // empty: nowhere
    std::string task_id;
};

// Carries the assignment out by its script where there is one and the client wishes it, else by the agent,
// whose way is then learnt. Where a step does not fit any more, the agent does that step, or all that is left
// where that does not help, and the script is mended. The answer is always read from the page as it is.
// Errors: those of the agent; with Mode::only not_doable that says what does not fit.
Async<Result<Answer>> run_with_replay(
    RunAgent agent,
    ReplayWish wish,
    ReplayPlace place,
    Surroundings surroundings,
    Assignment assignment
);

// Removes what was learnt from a task.
void forget_replays(const std::filesystem::path& folder, std::string_view task_id);

}  // namespace lissom::agent
