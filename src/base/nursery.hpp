#pragma once

#include <memory>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>

#include "base/async.hpp"

namespace lissom {

// The owner of running coroutines: whoever starts work keeps a Nursery beside the data that work uses, and
// awaits join() before that data goes. An exception that escapes a coroutine is a bug and is logged with the
// coroutine's name; cancellation is not.
class Nursery {
public:
    explicit Nursery(boost::asio::any_io_executor executor);
    ~Nursery();  // cancels what still runs; only join() guarantees that it has ended
    Nursery(const Nursery&) = delete;
    Nursery& operator=(const Nursery&) = delete;

    // Starts the coroutine from the event loop (never inside this call). The name is for logs: "recorder",
    // "agent". After cancel() nothing starts any more.
    void spawn(std::string_view name, Async<void> coroutine);

    // Asks every coroutine to stop at its next wait.
    void cancel();

    // Resumes when every coroutine has ended. Does not cancel.
    Async<void> join();

    // cancel() and join(). The usual last line of an asynchronous close().
    Async<void> stop();

    std::size_t running() const;
    boost::asio::any_io_executor executor() const { return executor_; }

private:
    struct State;
    boost::asio::any_io_executor executor_;
    std::shared_ptr<State>
        state_;  // shared with the completion handlers, which may run after the nursery is gone
};

}  // namespace lissom
