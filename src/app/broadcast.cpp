#include "app/broadcast.hpp"

#include <utility>

namespace lissom::app {

Broadcast::Broadcast(
    boost::asio::any_io_executor executor,
    live::Settings live_settings,
    runner::Settings settings,
    runner::Purpose issued
)
    : live_(std::move(executor), live_settings),
      settings_(std::move(settings)),
      issued_(issued)
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
}

Async<std::string> Broadcast::open(runner::LiveSession session)
{
    auto url = runner::live_url(settings_, session.task, issued_);
    live_.open(
        {std::move(session.task),
         session.browser,
         session.show_cursor,
         std::move(session.tell),
         std::move(session.touch)}
    );
    co_return url;
}

Async<std::string> Broadcast::close(task::Task task)
{
    co_await live_.close(task.id, task.status, "");
    co_return "";
}

}  // namespace lissom::app
