#include "live/live.hpp"

#include <utility>

namespace lissom::live {

Live::Live(boost::asio::any_io_executor executor, Settings settings)
    : executor_(std::move(executor)),
      settings_(settings),
      encoders_(settings.encoder_threads)
{
}

void Live::open(Subject subject)
{
    auto id = subject.task.id;
    shows_[std::move(id)] =
        std::make_shared<Show>(executor_, encoders_, std::move(subject), settings_.patience);
}

std::shared_ptr<Show> Live::find(const std::string& task_id) const
{
    const auto entry = shows_.find(task_id);
    return entry == shows_.end() ? nullptr : entry->second;
}

void Live::tell_event(const std::string& task_id, const task::Event& event)
{
    if (const auto show = find(task_id)) show->tell_event(event);
}

Async<void> Live::wait_for_person(std::string task_id)
{
    if (const auto show = find(task_id)) co_await show->wait_for_person();
}

Async<void> Live::hide_secrets(std::string task_id)
{
    if (const auto show = find(task_id)) co_await show->hide_secrets();
}

Async<Result<std::string>> Live::still(std::string task_id)
{
    // Held while it is made: the show may be closed meanwhile.
    const auto show = find(task_id);
    if (!show) co_return Error{ErrorCode::not_found, "the task is not shown"};
    co_return co_await show->still();
}

Async<bool> Live::close(std::string task_id, task::Status status, std::string recording_url)
{
    const auto show = find(task_id);
    if (!show) co_return false;
    const bool is_recorded = co_await show->close();
    show->end(status, is_recorded ? recording_url : "");
    shows_.erase(task_id);
    co_return is_recorded;
}

Async<void> Live::visit(std::string task_id, std::shared_ptr<net::WebSocket> socket, Right right)
{
    if (auto show = find(task_id)) co_await Show::visit(std::move(show), std::move(socket), right);
}

}  // namespace lissom::live
