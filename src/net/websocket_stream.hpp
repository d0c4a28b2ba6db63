#pragma once

#include <deque>
#include <memory>
#include <string>

#include "base/nursery.hpp"
#include "net/socket.hpp"
#include "net/websocket.hpp"

namespace lissom::net {

// A WebSocket over a TCP connection: the stream, its queue and its writer. Owned by the WebSocket handed out
// and, while it writes, by its writer. Beast's templates are heavy: only websocket_stream.cpp sees them.
class WebSocketStream {
public:
    WebSocketStream(Socket socket, std::size_t max_message_bytes);
    ~WebSocketStream();
    WebSocketStream(const WebSocketStream&) = delete;
    WebSocketStream& operator=(const WebSocketStream&) = delete;

    // invalid_argument: the request is no handshake.
    Async<Done> accept(Request request, std::string target);
    // unavailable: the other side does not want to.
    Async<Done> connect(std::string host, std::string target, Headers headers);

    Async<std::optional<Message>> receive();
    static bool send(const std::shared_ptr<WebSocketStream>& self, Message message);
    static void close(const std::shared_ptr<WebSocketStream>& self);
    void abort();
    std::size_t backlog() const { return backlog_; }

private:
    struct Beast;

    static void start_writer(const std::shared_ptr<WebSocketStream>& self);
    static Async<void> write_all(std::shared_ptr<WebSocketStream> self);

    std::unique_ptr<Beast> beast_;
    Nursery nursery_;
    std::deque<Message> queue_;
    std::size_t backlog_ = 0;
    bool is_writing_ = false;
    bool is_closing_ = false;  // after what is queued
    bool is_closed_ = false;
};

// What a handler holds; letting go of it closes the connection.
class ConnectedWebSocket final : public WebSocket {
public:
    explicit ConnectedWebSocket(std::shared_ptr<WebSocketStream> stream)
        : stream_(std::move(stream))
    {
    }
    ~ConnectedWebSocket() override { WebSocketStream::close(stream_); }
    ConnectedWebSocket(const ConnectedWebSocket&) = delete;
    ConnectedWebSocket& operator=(const ConnectedWebSocket&) = delete;

    Async<std::optional<Message>> receive() override
    {
        const auto stream = stream_;  // the caller may let go of us while it waits
        co_return co_await stream->receive();
    }
    bool send(Message message) override { return WebSocketStream::send(stream_, std::move(message)); }
    std::size_t backlog() const override { return stream_->backlog(); }
    void close() override { WebSocketStream::close(stream_); }

private:
    std::shared_ptr<WebSocketStream> stream_;
};

}  // namespace lissom::net
