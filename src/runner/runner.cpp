#include "runner/runner.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/keys.hpp"
#include "runner/limits.hpp"
#include "runner/outfit.hpp"
#include "runner/runner_state.hpp"
#include "runner/task_files.hpp"

namespace lissom::runner {
namespace {

constexpr std::string_view restarted = "the server was restarted while this task was running";

constexpr Millis removal_interval(3'600'000);

std::size_t limit_of(const Settings& settings)
{
    return settings.max_concurrent ? settings.max_concurrent : sessions_for_this_machine();
}

House make_house(
    const boost::asio::any_io_executor& executor,
    boost::asio::thread_pool& disk,
    browser::Pool& browsers,
    store::Store& store,
    Crew crew,
    Settings settings,
    Clock clock,
    Keys* keys
)
{
    if (settings.work.empty()) settings.work = settings.folder / "work";
    Slots slots(limit_of(settings));
    const Profiles::Places places{settings.folder, settings.work / "profiles", settings.vault};
    auto profiles = std::make_unique<Profiles>(executor, disk, store, places, clock);
    return {
        executor,
        disk,
        browsers,
        store,
        keys,
        std::move(crew),
        std::move(settings),
        std::move(clock),
        std::move(slots),
        std::move(profiles),
        {}
    };
}

}  // namespace

std::shared_ptr<Session> Runner::State::find(const std::string& key_id, const std::string& id) const
{
    const auto entry = sessions.find(id);
    return entry != sessions.end() && entry->second->task().key_id == key_id ? entry->second : nullptr;
}

std::size_t Runner::State::living() const
{
    return static_cast<std::size_t>(std::ranges::count_if(sessions, [](const auto& entry) {
        return !entry.second->is_final();
    }));
}

// No two alike: lists of tasks are sorted by it, and paged.
std::int64_t Runner::State::next_creation_ms()
{
    last_creation_ms = std::max(house.clock(), last_creation_ms + 1);
    return last_creation_ms;
}

Done Runner::State::check_admission(const std::string& key_id, const task::Spec& spec) const
{
    if (is_stopping) return Error{ErrorCode::unavailable, "the server is stopping"};
    if (house.slots.waiting() >= house.settings.max_queued)
        return Error{ErrorCode::too_many_requests, "too many tasks are waiting already; try again later"};
    if (!house.keys) return {};
    if (auto allowed = check_features(house.keys->limits_of(key_id), spec); !allowed) return allowed;
    return house.keys->check_credits(key_id);
}

Async<void> Runner::State::live(std::shared_ptr<Session> session)
{
    co_await session->live();
    ended.wake_all();
    teller.tell(session->task(), session->webhook_url());
    chores.spawn("forget", forget_later(session->task().id));
}

Async<void> Runner::State::forget_later(std::string id)
{
    co_await pause(house.settings.kept_after_end);
    sessions.erase(id);
}

// The links to them have expired by then.
Async<void> Runner::State::keep_removing_downloads()
{
    for (;;) {
        co_await pause(removal_interval);
        std::set<std::string> alive;
        for (const auto& [id, session] : sessions)
            if (!session->is_final()) alive.insert(id);
        const auto count = co_await on(house.disk, [data = house.settings.folder, alive] {
            return remove_old_downloads(data, std::chrono::milliseconds(downloads_kept_ms), alive);
        });
        if (count > 0) log::info("old downloads were removed", {{"tasks", count}});
    }
}

Runner::Runner(
    boost::asio::any_io_executor executor,
    boost::asio::thread_pool& disk,
    browser::Pool& browsers,
    store::Store& store,
    Crew crew,
    Settings settings,
    Clock clock,
    Keys* keys
)
    : state_(std::make_unique<State>(make_house(
          executor,
          disk,
          browsers,
          store,
          std::move(crew),
          std::move(settings),
          std::move(clock),
          keys
      )))
{
}

Runner::~Runner() = default;

Async<Done> Runner::start()
{
    CO_TRY_DONE(co_await state_->house.profiles->start());
    co_await on(state_->house.disk, [sessions = state_->house.settings.work / "sessions"] {
        std::error_code ignored;  // what a dead server left and cannot be removed does no harm
        std::filesystem::remove_all(sessions, ignored);
    });
    CO_TRY(auto tasks, co_await state_->house.store.unfinished_tasks());
    for (auto& task : tasks) {
        task.status = task::Status::failed;
        task.output = restarted;
        task.live_url.reset();
        const auto& rescued = state_->house.crew.rescued_recording;
        task.recording_url = rescued ? rescued(task) : std::string();
        task.ended_at_ms = state_->house.clock();
        CO_TRY_DONE(co_await state_->house.store.update_task(task));
        log::info("task of the server before was ended", {{"task", task.id}});
    }
    CO_TRY_DONE(co_await state_->teller.start());
    state_->chores.spawn("removal of old downloads", state_->keep_removing_downloads());
    co_return Done();
}

// -- what clients ask
// ----------------------------------------------------------------------------------------------

Async<Result<task::Task>> Runner::submit(std::string key_id, task::Spec spec)
{
    auto& house = state_->house;
    CO_TRY_DONE(state_->check_admission(key_id, spec));
    CO_TRY_DONE(co_await check_outfit(house, key_id, spec));

    task::Task task;
    task.id = random_id();
    task.key_id = std::move(key_id);
    task.device = spec.device;
    task.is_session = !spec.instruction;
    task.wants_recording = spec.enable_recording;
    task.created_at_ms = state_->next_creation_ms();
    task.spec = task::to_stored_json(spec);
    CO_TRY_DONE(state_->check_admission(task.key_id, spec));
    CO_TRY_DONE(co_await state_->teller.expect(spec.webhook_url, task));
    CO_TRY_DONE(co_await house.store.insert_task(task));

    auto session = std::make_shared<Session>(house, task, std::move(spec));
    state_->sessions[task.id] = session;
    state_->lives.spawn("session", state_->live(session));
    co_return task;
}

Async<Done> Runner::cancel(std::string key_id, std::string id)
{
    if (const auto session = state_->find(key_id, id)) {
        session->end(Ending::cancelled("it was deleted by its client"));
        co_await session->put_away();
        co_return Done();
    }
    CO_TRY_DONE(co_await find(std::move(key_id), std::move(id)));
    co_return Done();
}

Async<Result<std::string>> Runner::post_event(std::string key_id, std::string id, task::Event event)
{
    if (const auto session = state_->find(key_id, id)) co_return session->post(std::move(event));
    CO_TRY(const auto task, co_await find(std::move(key_id), std::move(id)));
    co_return Error{
        ErrorCode::invalid_argument, "the task has ended (" + std::string(task::name_of(task.status)) + ")"
    };
}

// -- the whole
// -----------------------------------------------------------------------------------------------------

const Settings& Runner::settings() const { return state_->house.settings; }

Counts Runner::counts() const
{
    auto counts = state_->house.counts;
    counts.holding = state_->holding;
    for (const auto& [id, session] : state_->sessions) {
        if (session->task().status == task::Status::waiting) ++counts.waiting;
        if (session->task().status == task::Status::running) ++counts.running;
        if (session->has_browser() && session->network()) add(counts.network, session->network()->totals());
    }
    return counts;
}

bool Runner::is_stopping() const { return state_->is_stopping; }

Async<void> Runner::stop(Millis deadline)
{
    const auto until = moment() + deadline;
    state_->is_stopping = true;
    const auto end_all = [this](const auto& whom, const Ending& ending) {
        for (const auto& [id, session] : state_->sessions)
            if (whom(*session)) session->end(ending);
    };
    // Only work under way is worth waiting for.
    end_all(
        [](const Session& session) { return session.is_idle(); },
        Ending::done(nullptr, "the server was stopped")
    );
    end_all(
        [](const Session& session) { return session.task().status == task::Status::waiting; },
        Ending::failed("the server was stopped before this task could begin", "the server was stopped")
    );
    while (state_->living() > 0 && moment() < until) co_await state_->ended.wait_until(until);
    end_all(
        [](const Session&) { return true; },
        Ending::failed("the server was stopped while this task was running", "the server was stopped")
    );
    for (const auto& [id, session] : state_->sessions) session->hurry();
    co_await state_->lives.join();
    co_await state_->teller.stop();
    co_await state_->chores.stop();
    co_await state_->house.profiles->stop();
}

}  // namespace lissom::runner
