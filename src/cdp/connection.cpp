#include "cdp/connection.hpp"

#include <fcntl.h>

#include <charconv>
#include <cstring>
#include <exception>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/serialize.hpp>

#include "base/json.hpp"
#include "base/log.hpp"

namespace lissom::cdp {
namespace {

namespace asio = boost::asio;

constexpr int pipe_bytes = 1 << 20;  // what the kernel gives without privileges; fewer wake-ups for pictures
constexpr std::size_t read_bytes = 1 << 16;            // read at least this much at once
constexpr std::size_t keep_bytes = 4u << 20;           // a buffer that had to grow beyond this is given back
constexpr std::size_t max_message_bytes = 512u << 20;  // Chromium itself cannot make a longer string

const Error gone{ErrorCode::unavailable, "the browser is gone"};

std::string text_of(std::int64_t id, Command command)
{
    JsonObject message;
    message["id"] = id;
    message["method"] = std::move(command.method);
    if (!command.session.empty()) message["sessionId"] = std::move(command.session);
    message["params"] = std::move(command.params);
    auto text = boost::json::serialize(message);
    text += '\0';
    return text;
}

Result<JsonObject> result_of(JsonObject message)
{
    if (const auto* error = object_at(message, "error"))
        return Error{ErrorCode::page_error, string_or(*error, "message", "Chromium refused the command")};
    auto* result = message.if_contains("result");
    return result && result->is_object() ? std::move(result->get_object()) : JsonObject();
}

// Chromium writes events as {"method":"…","params":{…},"sessionId":"…"}: both names are found without a
// parse.
std::string_view method_of(std::string_view event)
{
    constexpr std::string_view head = R"({"method":")";
    if (!event.starts_with(head)) return {};
    event.remove_prefix(head.size());
    return event.substr(0, event.find('"'));
}

std::string_view session_of(std::string_view event)
{
    constexpr std::string_view label = R"("sessionId":")";
    if (!event.ends_with("\"}")) return {};  // an event of the browser itself ends with its params
    event.remove_suffix(2);
    const auto start = event.rfind('"');
    if (start == std::string_view::npos || !event.substr(0, start + 1).ends_with(label)) return {};
    return event.substr(start + 1);
}

}  // namespace

struct Connection::Waiter {
    Waiter(const asio::any_io_executor& executor, const Command& command)
        : session(command.session),
          is_interruptible(command.is_interruptible),
          timer(executor, command.limit)
    {
    }

    void resolve(Result<JsonObject> result)
    {
        if (answer) return;
        answer = std::move(result);
        timer.cancel();
    }

    std::string session;
    bool is_interruptible;
    asio::steady_timer timer;  // expires at the limit; cancelling it is the notification
    std::optional<Result<JsonObject>> answer;
};

Connection::Connection(asio::any_io_executor executor, int from, int to)
    : executor_(std::move(executor)),
      from_(std::make_shared<asio::posix::stream_descriptor>(executor_, from)),
      to_(executor_, to),
      ended_(executor_),
      nursery_(executor_)
{
    fcntl(from, F_SETPIPE_SZ, pipe_bytes);
    fcntl(to, F_SETPIPE_SZ, pipe_bytes);
    from_->non_blocking(true);
    to_.non_blocking(true);
    nursery_.spawn("cdp reader", read_messages());
}

Connection::~Connection()
{
    boost::system::error_code ignored;
    from_->close(ignored);
}

Async<Result<JsonObject>> Connection::send(Command command)
{
    if (failure_) co_return *failure_;

    Waiter waiter(executor_, command);
    const auto limit = command.limit;
    const auto method = command.method;
    const auto id = ++last_id_;
    struct Entry {
        std::shared_ptr<Waiters> waiters;
        std::int64_t id;
        ~Entry() { waiters->erase(id); }
    } entry{waiters_, id};
    waiters_->emplace(id, &waiter);
    write(text_of(id, std::move(command)));

    boost::system::error_code ec;
    // The write may have found the pipe broken: then the answer is there already.
    if (!waiter.answer) co_await waiter.timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (waiter.answer) co_return *std::move(waiter.answer);

    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error(asio::error::operation_aborted);
    co_return timed_out(method, limit);
}

void Connection::post(Command command)
{
    if (!failure_) write(text_of(++last_id_, std::move(command)));
}

Subscription Connection::on(std::string session, std::string method, Handler handler)
{
    return subscribers_.add(std::move(session), std::move(method), std::move(handler));
}

void Connection::interrupt(std::string_view session, const Error& error)
{
    for (const auto& [id, waiter] : *waiters_)
        if (waiter->is_interruptible && waiter->session == session) waiter->resolve(error);
}

void Connection::end_session(std::string_view session, const Error& error)
{
    for (const auto& [id, waiter] : *waiters_)
        if (waiter->session == session) waiter->resolve(error);
}

void Connection::fail(Error error)
{
    if (failure_) return;
    failure_ = std::move(error);
    for (const auto& [id, waiter] : *waiters_) waiter->resolve(*failure_);
    ended_.notify_all();
}

Async<void> Connection::close()
{
    fail(gone);
    boost::system::error_code ignored;
    from_->close(ignored);
    to_.close(ignored);
    co_await nursery_.stop();
}

Async<void> Connection::read_messages()
{
    const auto from = from_;
    std::vector<char> buffer(read_bytes);
    std::size_t filled = 0;
    while (!failure_) {
        if (buffer.size() - filled < read_bytes) buffer.resize(buffer.size() * 2);
        boost::system::error_code ec;
        const auto got = co_await from->async_read_some(
            asio::buffer(buffer.data() + filled, buffer.size() - filled),
            asio::redirect_error(asio::use_awaitable, ec)
        );
        // Told to stop, by close() or by the end of this connection: then nothing of it may be touched any
        // more.
        if (ec == asio::error::operation_aborted) co_return;
        if (ec) break;
        last_heard_ = moment();

        // What was there before holds no end of a message: look only at what is new.
        std::size_t start = 0;
        std::size_t seen = filled;
        filled += got;
        while (const void* end = std::memchr(buffer.data() + seen, 0, filled - seen)) {
            const auto end_at = static_cast<std::size_t>(static_cast<const char*>(end) - buffer.data());
            take(std::string_view(buffer.data() + start, end_at - start));
            start = seen = end_at + 1;
        }
        std::memmove(buffer.data(), buffer.data() + start, filled - start);
        filled -= start;
        if (filled > max_message_bytes) break;
        if (filled == 0 && buffer.size() > keep_bytes) std::vector<char>(read_bytes).swap(buffer);
    }
    fail(gone);
}

void Connection::take(std::string_view message)
{
    // An exception of a handler is a bug of that handler, and must not silence the browser for everybody.
    try {
        if (message.starts_with(R"({"id":)"))
            take_answer(message);
        else
            take_event(message);
    } catch (const std::exception& error) {
        log::error(
            "a browser message was not handled", {{"method", method_of(message)}, {"what", error.what()}}
        );
    }
}

void Connection::take_answer(std::string_view message)
{
    std::int64_t id = 0;
    std::from_chars(message.data() + 6, message.data() + message.size(), id);
    const auto entry = waiters_->find(id);
    if (entry == waiters_->end()) return;  // posted, or nobody waits any more

    auto json = parse_json(message);
    if (!json || !json->is_object())
        entry->second->resolve(Error{ErrorCode::internal, "Chromium's answer is not JSON"});
    else
        entry->second->resolve(result_of(std::move(json->get_object())));
}

void Connection::take_event(std::string_view message)
{
    const auto method = method_of(message);
    const auto session = session_of(message);
    const bool ends_a_session = method == "Inspector.targetCrashed" || method == "Target.detachedFromTarget";
    if (!ends_a_session && !subscribers_.want(session, method)) return;

    const auto json = parse_json(message);
    if (!json || !json->is_object()) return;
    const auto* params = object_at(json->get_object(), "params");
    const JsonObject none;
    if (ends_a_session) follow_session_end(session, method, params ? *params : none);
    subscribers_.dispatch(session, method, params ? *params : none);
}

// A call to a crashed or closed target is never answered by Chromium.
void Connection::follow_session_end(
    std::string_view session,
    std::string_view method,
    const JsonObject& params
)
{
    if (method == "Inspector.targetCrashed")
        end_session(session, Error{ErrorCode::page_error, "the page crashed"});
    else
        end_session(string_or(params, "sessionId"), Error{ErrorCode::page_error, "the page was closed"});
}

void Connection::write(std::string message)
{
    // Nearly always the pipe takes a command at once; only what it does not take waits in the queue.
    std::size_t taken = 0;
    if (queue_.empty()) {
        boost::system::error_code ec;
        taken = to_.write_some(asio::buffer(message), ec);
        if (ec && ec != asio::error::would_block) {
            fail(gone);
            return;
        }
        if (taken == message.size()) return;
        taken_ = taken;
    }
    queue_.push_back(std::move(message));
    write_queued();
}

void Connection::write_queued()
{
    if (*is_writing_ || queue_.empty()) return;
    *is_writing_ = true;
    to_.async_wait(
        asio::posix::stream_descriptor::wait_write,
        [this, is_writing = std::weak_ptr<bool>(is_writing_)](const boost::system::error_code& waited) {
            if (is_writing.expired()) return;  // the connection is gone
            *is_writing_ = false;
            boost::system::error_code ec = waited;
            while (!ec && !queue_.empty()) {
                auto& first = queue_.front();
                taken_ += to_.write_some(asio::buffer(first.data() + taken_, first.size() - taken_), ec);
                if (taken_ < first.size()) continue;
                queue_.pop_front();
                taken_ = 0;
            }
            if (ec && ec != asio::error::would_block)
                fail(gone);
            else
                write_queued();
        }
    );
}

}  // namespace lissom::cdp
