#include "browser/watch.hpp"

#include <algorithm>

#include <boost/asio/redirect_error.hpp>

namespace lissom::browser {

namespace asio = boost::asio;

Watch::Watch(asio::any_io_executor executor)
    : executor_(std::move(executor))
{
}

Async<bool> Watch::until(Moment deadline, std::function<bool()> holds)
{
    asio::steady_timer timer(executor_, deadline);
    struct Entry {
        std::vector<asio::steady_timer*>& waiting;
        asio::steady_timer* timer;
        ~Entry() { std::erase(waiting, timer); }
    } entry{waiting_, &timer};
    waiting_.push_back(&timer);

    while (!holds()) {
        if (moment() >= deadline) co_return false;
        boost::system::error_code ec;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));

        // A cancelled timer is a notification, or the end of this coroutine.
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            throw boost::system::system_error(asio::error::operation_aborted);
    }
    co_return true;
}

void Watch::notify()
{
    for (auto* timer : waiting_) timer->cancel();
}

}  // namespace lissom::browser
