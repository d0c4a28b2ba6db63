#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/nursery.hpp"
#include "base/signal.hpp"
#include "browser/launch.hpp"
#include "cdp/connection.hpp"

namespace lissom::browser {

// A Chromium as the operating system sees it: a process group with a pipe to talk through. Reaps it, and
// kills what is left of its group when it ends. Owned by Chromium; the owner must co_await stop().
class Process {
public:
    // Takes over what launch() made.
    Process(boost::asio::any_io_executor executor, const Launched& launched);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    cdp::Connection& connection() { return connection_; }
    pid_t pid() const { return pid_; }
    bool has_ended() const { return has_ended_; }
    Signal& ended() { return ended_; }

    // What Chromium last wrote to its standard error: the reason when it does not start.
    const std::string& last_words() const { return last_words_; }

    // Waits for it to end by itself; at the limit, or at once with a limit of zero, it is killed.
    Async<void> stop(Millis limit);

private:
    bool is_dead();
    Async<void> watch();
    Async<void> read_errors();
    void kill_group() const;

    pid_t pid_;
    boost::asio::posix::stream_descriptor pid_fd_;
    boost::asio::posix::stream_descriptor errors_;
    cdp::Connection connection_;
    bool has_ended_ = false;
    Signal ended_;
    std::string last_words_;
    Nursery nursery_;
};

}  // namespace lissom::browser
