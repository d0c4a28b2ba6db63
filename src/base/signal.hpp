#pragma once

#include <boost/asio/steady_timer.hpp>

#include "base/async.hpp"

namespace lissom {

// Wakes coroutines that wait for a change: look at the state, and while it is not what you want, co_await
// wait(). A notification without a waiter is not kept, so there must be no other wait between the look and
// the wait().
class Signal {
public:
    explicit Signal(const boost::asio::any_io_executor& executor);

    Async<void> wait();
    void notify_all();  // every waiter resumes soon, from the event loop

private:
    boost::asio::steady_timer timer_;  // never expires; cancelling it is the notification
};

}  // namespace lissom
