// Of Runner: what clients read of their tasks, and what they have forgotten.

#include <algorithm>
#include <system_error>

#include "agent/replay/replay.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/archive.hpp"
#include "runner/folders.hpp"
#include "runner/links.hpp"
#include "runner/runner_state.hpp"
#include "runner/task_files.hpp"
#include "runner/trace.hpp"

namespace lissom::runner {

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
    } const count(holding);
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
    const auto recording = kept_recording(state_->house.settings.folder, id);
    const auto film = recording_file(state_->house.settings.folder, id);  // where it could not be sealed
    const auto pictures = pictures_folder(state_->house.settings.folder, id);
    const auto replays = replays_folder(state_->house.settings.folder, task.key_id);
    co_return co_await on(
        state_->house.disk,
        [folder, trace, recording, film, pictures, replays, id]() -> Done {
            agent::forget_replays(replays, id);
            std::error_code ec;
            std::filesystem::remove(recording, ec);
            if (!ec) std::filesystem::remove(film, ec);
            if (!ec) std::filesystem::remove_all(folder, ec);
            if (!ec) std::filesystem::remove(trace, ec);
            if (!ec) std::filesystem::remove_all(pictures, ec);
            if (ec)
                return Error{
                    ErrorCode::unavailable, "the task's files could not be deleted: " + ec.message()
                };
            return {};
        }
    );
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

}  // namespace lissom::runner
