#include "net/connection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "base/try.hpp"
#include "net/encoding.hpp"
#include "net/websocket_stream.hpp"

namespace lissom::net {
namespace {

namespace asio = boost::asio;

// Longer than the keep-alive of common clients and proxies, so that the client closes first and no request
// meets a closing connection.
constexpr auto keep_alive_limit = std::chrono::seconds(75);
// A client that takes nothing of a response for so long is gone.
constexpr auto write_limit = std::chrono::seconds(60);
// After an early refusal the client is still sending: if we closed at once, the reset would eat the refusal.
constexpr auto linger_limit = std::chrono::seconds(2);
// One write to the network at most, so that progress is seen and others get their turn.
constexpr std::size_t max_write_bytes = 256u << 10;
// WebSocket clients send input events and small commands.
constexpr std::size_t max_websocket_message = 16u << 20;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

Response failure(unsigned status, std::string_view why)
{
    auto response = Response::json(status, JsonObject{{"detail", why}});
    // Which of them fit the address, only its handler knows; it is not asked about a method that none has.
    if (status == 405) response.headers["Allow"] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    return response;
}

}  // namespace

ServerCore::ServerCore(
    asio::io_context& loop,
    ServerSettings server_settings,
    Server::Handler on_request,
    Server::WebSocketHandler on_upgrade
)
    : settings(std::move(server_settings)),
      handler(std::move(on_request)),
      on_websocket(std::move(on_upgrade)),
      emptied(loop.get_executor())
{
}

void ServerCore::close_all()
{
    const auto open = connections;  // aborting may end one at once
    for (auto* connection : open)
        if (connections.contains(connection)) connection->abort();
}

Connection::Connection(Socket socket, std::shared_ptr<ServerCore> core)
    : core_(std::move(core)),
      socket_(std::move(socket)),
      nursery_(socket_.get_executor())
{
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.set_option(
        asio::socket_base::keep_alive(true), ignored
    );  // notices peers that vanished without a word
    socket_.non_blocking(true, ignored);
    const auto peer = socket_.remote_endpoint(ignored);
    remote_address_ = peer.address().to_string();
    core_->connections.insert(this);
}

Connection::~Connection()
{
    core_->connections.erase(this);
    if (core_->connections.empty()) core_->emptied.notify_all();
}

void Connection::start(Socket socket, std::shared_ptr<ServerCore> core)
{
    std::unique_ptr<Connection> connection(new Connection(std::move(socket), std::move(core)));
    auto& nursery = connection->nursery_;
    nursery.spawn("connection", run(std::move(connection)));
}

Async<void> Connection::run(std::unique_ptr<Connection> self)
{
    try {
        while (co_await self->serve_one()) {
        }
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted)
            log::error("connection failed", {{"what", error.what()}});
    }
    // The cancellation that may have brought us here must not stop the clean-up.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await self->close();
}

void Connection::abort()
{
    is_closed_ = true;
    nursery_.cancel();
    if (abort_websocket_) abort_websocket_();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

Async<void> Connection::close()
{
    is_handling_ = false;
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    socket_.close(ignored);
    while (is_reading_) co_await more();  // it writes into chunk_
}

void Connection::wait_for(Waiting what)
{
    waiting_ = what;
    switch (what) {
        case Waiting::no: deadline_ = Moment::max(); break;
        case Waiting::for_request: deadline_ = moment() + keep_alive_limit; break;
        case Waiting::for_rest_of_request: deadline_ = moment() + core_->settings.request_limit; break;
        case Waiting::for_client_to_take: deadline_ = moment() + write_limit; break;
        case Waiting::for_client_to_leave: deadline_ = moment() + linger_limit; break;
    }
}

void Connection::check_deadline(Moment now)
{
    if (now < deadline_) return;
    deadline_ = Moment::max();
    if (waiting_ != Waiting::for_rest_of_request) return abort();
    has_expired_ = true;  // and the coroutine says so to the client
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

// -- reading

// A read is always in progress while a handler works, so that we notice when the client leaves.
void Connection::start_read()
{
    is_reading_ = true;
    socket_.async_read_some(asio::buffer(chunk_), [this](boost::system::error_code error, std::size_t count) {
        on_read(error, count);
    });
}

void Connection::on_read(boost::system::error_code error, std::size_t count)
{
    is_reading_ = false;
    if (error) {
        has_ended_ = !has_expired_ || error != asio::error::operation_aborted;
        if (is_handling_) nursery_.cancel();
    } else {
        received_.append(chunk_.data(), count);
        if (count == chunk_.size()) take_what_is_there();
    }
    wake_reader();
}

void Connection::take_what_is_there()
{
    std::array<char, 64u << 10> rest;
    boost::system::error_code error;  // also that there is nothing; the next read tells what else it is
    const auto count = socket_.read_some(asio::buffer(rest), error);
    received_.append(rest.data(), count);
}

void Connection::wake_reader()
{
    if (auto reader = std::exchange(waiting_reader_, nullptr)) reader();
}

Async<bool> Connection::more()
{
    if (has_ended_ && !is_reading_) co_return false;
    if (!is_reading_) start_read();
    auto keep = [this](auto reader) { waiting_reader_ = std::move(reader); };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        std::move(keep), asio::use_awaitable
    );
    co_return !has_ended_;
}

Async<bool> Connection::read_request(RequestParser& parser)
{
    bool was_told_to_continue = false;
    wait_for(Waiting::for_request);
    while (true) {
        if (!received_.empty()) {
            // Line breaks between requests are not the start of one (RFC 9112, 2.2).
            if (!parser.has_begun()) received_.erase(0, received_.find_first_not_of("\r\n"));
            if (!received_.empty() && waiting_ == Waiting::for_request)
                wait_for(Waiting::for_rest_of_request);
            received_.erase(0, parser.put(received_));
        }
        if (parser.is_complete() || parser.has_failed()) break;
        if (parser.has_head() && parser.expects_continue() && !std::exchange(was_told_to_continue, true))
            if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
        if (waiting_ == Waiting::no) wait_for(Waiting::for_rest_of_request);
        if (!co_await more() || has_expired_) co_return false;
    }
    wait_for(Waiting::no);
    co_return true;
}

Async<bool> Connection::serve_one()
{
    RequestParser parser(core_->settings.max_body_bytes);
    const bool has_arrived = co_await read_request(parser);
    if (has_expired_) co_return co_await refuse(408, "the request did not arrive in time");
    if (!has_arrived) co_return false;
    if (parser.has_failed()) co_return co_await refuse(parser.status_of_failure(), parser.failure());
    if (received_.empty()) std::string().swap(received_);  // an idle client holds no memory

    auto request = std::move(parser.request());
    request.remote_address = remote_address_;
    if (!parser.is_http_1_0() && request.header("host").empty() && !request.headers.contains("host"))
        co_return co_await refuse(400, "the Host header is missing");
    co_return co_await answer(request, parser);
}

Async<bool> Connection::refuse(unsigned status, std::string why)
{
    if (co_await write_response(failure(status, why), {.closes = true}, false, {})) co_await linger();
    co_return false;
}

Async<void> Connection::linger()
{
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    wait_for(Waiting::for_client_to_leave);
    while (co_await more()) received_.clear();
}

// -- answering

Async<bool> Connection::answer(Request& request, RequestParser& parser)
{
    const HeadFacts facts{.closes = !parser.keeps_alive(), .is_http_1_0 = parser.is_http_1_0()};
    const bool is_head = parser.is_head();
    const bool is_upgrade = core_->on_websocket && parser.is_upgrade() &&
                            equal_ignoring_case(request.header("upgrade"), "websocket");
    FileConditions conditions{std::string(request.header("range")), std::string(request.header("if-range"))};
    if (is_upgrade) {
        // A WebSocket client speaks again only after our answer; what came early would be lost to it.
        if (!received_.empty()) co_return co_await refuse(400, "bytes follow the WebSocket request");
        handshake_ = std::make_unique<Handshake>(request, parser.take_target());
    }

    auto response = co_await response_to(request, is_upgrade);
    if (!response) co_return false;
    co_return co_await write_response(*std::move(response), facts, is_head, std::move(conditions)) &&
        !facts.closes;
}

Async<std::optional<Response>> Connection::response_to(Request& request, bool is_upgrade)
{
    try {
        if (is_upgrade) {
            co_return co_await core_->on_websocket(std::move(request), [this] { return accept_websocket(); });
        }
        if (!is_reading_ && !has_ended_) start_read();
        is_handling_ = true;
        auto response = co_await core_->handler(std::move(request));
        is_handling_ = false;
        co_return response;
    } catch (const boost::system::system_error& error) {
        is_handling_ = false;
        if (has_ended_ || is_closed_) throw;  // this connection's own cancellation
        log::error("request handler ended by an exception", {{"what", error.what()}});
    } catch (const std::exception& error) {
        is_handling_ = false;
        log::error("request handler ended by an exception", {{"what", error.what()}});
    }
    co_return failure(500, "the server made a mistake; its log says more");
}

// -- writing

Async<bool> Connection::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        wait_for(Waiting::for_client_to_take);
        const auto slice = asio::buffer(bytes.data(), std::min(bytes.size(), max_write_bytes));
        const auto [error, count] = co_await socket_.async_write_some(slice, as_tuple);
        if (error) co_return false;
        bytes.remove_prefix(count);
    }
    wait_for(Waiting::no);
    co_return true;
}

Async<bool>
Connection::write_response(Response response, HeadFacts facts, bool is_head, FileConditions conditions)
{
    if (!response.file.empty())
        co_return co_await write_file(std::move(response), facts, is_head, std::move(conditions));
    if (response.content)
        co_return co_await write_content(std::move(response), facts, is_head, std::move(conditions));
    if (response.stream) co_return co_await write_stream(std::move(response), facts, is_head);

    facts.length = response.body.size();
    auto head = response_head(response, facts);
    if (is_head || !may_have_body(response.status)) co_return co_await write(head);
    if (response.body.size() <= max_write_bytes) {
        head += response.body;
        co_return co_await write(head);
    }
    co_return co_await write(head) && co_await write(response.body);
}

Async<bool> Connection::write_stream(Response response, HeadFacts facts, bool is_head)
{
    // HTTP/1.0 knows no chunks: there the end of the connection is the end of the body.
    facts.framing = facts.is_http_1_0 ? Framing::by_close : Framing::chunked;
    facts.closes = facts.closes || facts.is_http_1_0;
    const auto head = response_head(response, facts);
    if (!co_await write(head)) co_return false;
    if (is_head) co_return !facts.closes;

    is_handling_ = true;
    if (has_ended_) co_return false;
    co_await response.stream([this, framing = facts.framing](std::string chunk) {
        return write_chunk(std::move(chunk), framing);
    });
    is_handling_ = false;
    if (facts.framing == Framing::chunked && !co_await write("0\r\n\r\n")) co_return false;
    co_return !facts.closes;
}

Async<bool> Connection::write_chunk(std::string chunk, Framing framing)
{
    if (chunk.empty()) co_return !has_ended_;  // on the wire an empty chunk would be the end
    if (framing == Framing::chunked) {
        chunk.insert(0, fmt::format("{:x}\r\n", chunk.size()));
        chunk += "\r\n";
    }
    co_return co_await write(chunk);
}

// -- WebSocket

Async<Result<std::shared_ptr<WebSocket>>> Connection::accept_websocket()
{
    if (!handshake_) co_return Error{ErrorCode::conflict, "this WebSocket has been accepted already"};
    const auto handshake = std::exchange(handshake_, nullptr);
    auto stream = std::make_shared<WebSocketStream>(std::move(socket_), max_websocket_message);
    abort_websocket_ = [weak = std::weak_ptr(stream)] {
        if (const auto open = weak.lock()) open->abort();
    };
    CO_TRY_DONE(co_await stream->accept(std::move(handshake->request), handshake->target));
    co_return std::make_shared<ConnectedWebSocket>(std::move(stream));
}

}  // namespace lissom::net
