#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/nursery.hpp"
#include "base/signal.hpp"
#include "cdp/channel.hpp"
#include "cdp/subscribers.hpp"

namespace lissom::cdp {

// The DevTools protocol over a pair of pipes (--remote-debugging-pipe): JSON texts, each ended by a zero
// byte. Sessions are flattened: one pipe carries them all. Owned by the browser it speaks to, who must
// co_await close().
class Connection final : public Channel {
public:
    // Takes the descriptors: `from` is read, `to` is written.
    Connection(boost::asio::any_io_executor executor, int from, int to);
    ~Connection() override;

    Async<Result<JsonObject>> send(Command command) override;
    void post(Command command) override;
    Subscription on(std::string session, std::string method, Handler handler) override;
    void interrupt(std::string_view session, const Error& error) override;

    // Ends every command, now and in future, with this error. The end of the pipe does it by itself.
    void fail(Error error);
    const std::optional<Error>& failure() const { return failure_; }
    Signal& ended() { return ended_; }  // woken when failure() is set

    // When the browser last said something.
    Moment last_heard() const { return last_heard_; }

    Async<void> close();

private:
    struct Waiter;
    using Waiters = std::unordered_map<std::int64_t, Waiter*>;

    Async<void> read_messages();
    void take(std::string_view message);
    void take_answer(std::string_view message);
    void take_event(std::string_view message);
    void follow_session_end(std::string_view session, std::string_view method, const JsonObject& params);
    void end_session(std::string_view session, const Error& error);
    void write(std::string message);
    void write_queued();

    boost::asio::any_io_executor executor_;
    // Shared with the read, which may learn only after this connection has gone that it is over.
    std::shared_ptr<boost::asio::posix::stream_descriptor> from_;
    boost::asio::posix::stream_descriptor to_;
    std::int64_t last_id_ = 0;
    std::shared_ptr<Waiters> waiters_ =
        std::make_shared<Waiters>();  // shared with the waits, which end after close()
    Subscribers subscribers_;
    std::deque<std::string> queue_;  // not yet taken by the pipe; the first may have been taken in part
    std::size_t taken_ = 0;          // bytes of the first
    std::shared_ptr<bool> is_writing_ = std::make_shared<bool>(false);
    std::optional<Error> failure_;
    Moment last_heard_ = moment();
    Signal ended_;
    Nursery nursery_;
};

}  // namespace lissom::cdp
