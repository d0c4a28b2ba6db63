#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "egress/network_log.hpp"
#include "view/snapshot.hpp"

namespace lissom::actions {

// Decides which addresses may be visited; the egress gateway enforces it below the page, this gives the
// early, clear answer.
using AddressCheck = std::function<Done(std::string_view url)>;

// Where actions take place: one session's browser and what the task may use. Lives as long as the session.
struct Stage {
    browser::Context& browser;
    std::map<std::string, std::filesystem::path> files;  // by name: what upload may use, and nothing else
    AddressCheck may_visit;                              // empty: every http(s) address
    std::filesystem::path artifacts;                     // folder for screenshots and PDFs; empty: not kept
    std::shared_ptr<const egress::NetworkLog>
        network;  // what came of the browser's requests; null: nobody keeps account
    // Awaited before each action: while a person holds the controls, an agent waits. True: one has held them
    // since the last time. Empty: nobody can.
    std::function<Async<bool>()> turn = nullptr;
    // Awaited before each action, with its name, and after it, with none: returns when nothing stands in the
    // way that only a person can clear. Empty: nobody looks.
    std::function<Async<void>(std::string next)> clear_way = nullptr;
};

// What an action did, for the agent, the trace and the events.
struct Effect {
    std::string text;          // one sentence: "clicked button \"Save\"; a dialog opened: \"Saved\""
    bool has_changed = false;  // anything at all: address, DOM, value, focus, dialog, tab, download
    std::string url;           // after the action
    bool has_navigated = false;
    bool has_opened_tab = false;
    bool has_opened_dialog = false;
    bool has_downloaded = false;
    std::string state;        // of the target, where it has one: "checked", "unchecked", "expanded", …
    Json value;               // what a reading action read; null otherwise
    bool is_of_file = false;  // it was read from a file, not from the page
};

// One thing an agent may do to the page. Each lives in the file of its name and is listed in catalog.cpp.
struct Action {
    std::string_view name;
    std::string_view description;  // shown to a model
    std::string_view params;       // JSON Schema of its parameters, shown to a model
    // Errors: invalid_argument names the parameter; page_error names the cause (covered by what, disabled,
    // gone).
    Async<Result<Effect>> (*run)(Stage& stage, const JsonObject& params);
};

std::span<const Action* const> all_actions();
const Action* find_action(std::string_view name);  // null if there is none

// Finds and runs: perform(stage, "click", {{"element", "e12"}}). Elements are given as "e12" or 12.
Async<Result<Effect>> perform(Stage& stage, std::string name, JsonObject params);

}  // namespace lissom::actions
