#pragma once

#include <functional>
#include <optional>
#include <string>

#include "actions/action.hpp"
#include "agent/agent.hpp"
#include "agent/replay/replay.hpp"
#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "runner/challenge.hpp"
#include "task/task.hpp"

namespace lissom::egress {
class Gateway;
}
namespace lissom::net {
class Client;
}

namespace lissom::runner {

// Takes the values of secrets out of a text.
using Hide = std::function<std::string(std::string text)>;

// What a live room is given of a session. All of it stays until close_live has been awaited.
struct LiveSession {
    task::Task task;
    browser::Context& browser;
    bool show_cursor = false;
    std::function<void(std::string name, JsonObject payload)> tell;  // adds an event to the task's log
    std::function<void()> touch;  // somebody uses the session: it is not idle
    // The secrets' values that a page at this address may know, and a text without any.
    std::function<std::vector<std::string>(std::string_view url)> secrets_at;
    Hide hide;
};

using RunAgent = agent::RunAgent;

struct Extraction {
    Json data;
    double credits = 0;
};

// Who does the work on a page: functions of other rooms. app/ takes usual_crew() and sets what it has
// configured; tests bring their own and need no Chromium.
struct Crew {
    RunAgent smooth_lite;
    RunAgent smooth;  // empty: no model is configured, smooth-lite stands in and the result says so

    std::function<Async<Result<Json>>(browser::Page& page, Json schema, std::string prompt)> extract;
    // The same with a model's help, which sees of the page what `hide` leaves; empty: no model is configured.
    std::function<Async<Result<Extraction>>(browser::Page& page, Json schema, std::string prompt, Hide hide)>
        extract_with_model;
    std::function<Done(const Json& schema)> check_schema;
    // {"format": "text" | "json", "max_tokens": 6000, "from": "e12"}
    std::function<Async<Result<Json>>(browser::Page& page, JsonObject input)> snapshot;
    std::function<bool(std::string_view name)> has_action;
    std::function<Async<Result<actions::Effect>>(actions::Stage& stage, std::string name, JsonObject params)>
        perform;

    // Says what on a page asks for a person; empty: nobody looks.
    std::function<Async<Result<std::optional<Challenge>>>(browser::Page& page, Next next)> find_challenge;

    // Where browsers' traffic goes through; null: they go out by themselves, with no more protection than
    // Chromium's own. Outlives the Runner.
    egress::Gateway* gateway = nullptr;
    net::Client* http = nullptr;  // for webhooks; null, or without a gateway: none are sent

    // What a live room adds; empty: there is none. `open_live` answers the live_url once the browser is
    // there, `close_live` ends the view and answers the recording_url, "" where nothing was recorded; its
    // task has the status that the task comes to.
    std::function<Async<std::string>(LiveSession session)> open_live;
    std::function<Async<std::string>(task::Task task)> close_live;
    // Each event of a task that is shown live.
    std::function<void(const task::Task& task, const task::Event& event)> show_event;
    // Waits while a person holds the controls.
    std::function<Async<void>(std::string task_id)> wait_for_person;
    // The session has secrets that it had not: returns when none of its pages shows them.
    std::function<Async<void>(std::string task_id)> hide_secrets;
    // What its page looks like now, as a small JPEG; empty: nobody makes pictures of steps.
    std::function<Async<Result<std::string>>(std::string task_id)> still;
    // Of a task that a dead server left: "" where nothing was recorded.
    std::function<std::string(const task::Task& task)> rescued_recording;
};

// smooth-lite, extraction, snapshots and actions as the program has them; no model, no live view.
Crew usual_crew();

}  // namespace lissom::runner
