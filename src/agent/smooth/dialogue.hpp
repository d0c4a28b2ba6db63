#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/agent.hpp"
#include "agent/secrets.hpp"
#include "agent/smooth/page_text.hpp"
#include "models/model.hpp"
#include "view/snapshot.hpp"

namespace lissom::agent {

// What is said between the agent and its model over one run. Two manners: tools for models that can call
// them, one JSON object a step for small ones.
class Dialogue {
public:
    virtual ~Dialogue() = default;

    // The next thing to ask. At the last step only `done` is offered.
    virtual models::Ask next(bool is_last_step) = 0;

    // Takes the model's reply into the dialogue; answers what it wants done, at most five calls. An answer
    // without any call is none of the model's tools: `nudge` it.
    virtual std::vector<models::ToolCall> take(const models::Reply& reply) = 0;

    virtual void answer(const models::ToolCall& call, std::string text) = 0;  // what came of a call
    virtual void nudge(std::string text) = 0;                                 // a word of the agent's own
    virtual void show(const view::Snapshot& snapshot) = 0;  // the page after this step's calls
    virtual void show_whole() = 0;                          // the next show() leaves nothing out
    virtual void show_picture(models::Image picture) = 0;   // goes with the next ask

    // Forgets the oldest pages; false when there is nothing left to forget.
    virtual bool shorten() = 0;
};

std::unique_ptr<Dialogue>
tool_dialogue(const Assignment& assignment, const Secrets& secrets, std::vector<std::string> file_names);
std::unique_ptr<Dialogue>
small_dialogue(const Assignment& assignment, const Secrets& secrets, std::vector<std::string> file_names);

// The person's task and what goes with it, the same for both manners.
std::string
task_text(const Assignment& assignment, const Secrets& secrets, const std::vector<std::string>& file_names);

// What it is told where only one step of the task is asked for; empty where all of it is. `pages` fences what
// comes from pages.
std::string mending_text(const Assignment& assignment, const PageText& pages);

}  // namespace lissom::agent
