#pragma once

#include <cstddef>
#include <list>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/async.hpp"
#include "base/time.hpp"

namespace lissom::runner {

constexpr Moment never = Moment::max();

// Readers that wait for a change, each with a deadline of its own: one timer and one small coroutine frame
// for each, since thousands of idle sessions hold a request each. Who waits must keep the list alive.
class WakeList {
public:
    explicit WakeList(boost::asio::any_io_executor executor);

    // Resumes on wake_all() or at the deadline; look at the state again in either case.
    Async<void> wait_until(Moment deadline);
    void wake_all();  // every waiter resumes soon, from the event loop
    std::size_t waiting() const { return timers_.size(); }

private:
    boost::asio::any_io_executor executor_;
    std::list<boost::asio::steady_timer> timers_;
};

}  // namespace lissom::runner
