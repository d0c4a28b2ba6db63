#pragma once

// A WebSocket over any stream that Beast can drive: a plain socket or TLS. Only net/*.cpp include this.

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "base/nursery.hpp"
#include "net/websocket.hpp"

namespace lissom::net {

// The stream, its queue and its writer. Owned by the WebSocket handed out and, while it writes, by its
// writer.
template <class Lower>
class WebSocketStream {
    static constexpr auto as_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

public:
    WebSocketStream(Lower lower, std::size_t max_message_bytes)
        : stream_(std::move(lower)),
          nursery_(stream_.get_executor())
    {
        namespace websocket = boost::beast::websocket;
        stream_.read_message_max(max_message_bytes);
        websocket::stream_base::timeout limits{};
        limits.handshake_timeout = std::chrono::seconds(30);
        // Beast pings when it has heard nothing for half of this, and gives the peer up after all of it.
        limits.idle_timeout = std::chrono::seconds(60);
        limits.keep_alive_pings = true;
        stream_.set_option(limits);
        stream_.auto_fragment(false);
    }

    Async<Done> accept(Request request, std::string target)
    {
        namespace http = boost::beast::http;
        http::request<http::empty_body> handshake(http::verb::get, target, 11);
        for (const auto& [name, value] : request.headers) handshake.insert(name, value);
        const auto [error] = co_await stream_.async_accept(handshake, as_tuple);
        if (error)
            co_return Error{
                ErrorCode::invalid_argument, "the WebSocket handshake failed: " + error.message()
            };
        co_return Done{};
    }

    Async<Done> connect(std::string host, std::string target, Headers headers)
    {
        namespace websocket = boost::beast::websocket;
        stream_.set_option(websocket::stream_base::decorator([headers = std::move(headers)](auto& request) {
            for (const auto& [name, value] : headers) request.set(name, value);
        }));
        const auto [error] = co_await stream_.async_handshake(host, target, as_tuple);
        if (error)
            co_return Error{ErrorCode::unavailable, "the WebSocket handshake failed: " + error.message()};
        co_return Done{};
    }

    Lower& lower() { return stream_.next_layer(); }

    Async<std::optional<Message>> receive()
    {
        Message message;
        auto buffer = boost::asio::dynamic_buffer(message.data);
        const auto [error, size] = co_await stream_.async_read(buffer, as_tuple);
        if (error) {
            is_closed_ = true;
            co_return std::nullopt;
        }
        message.is_binary = stream_.got_binary();
        co_return message;
    }

    static bool send(const std::shared_ptr<WebSocketStream>& self, Message message)
    {
        if (self->is_closed_ || self->is_closing_) return false;
        self->backlog_ += message.data.size();
        self->queue_.push_back(std::move(message));
        start_writer(self);
        return true;
    }

    static void close(const std::shared_ptr<WebSocketStream>& self)
    {
        if (self->is_closed_ || self->is_closing_) return;
        self->is_closing_ = true;
        start_writer(self);
    }

    void abort()
    {
        is_closed_ = true;
        nursery_.cancel();
        boost::system::error_code ignored;
        boost::beast::get_lowest_layer(stream_).close(ignored);
    }

    std::size_t backlog() const { return backlog_; }

private:
    static void start_writer(const std::shared_ptr<WebSocketStream>& self)
    {
        if (!std::exchange(self->is_writing_, true))
            self->nursery_.spawn("websocket writer", write_all(self));
    }

    static Async<void> write_all(std::shared_ptr<WebSocketStream> self)
    {
        while (!self->queue_.empty() && !self->is_closed_) {
            const auto message = std::move(self->queue_.front());
            self->queue_.pop_front();
            self->stream_.binary(message.is_binary);
            const auto [error, size] =
                co_await self->stream_.async_write(boost::asio::buffer(message.data), as_tuple);
            self->backlog_ -= message.data.size();
            if (error) self->is_closed_ = true;
        }
        if (self->is_closing_ && !std::exchange(self->is_closed_, true)) {
            boost::system::error_code ignored;
            co_await self->stream_.async_close(
                boost::beast::websocket::close_code::normal,
                boost::asio::redirect_error(boost::asio::use_awaitable, ignored)
            );
        }
        self->is_writing_ = false;
    }

    boost::beast::websocket::stream<Lower> stream_;
    Nursery nursery_;
    std::deque<Message> queue_;
    std::size_t backlog_ = 0;
    bool is_writing_ = false;
    bool is_closing_ = false;  // after what is queued
    bool is_closed_ = false;
};

// What a handler holds; letting go of it closes the connection.
template <class Lower>
class ConnectedWebSocket : public WebSocket {
public:
    explicit ConnectedWebSocket(std::shared_ptr<WebSocketStream<Lower>> stream)
        : stream_(std::move(stream))
    {
    }
    ~ConnectedWebSocket() override { WebSocketStream<Lower>::close(stream_); }
    ConnectedWebSocket(const ConnectedWebSocket&) = delete;
    ConnectedWebSocket& operator=(const ConnectedWebSocket&) = delete;

    Async<std::optional<Message>> receive() override
    {
        const auto stream = stream_;  // the caller may let go of us while it waits
        co_return co_await stream->receive();
    }
    bool send(Message message) override { return WebSocketStream<Lower>::send(stream_, std::move(message)); }
    std::size_t backlog() const override { return stream_->backlog(); }
    void close() override { WebSocketStream<Lower>::close(stream_); }

private:
    std::shared_ptr<WebSocketStream<Lower>> stream_;
};

}  // namespace lissom::net
