#pragma once

#include "agent/agent.hpp"
#include "models/model.hpp"

namespace lissom::agent {

// Who thinks for the agent. The models outlive every run.
struct Minds {
    models::Model& acting;
    models::Model* validating = nullptr;  // checks a result before it is given; null: nobody does
    bool is_small = false;  // the acting model is a small local one: short prompts, one action a call
};

// Ends a run that costs too much; what max_steps does not bound.
struct Budget {
    Millis time = Millis(20 * 60'000);
    std::int64_t tokens = 2'000'000;
    double cost_usd = 5;
    double credits_per_step = 0.5;  // where the model's price is not known
};

// The agent with a model: observes, asks, acts, until the model is done and its output fits the response
// model. Errors: not_doable (the model gave up, went in circles or out of budget), unavailable (the model),
// and those of a custom tool that failed for good.
Async<Result<Answer>>
run_smooth(Minds minds, Budget budget, Surroundings surroundings, Assignment assignment);

}  // namespace lissom::agent
