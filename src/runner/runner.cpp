#include "runner/runner.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/nursery.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/archive.hpp"
#include "runner/folders.hpp"
#include "runner/house.hpp"
#include "runner/joined.hpp"
#include "runner/keys.hpp"
#include "runner/limits.hpp"
#include "runner/links.hpp"
#include "runner/outfit.hpp"
#include "runner/session.hpp"
#include "runner/task_files.hpp"
#include "runner/teller.hpp"
#include "runner/trace.hpp"

namespace lissom::runner {
namespace {

constexpr std::string_view restarted = "the server was restarted while this task was running";

// Downloads are offered so long, as the Smooth API does.
constexpr std::int64_t downloads_kept_ms = 24 * 3'600'000;
constexpr Millis removal_interval(3'600'000);

Error unknown_task(const std::string& id)
{
    return Error{ErrorCode::not_found, "there is no task \"" + id + "\""};
}

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
    const Profiles::Places places{settings.folder, settings.work / "profiles"};
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

struct Runner::State {
    explicit State(House its_house)
        : house(std::move(its_house)),
          ended(house.executor),
          lives(house.executor),
          teller(house),
          chores(house.executor)
    {
    }

    House house;
    // Those that live and, for a while, those that have ended. Shared: see Session.
    std::unordered_map<std::string, std::shared_ptr<Session>> sessions;
    std::size_t holding = 0;
    bool is_stopping = false;
    WakeList ended;
    Nursery lives;
    Teller teller;
    Nursery chores;  // forgetting, sweeping: may be cut short

    std::shared_ptr<Session> find(const std::string& key_id, const std::string& id) const;
    std::size_t living() const;
    Done check_admission(const std::string& key_id, const task::Spec& spec) const;

    Async<void> live(std::shared_ptr<Session> session);
    Async<void> forget_later(std::string id);
    Async<void> keep_removing_downloads();
    Async<Result<Reading>> read_kept(std::string key_id, std::string id, ReadOptions options);
    Async<void> hold(std::shared_ptr<Session> session, std::int64_t cursor, Moment deadline);
    Async<void> fill_downloads(task::Task& task, bool has_any_now);
};

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
    task.created_at_ms = house.clock();
    task.spec = task::to_stored_json(spec);
    CO_TRY_DONE(state_->check_admission(task.key_id, spec));
    CO_TRY_DONE(co_await state_->teller.expect(spec.webhook_url, task));
    CO_TRY_DONE(co_await house.store.insert_task(task));

    auto session = std::make_shared<Session>(house, task, std::move(spec));
    state_->sessions[task.id] = session;
    state_->lives.spawn("session", state_->live(session));
    co_return task;
}

Async<Result<task::Task>> Runner::find(std::string key_id, std::string id)
{
    if (const auto session = state_->find(key_id, id)) {
        auto task = session->task();
        task.spec = session->stored_spec();
        co_return task;
    }
    auto task = co_await state_->house.store.find_task(std::move(key_id), id);
    if (!task && task.error().code == ErrorCode::not_found) co_return unknown_task(id);
    co_return task;
}

Async<Result<Reading>> Runner::read(std::string key_id, std::string id, ReadOptions options)
{
    const auto session = state_->find(key_id, id);
    if (!session) co_return co_await state_->read_kept(std::move(key_id), std::move(id), options);

    if (options.event_t) {
        session->note_cursor(*options.event_t);
        const auto most = state_->house.settings.hold_limit;
        const auto wait = std::clamp(options.wait.value_or(most), Millis(0), most);
        if (*options.event_t > 0 && wait > Millis(0))
            co_await state_->hold(session, *options.event_t, moment() + wait);
    }
    Reading reading{session->task(), std::nullopt};
    session->note_live_url_seen();
    if (options.event_t) reading.events = session->events_after(*options.event_t);
    if (options.downloads) co_await state_->fill_downloads(reading.task, session->has_downloads());
    co_return reading;
}

Async<void> Runner::State::hold(std::shared_ptr<Session> session, std::int64_t cursor, Moment deadline)
{
    struct Count {
        std::size_t& holding;
        explicit Count(std::size_t& count)
            : holding(count)
        {
            ++holding;
        }
        ~Count() { --holding; }
    } count(holding);
    const auto status = session->task().status;
    const auto live_url = session->task().live_url;
    const auto has_news = [&] {
        const auto& task = session->task();
        return session->has_events_after(cursor) || session->is_final() || task.status != status ||
               task.live_url != live_url;
    };
    while (!has_news() && moment() < deadline) co_await session->readers().wait_until(deadline);
}

Async<Result<Reading>> Runner::State::read_kept(std::string key_id, std::string id, ReadOptions options)
{
    auto task = co_await house.store.find_task(std::move(key_id), id);
    if (!task) co_return task.error().code == ErrorCode::not_found ? unknown_task(id) : task.error();
    Reading reading{*std::move(task), std::nullopt};
    reading.task.spec = {};
    if (options.event_t) {
        CO_TRY(auto events, co_await house.store.events_after(id, *options.event_t));
        // Nobody waits for these answers any more: a client that attaches now must not execute the tools
        // again.
        std::erase_if(events, [](const task::Event& event) { return event.name == "tool_call"; });
        reading.events = std::move(events);
    }
    if (options.downloads) co_await fill_downloads(reading.task, false);
    co_return reading;
}

Async<void> Runner::State::fill_downloads(task::Task& task, bool has_any_now)
{
    const bool is_final = task::is_final(task.status);
    const auto expires_at_ms = (is_final ? task.ended_at_ms : house.clock()) + downloads_kept_ms;
    bool has_any = has_any_now;
    if (is_final && expires_at_ms > house.clock()) {
        auto folder = downloads_folder(house.settings.folder, task.id);
        has_any = co_await on(house.disk, [folder] { return has_files(folder); });
    }
    if (has_any) {
        const auto token = sign_link(
            house.settings.link_secret, {Purpose::downloads, task.key_id, task.id}, expires_at_ms / 1'000
        );
        task.downloads_url = house.settings.public_base + "/d/" + token + ".zip";
    } else if (is_final) {
        task.downloads_url = "";
    }
}

Async<Result<std::vector<task::Task>>> Runner::list(std::string key_id, std::int64_t before_ms, int limit)
{
    CO_TRY(auto tasks, co_await state_->house.store.list_tasks(key_id, before_ms, limit));
    for (auto& task : tasks)
        if (const auto session = state_->find(key_id, task.id)) {
            auto spec = std::move(task.spec);
            task = session->task();
            task.spec = std::move(spec);
        }
    co_return tasks;
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

Async<Result<JsonArray>> Runner::trace(std::string key_id, std::string id, std::int64_t from)
{
    if (const auto session = state_->find(key_id, id))
        co_await session->trace_written();
    else
        CO_TRY_DONE(co_await find(std::move(key_id), id));
    const auto file = trace_path(state_->house.settings.folder, id);
    const auto pictures = pictures_folder(state_->house.settings.folder, id);
    co_return co_await on(state_->house.disk, [file, pictures, from] {
        return read_trace(file, pictures, from);
    });
}

Async<Result<std::filesystem::path>> Runner::picture(std::string key_id, std::string id, std::int64_t entry)
{
    CO_TRY_DONE(co_await find(std::move(key_id), id));
    const auto file = picture_file(pictures_folder(state_->house.settings.folder, id), entry);
    const bool is_there = co_await on(state_->house.disk, [file] {
        std::error_code unknown;
        return std::filesystem::exists(file, unknown);
    });
    if (!is_there) co_return Error{ErrorCode::not_found, "there is no picture of this step"};
    co_return file;
}

Async<Result<std::string>> Runner::post_event(std::string key_id, std::string id, task::Event event)
{
    if (const auto session = state_->find(key_id, id)) co_return session->post(std::move(event));
    CO_TRY(const auto task, co_await find(std::move(key_id), std::move(id)));
    co_return Error{
        ErrorCode::invalid_argument, "the task has ended (" + std::string(task::name_of(task.status)) + ")"
    };
}

Async<Result<JsonObject>> Runner::network(std::string key_id, std::string id)
{
    if (const auto session = state_->find(key_id, id)) {
        const auto log = session->network();
        if (!log) co_return JsonObject();
        co_return JsonObject{{"entries", session->network_json()}, {"totals", egress::totals_to_json(*log)}};
    }
    CO_TRY_DONE(co_await find(std::move(key_id), id));
    co_return co_await on(state_->house.disk, [data = state_->house.settings.folder, id] {
        return read_log(data, id, Log::network);
    });
}

Async<Result<JsonObject>> Runner::console(std::string key_id, std::string id)
{
    const auto session = state_->find(key_id, id);
    if (session && session->has_browser()) co_return session->console_json();
    CO_TRY_DONE(co_await find(std::move(key_id), id));
    co_return co_await on(state_->house.disk, [data = state_->house.settings.folder, id] {
        return read_log(data, id, Log::console);
    });
}

Async<Done> Runner::delete_data(std::string key_id, std::string id)
{
    CO_TRY(const auto task, co_await find(key_id, id));
    if (!task::is_final(task.status))
        co_return Error{
            ErrorCode::conflict, "the task is still running; its data can be deleted when it has ended"
        };
    CO_TRY_DONE(co_await state_->house.store.delete_task_data(std::move(key_id), id));
    state_->sessions.erase(id);
    const auto folder = task_folder(state_->house.settings.folder, id);
    const auto trace = trace_path(state_->house.settings.folder, id);
    const auto recording = recording_file(state_->house.settings.folder, id);
    const auto pictures = pictures_folder(state_->house.settings.folder, id);
    const auto replays = replays_folder(state_->house.settings.folder, task.key_id);
    co_return co_await on(state_->house.disk, [folder, trace, recording, pictures, replays, id]() -> Done {
        agent::forget_replays(replays, id);
        std::error_code ec;
        std::filesystem::remove(recording, ec);
        if (!ec) std::filesystem::remove_all(folder, ec);
        if (!ec) std::filesystem::remove(trace, ec);
        if (!ec) std::filesystem::remove_all(pictures, ec);
        if (ec)
            return Error{ErrorCode::unavailable, "the task's files could not be deleted: " + ec.message()};
        return {};
    });
}

Async<Result<std::filesystem::path>> Runner::downloads_archive(std::string token)
{
    auto& house = state_->house;
    const Error gone{ErrorCode::not_found, "there are no such downloads, or they have expired"};
    const auto target = read_link(house.settings.link_secret, token, house.clock() / 1'000);
    if (!target || target->purpose != Purpose::downloads) co_return gone;
    CO_TRY(const auto task, co_await find(target->key_id, target->task_id));
    const auto folder = downloads_folder(house.settings.folder, task.id);
    const bool is_final = task::is_final(task.status);
    // While the task runs more may come, so the archive is made anew each time.
    const auto zip =
        task_folder(house.settings.folder, task.id) / (is_final ? "downloads.zip" : "downloads-so-far.zip");
    CO_TRY(const auto is_there, co_await on(house.disk, [folder, zip, is_final]() -> Result<bool> {
               if (is_final && std::filesystem::exists(zip)) return true;
               if (!has_files(folder)) return false;
               if (auto zipped = zip_folder(folder, zip); !zipped) return zipped.error();
               return true;
           }));
    if (!is_there) co_return gone;
    co_return zip;
}

std::optional<LinkTarget> Runner::open_link(std::string_view token) const
{
    return read_link(state_->house.settings.link_secret, token, state_->house.clock() / 1'000);
}

const Settings& Runner::settings() const { return state_->house.settings; }

// -- the whole
// -----------------------------------------------------------------------------------------------------

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
