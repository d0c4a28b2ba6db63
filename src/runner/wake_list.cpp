#include "runner/wake_list.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lissom::runner {

namespace asio = boost::asio;

WakeList::WakeList(asio::any_io_executor executor)
    : executor_(std::move(executor))
{
}

Async<void> WakeList::wait_until(Moment deadline)
{
    struct Entry {
        std::list<asio::steady_timer>& timers;
        std::list<asio::steady_timer>::iterator timer;
        ~Entry() { timers.erase(timer); }
    };
    const Entry entry{timers_, timers_.emplace(timers_.end(), executor_, deadline)};

    boost::system::error_code ec;
    co_await entry.timer->async_wait(asio::redirect_error(asio::use_awaitable, ec));

    // A wake-up and the end of this coroutine both cancel the timer.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);
}

void WakeList::wake_all()
{
    for (auto& timer : timers_) timer.cancel();
}

}  // namespace lissom::runner
