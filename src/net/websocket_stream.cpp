#include "net/websocket_stream.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace lissom::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

// What is kept for a peer that does not read. Far above what one who does is ever behind; senders of pictures
// leave some out long before.
constexpr std::size_t most_backlog = 8u << 20;

}  // namespace

struct WebSocketStream::Beast {
    websocket::stream<Socket> stream;
};

WebSocketStream::WebSocketStream(Socket socket, std::size_t max_message_bytes)
    : beast_(std::make_unique<Beast>(websocket::stream<Socket>(std::move(socket)))),
      nursery_(beast_->stream.get_executor())
{
    auto& stream = beast_->stream;
    stream.read_message_max(max_message_bytes);
    websocket::stream_base::timeout limits{};
    limits.handshake_timeout = std::chrono::seconds(30);
    // Beast pings when it has heard nothing for half of this, and gives the peer up after all of it.
    limits.idle_timeout = std::chrono::seconds(60);
    limits.keep_alive_pings = true;
    stream.set_option(limits);
    stream.auto_fragment(false);
}

WebSocketStream::~WebSocketStream() = default;

Async<Done> WebSocketStream::accept(Request request, std::string target)
{
    http::request<http::empty_body> handshake(http::verb::get, target, 11);
    for (const auto& [name, value] : request.headers) handshake.insert(name, value);
    const auto [error] = co_await beast_->stream.async_accept(handshake, as_tuple);
    if (error)
        co_return Error{ErrorCode::invalid_argument, "the WebSocket handshake failed: " + error.message()};
    co_return Done{};
}

Async<Done> WebSocketStream::connect(std::string host, std::string target, Headers headers)
{
    beast_->stream.set_option(websocket::stream_base::decorator([headers =
                                                                     std::move(headers)](auto& request) {
        for (const auto& [name, value] : headers) request.set(name, value);
    }));
    const auto [error] = co_await beast_->stream.async_handshake(host, target, as_tuple);
    if (error) co_return Error{ErrorCode::unavailable, "the WebSocket handshake failed: " + error.message()};
    co_return Done{};
}

Async<std::optional<Message>> WebSocketStream::receive()
{
    Message message;
    auto buffer = asio::dynamic_buffer(message.data);
    const auto [error, size] = co_await beast_->stream.async_read(buffer, as_tuple);
    if (error) {
        is_closed_ = true;
        co_return std::nullopt;
    }
    message.is_binary = beast_->stream.got_binary();
    co_return message;
}

bool WebSocketStream::send(const std::shared_ptr<WebSocketStream>& self, Message message)
{
    if (self->is_closed_ || self->is_closing_) return false;
    if (self->backlog_ > most_backlog) {
        // Whoever has stopped reading would not read a farewell either.
        self->abort();
        return false;
    }
    self->backlog_ += message.data.size();
    self->queue_.push_back(std::move(message));
    start_writer(self);
    return true;
}

void WebSocketStream::close(const std::shared_ptr<WebSocketStream>& self)
{
    if (self->is_closed_ || self->is_closing_) return;
    self->is_closing_ = true;
    start_writer(self);
}

void WebSocketStream::abort()
{
    is_closed_ = true;
    nursery_.cancel();
    boost::system::error_code ignored;
    beast_->stream.next_layer().close(ignored);
}

void WebSocketStream::start_writer(const std::shared_ptr<WebSocketStream>& self)
{
    if (!std::exchange(self->is_writing_, true)) self->nursery_.spawn("websocket writer", write_all(self));
}

Async<void> WebSocketStream::write_all(std::shared_ptr<WebSocketStream> self)
{
    auto& stream = self->beast_->stream;
    while (!self->queue_.empty() && !self->is_closed_) {
        const auto message = std::move(self->queue_.front());
        self->queue_.pop_front();
        stream.binary(message.is_binary);
        const auto [error, size] = co_await stream.async_write(asio::buffer(message.data), as_tuple);
        self->backlog_ -= message.data.size();
        if (error) self->is_closed_ = true;
    }
    if (self->is_closing_ && !std::exchange(self->is_closed_, true)) {
        boost::system::error_code ignored;
        co_await stream.async_close(
            websocket::close_code::normal, asio::redirect_error(asio::use_awaitable, ignored)
        );
    }
    self->is_writing_ = false;
}

}  // namespace lissom::net
