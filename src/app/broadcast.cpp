#include "app/broadcast.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/on.hpp"
#include "live/recording/film.hpp"
#include "runner/folders.hpp"
#include "vault/file.hpp"

namespace lissom::app {

namespace {

// Seals the film that was made of a task. True: it is there, sealed now or before. Blocking.
bool keep_recording(const runner::Settings& settings, const task::Task& task)
{
    const auto film = runner::recording_file(settings.folder, task.id);
    const auto kept = runner::kept_recording(settings.folder, task.id);
    std::error_code ec;
    if (!std::filesystem::exists(film, ec)) return std::filesystem::exists(kept, ec);
    const auto done = vault::seal_file(*settings.vault, task.key_id, film, kept);
    if (!done)
        log::error("a recording could not be kept", {{"task", task.id}, {"why", done.error().message}});
    return done.has_value();
}

}  // namespace

Broadcast::Broadcast(
    boost::asio::any_io_executor executor,
    boost::asio::thread_pool& disk,
    live::Settings live_settings,
    runner::Settings settings,
    runner::Purpose issued,
    bool keeps_pictures
)
    : disk_(disk),
      live_(std::move(executor), live_settings),
      settings_(std::move(settings)),
      issued_(issued),
      keeps_pictures_(keeps_pictures)
{
}

void Broadcast::join(runner::Crew& crew)
{
    crew.open_live = [this](runner::LiveSession session) { return open(std::move(session)); };
    crew.close_live = [this](task::Task task) { return close(std::move(task)); };
    crew.show_event = [this](const task::Task& task, const task::Event& event) {
        live_.tell_event(task.id, event);
    };
    crew.wait_for_person = [this](std::string task_id) { return live_.wait_for_person(std::move(task_id)); };
    crew.hide_secrets = [this](std::string task_id) { return live_.hide_secrets(std::move(task_id)); };
    if (keeps_pictures_) crew.still = [this](std::string task_id) { return live_.still(std::move(task_id)); };
    crew.rescued_recording = [this](const task::Task& task) {
        return keep_recording(settings_, task) ? runner::recording_url(settings_, task) : "";
    };
}

Async<void> Broadcast::rescue_recordings()
{
    const auto folder = runner::recording_file(settings_.folder, "any").parent_path();
    const auto count = co_await on(disk_, [folder] { return live::rescue_films(folder); });
    if (count > 0) log::info("recordings of the server before were finished", {{"count", count}});
}

Async<void> Broadcast::remove_recordings(std::chrono::days age)
{
    const auto folder = runner::recording_file(settings_.folder, "any").parent_path();
    const auto count = co_await on(disk_, [folder, age] { return live::remove_films(folder, age); });
    if (count > 0) log::info("old recordings were removed", {{"count", count}});
}

Async<std::string> Broadcast::open(runner::LiveSession session)
{
    const auto id = session.task.id;
    auto url = runner::live_url(settings_, session.task, issued_);
    auto film = session.task.wants_recording ? runner::recording_file(settings_.folder, session.task.id)
                                             : std::filesystem::path();
    live_.open(
        {std::move(session.task),
         session.browser,
         session.show_cursor,
         std::move(session.tell),
         std::move(session.touch),
         std::move(film),
         runner::task_folder(settings_.folder, id) / "given",
         std::move(session.secrets_at),
         std::move(session.hide)}
    );
    co_return url;
}

Async<std::string> Broadcast::close(task::Task task)
{
    const auto url = runner::recording_url(settings_, task);
    const auto id = task.id;
    if (!co_await live_.close(id, task.status, url)) co_return "";
    const bool is_kept = co_await on(disk_, [settings = settings_, task = std::move(task)] {
        return keep_recording(settings, task);
    });
    co_return is_kept ? url : "";
}

}  // namespace lissom::app
