#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "actions/action.hpp"
#include "agent/agent.hpp"
#include "agent/secrets.hpp"
#include "base/async.hpp"
#include "base/nursery.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "browser/context.hpp"
#include "runner/client_action.hpp"
#include "runner/console.hpp"
#include "runner/doorkeeper.hpp"
#include "runner/event_log.hpp"
#include "runner/house.hpp"
#include "runner/lanes.hpp"
#include "runner/profiles.hpp"
#include "runner/tool_desk.hpp"
#include "runner/trace.hpp"
#include "runner/way_out.hpp"
#include "task/task.hpp"

namespace lissom::runner {

// How a task came, or is about to come, to its end.
struct Ending {
    static Ending done(Json output, std::string reason);
    static Ending failed(std::string sentence, std::string reason);
    static Ending cancelled(std::string reason);

    task::Status status = task::Status::done;
    Json output;
    std::string reason;  // for the log and for clients that come too late: "it was closed"
};

// One task's life, from the queue to its final status: its browser, its agent or the actions of its client,
// its events. A task with an instruction and a session without one are the same thing; the former puts the
// instruction first in line. Shared by the Runner's table, by the coroutine of live() and by reads that may
// outlast the table's entry.
class Session {
public:
    Session(House& house, task::Task task, task::Spec spec);

    // The whole life. Returns when the final status is visible and nothing runs any more.
    Async<void> live();

    const task::Task& task() const { return task_; }  // `spec` is in stored_spec()
    const JsonObject& stored_spec() const { return stored_spec_; }
    bool is_final() const { return task::is_final(task_.status); }
    bool is_ending() const { return ending_.has_value(); }
    bool is_idle() const;  // a session whose client has asked for nothing that is not answered

    Result<std::string> post(task::Event event);

    // Events newer than the cursor, for a reader that says with it what it has taken in.
    std::vector<task::Event> events_after(std::int64_t cursor);
    bool has_events_after(std::int64_t cursor) const { return log_.has_after(cursor); }
    void note_cursor(std::int64_t cursor);
    // A reader is told of the task as it is now.
    void note_live_url_seen();
    WakeList& readers() { return log_.readers(); }

    bool has_downloads() const;
    const std::string& webhook_url() const { return webhook_url_; }  // empty: nobody is told of the end

    // Resumes when the trace's file holds everything that has happened so far.
    Async<void> trace_written() { return trace_.written(); }
    // What its browser has asked for; null: nothing is known.
    std::shared_ptr<const egress::NetworkLog> network() const { return way_out_.log(); }
    bool has_browser() const { return browser_ != nullptr; }
    // The same as JSON, without secrets.
    JsonArray network_json() const;
    // What its pages wrote to their consoles, without secrets: Console::to_json().
    JsonObject console_json() const { return masked(console_.to_json()).get_object(); }

    // Begins the end; the first to say so decides how.
    void end(Ending ending);
    // The server goes: the end waits for no reader any more.
    void hurry();
    // Resumes when profile, recording and downloads are saved.
    Async<void> put_away();

private:
    struct Request {
        std::string name;    // of the event, given back as it came
        std::string action;  // payload.name
        JsonObject input;    // without secrets
        Moment since = moment();
    };

    Async<void> open_and_watch();
    Async<Done> open_browser();
    Async<bool> take_turn();
    Async<void> put_browser_away();
    Async<Done> save();
    Async<void> close_live();
    Async<Done> close_browser();
    LiveSession live_session();
    Async<void> keep_cookies();
    Async<void> keep_logs();
    void log_unsaved(const Done& saved) const;
    Async<Done> wait_for_downloads();
    Async<void> let_results_be_read();
    Async<void> finish();
    Moment next_limit() const;
    void hold_to_limits();

    void close_by_client(const std::string& id, bool by_force);
    Async<void> carry_out(task::Event request);
    Async<Result<Performed>> perform(task::Event request);
    Async<Result<Performed>> run_task(JsonObject input);
    Async<void> keep_secret(const task::Secrets& secrets);
    Async<void> carry_out_task();
    Async<void> go_to_start();
    Async<Result<agent::Answer>> work(agent::Assignment assignment);
    Async<Result<agent::Answer>> unless_given_up(Async<Result<agent::Answer>> work);
    Async<Result<agent::Answer>> behind_challenges(Async<Result<agent::Answer>> work);
    Async<Result<Json>> call_tool(std::string name, JsonObject input);
    void tell_step(agent::Step step);
    std::int64_t trace(JsonObject entry);
    void picture(std::int64_t entry);
    Async<void> keep_pictures();
    Async<void> wait_for_pause();
    Doorkeeper::Ways doorkeeper_ways();
    Async<Done> wait_for_person(Millis limit);
    void trace_action(const Request& request, const Result<Performed>& result);
    Async<void> trace_result(Result<agent::Answer> answer, Moment since);
    void answer(const std::string& id, const Result<Performed>& result);
    void answer_rest();
    Json masked(Json json) const;
    std::string masked(std::string text) const;
    std::int64_t tell(std::string name, JsonObject payload, std::string id = {});
    actions::Stage& stage() { return *stage_; }

    House& house_;
    task::Task task_;
    task::Spec spec_;
    JsonObject stored_spec_;
    std::string webhook_url_;
    EventLog log_;
    Trace trace_;
    WakeList changed_;  // woken when live() has something to look at
    WakeList put_away_waiters_;
    Lanes lanes_;
    ToolDesk tools_;
    std::vector<agent::Secrets> secrets_;  // of all work so far: none of them may reach an event
    task::Secrets given_secrets_;          // the same: none is to be seen
    std::filesystem::path folder_;         // copies for the browser; empty before there are any
    std::optional<ProfileLease> profile_;
    WayOut way_out_;
    std::unique_ptr<browser::Context> browser_;
    std::optional<actions::Stage> stage_;
    std::optional<Doorkeeper> doorkeeper_;  // none: the task wants none, or nobody can look
    Console console_;
    std::size_t pictures_taken_ = 0;
    std::int64_t next_picture_ = 0;  // the entry of the trace that waits for one; 0: none does
    Moment last_step_at_;
    bool is_taking_pictures_ = false;
    bool had_person_ = false;  // at the controls, and the agent has not been told
    std::optional<Ending> ending_;
    std::map<std::string, Request> unanswered_;  // by event id
    std::set<std::string, std::less<>> seen_;    // ids of all requests: a repeated one is executed once
    std::string recording_url_;                  // "": nothing was recorded
    bool has_slot_ = false;
    bool is_open_ = false;  // the browser is there and the lanes run
    bool is_live_url_seen_ = false;
    bool is_live_ = false;  // open_live was called, close_live was not
    bool is_put_away_ = false;
    bool was_deleted_ = false;
    bool is_hurried_ = false;
    Moment started_ = moment();
    Moment touched_ = moment();  // by the client
    Moment last_result_at_ = moment();
    std::int64_t last_result_ = 0;  // stamp of the last result event
    std::int64_t taken_in_ = 0;     // the newest cursor of a reader
    std::int64_t handed_out_ = 0;   // the newest stamp in an answer to a reader
    Nursery work_;
    Nursery pictures_;
};

}  // namespace lissom::runner
