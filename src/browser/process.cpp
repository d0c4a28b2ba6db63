#include "browser/process.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "base/time.hpp"

namespace lissom::browser {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kept_words = 4096;  // enough for the last few messages

std::string how_it_ended(int status)
{
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return "exit status " + std::to_string(WEXITSTATUS(status));
}

Async<Done> wait_until_ended(Process& process)
{
    while (!process.has_ended()) co_await process.ended().wait();
    co_return Done();
}

}  // namespace

Process::Process(asio::any_io_executor executor, const Launched& launched)
    : pid_(launched.pid),
      pid_fd_(executor, launched.pid_fd),
      errors_(executor, launched.child_errors),
      connection_(executor, launched.from_child, launched.to_child),
      ended_(executor),
      nursery_(executor)
{
    nursery_.spawn("browser process", watch());
    nursery_.spawn("browser errors", read_errors());
}

Process::~Process()
{
    if (has_ended_) return;
    kill_group();
    waitpid(pid_, nullptr, 0);
}

void Process::kill_group() const { kill(-pid_, SIGKILL); }

// Looks without reaping.
bool Process::is_dead()
{
    siginfo_t facts{};
    return waitid(P_PIDFD, static_cast<id_t>(pid_fd_.native_handle()), &facts, WEXITED | WNOHANG | WNOWAIT) !=
               0 ||
           facts.si_pid != 0;
}

Async<void> Process::watch()
{
    // A wait may also end because of a descriptor that had this number before: a browser that lives is not
    // ended for that.
    while (!is_dead())
        co_await pid_fd_.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);

    // The group first: once the leader is reaped its number may be given to somebody else.
    kill_group();
    int status = 0;
    waitpid(pid_, &status, 0);
    has_ended_ = true;
    log::debug("browser process ended", {{"pid", pid_}, {"how", how_it_ended(status)}});
    connection_.fail(
        Error{ErrorCode::unavailable, "the browser ended unexpectedly (" + how_it_ended(status) + ")"}
    );
    ended_.notify_all();
}

Async<void> Process::read_errors()
{
    std::array<char, 2048> chunk{};
    for (;;) {
        boost::system::error_code ec;
        const auto got = co_await errors_.async_read_some(
            asio::buffer(chunk), asio::redirect_error(asio::use_awaitable, ec)
        );
        if (ec) co_return;
        last_words_.append(chunk.data(), got);
        if (last_words_.size() > kept_words) last_words_.erase(0, last_words_.size() - kept_words);
    }
}

Async<void> Process::stop(Millis limit)
{
    if (!has_ended_ && limit > Millis(0))
        (void)co_await within(limit, "the browser's end", wait_until_ended(*this));
    if (!has_ended_) {
        kill_group();
        (void)co_await within(Millis(5000), "the browser's end", wait_until_ended(*this));
    }
    co_await connection_.close();
    co_await nursery_.stop();
}

}  // namespace lissom::browser
