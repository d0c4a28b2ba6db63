#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "browser/pool.hpp"
#include "egress/network_log.hpp"
#include "runner/crew.hpp"
#include "runner/latency.hpp"
#include "runner/links.hpp"
#include "runner/settings.hpp"
#include "store/store.hpp"
#include "task/task.hpp"

namespace lissom::runner {

class Keys;

struct ReadOptions {
    std::optional<std::int64_t> event_t;  // cursor, ms; events newer than it are wanted. None: no events
    std::optional<Millis> wait;           // holds at most so long; never longer than Settings::hold_limit
    bool downloads = false;               // fill in downloads_url
};

// What a client reads of a task. Reading never consumes.
struct Reading {
    task::Task task;                                 // without `spec`
    std::optional<std::vector<task::Event>> events;  // none: not asked for
};

// For /metrics and /readyz.
struct Counts {
    std::map<task::Status, std::uint64_t> ended;  // since the start, by final status
    std::size_t waiting = 0;
    std::size_t running = 0;
    std::size_t holding = 0;  // reads held open now
    std::uint64_t steps = 0;
    std::uint64_t events = 0;
    std::uint64_t actions = 0;
    std::map<int, std::uint64_t> action_errors;  // by their code, 400 or 500
    Latency step_latency;                        // of an agent's step, with the thinking before it
    Latency action_latency;                      // of a client's action, from its turn to its answer
    Latency event_latency;                       // until an event that happened is written and can be read
    egress::Totals network;                      // what browsers sent, received and were refused
};

// Who works when: queue, limits and the life of every task from its admission to its end. Owned by app/; the
// owner awaits start() first and stop() last. Everything a client asks for is bound to its key: what belongs
// to another is not_found.
class Runner {
public:
    Runner(
        boost::asio::any_io_executor executor,
        boost::asio::thread_pool& disk,
        browser::Pool& browsers,
        store::Store& store,
        Crew crew,
        Settings settings,
        Clock clock = system_clock(),
        Keys* keys = nullptr  // whose limits hold; null: nobody has any
    );
    ~Runner();

    // Ends what a dead server left unfinished as failed; its events stay readable.
    Async<Done> start();

    // Admits a task: it is durable and `waiting` when this returns. Errors: invalid_argument, not_found
    // (profile, file, extension), forbidden (a feature its key may not use), too_many_requests (the queue is
    // full, no credits are left), unavailable (stopping, or the store cannot write).
    Async<Result<task::Task>> submit(std::string key_id, task::Spec spec);

    // Live from memory, else from the store; with its spec.
    Async<Result<task::Task>> find(std::string key_id, std::string id);

    // The long poll: holds only if event_t is there, above 0, nothing is newer and the task has not ended;
    // wakes on any event, status, live_url or recording change.
    Async<Result<Reading>> read(std::string key_id, std::string id, ReadOptions options);

    // Newest first, created before `before_ms` (0: no bound).
    Async<Result<std::vector<task::Task>>> list(std::string key_id, std::int64_t before_ms, int limit);

    // DELETE: ends a running task, after saving its profile, as `cancelled`. Also fine for one that has
    // ended.
    Async<Done> cancel(std::string key_id, std::string id);

    // What the task saw, was asked, did and spent so far, from this entry on (the first is 1).
    Async<Result<JsonArray>> trace(std::string key_id, std::string id, std::int64_t from);

    // The file of the picture that belongs to an entry of the trace. not_found: there is none.
    Async<Result<std::filesystem::path>> picture(std::string key_id, std::string id, std::int64_t entry);

    // An action or a tool's answer (task::event_from_json). Answers the event's id; one that was seen before
    // is executed once. Errors: not_found, invalid_argument (the task has ended, unknown tool call),
    // too_many_requests.
    Async<Result<std::string>> post_event(std::string key_id, std::string id, task::Event event);

    // What the task's browser asked for: {"entries": […], "totals": {…}}, {} where nothing was kept. Errors:
    // not_found.
    Async<Result<JsonObject>> network(std::string key_id, std::string id);

    // What its pages wrote to their consoles: Console::to_json(), {} where nothing was kept. Errors:
    // not_found.
    Async<Result<JsonObject>> console(std::string key_id, std::string id);

    // Forgets output, spec, events, downloads and artifacts of a finished task; conflict while it runs.
    Async<Done> delete_data(std::string key_id, std::string id);

    // The archive behind a downloads_url, made on demand. `token` is the last part of its path, without
    // ".zip". not_found: wrong, expired, or no files.
    Async<Result<std::filesystem::path>> downloads_archive(std::string token);

    // What a link that is opened without a key opens. None: not ours, changed, or expired.
    std::optional<LinkTarget> open_link(std::string_view token) const;
    const Settings& settings() const;

    Counts counts() const;
    bool is_stopping() const;

    // SIGTERM: admits nothing more, gives running tasks until the deadline, then ends them with their
    // profiles saved.
    Async<void> stop(Millis deadline);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lissom::runner
