#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "base/try.hpp"
#include "net/url.hpp"
#include "net/websocket_stream.hpp"

namespace lissom::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

Error no_connection(const Url& url, const boost::system::error_code& error)
{
    return {ErrorCode::unavailable, "cannot connect to " + url.origin() + ": " + error.message()};
}

std::string without_brackets(const std::string& host)
{
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

Async<Result<tcp::socket>> connect_tcp(Url url)
{
    const auto executor = co_await asio::this_coro::executor;
    tcp::resolver resolver(executor);
    const auto name = without_brackets(url.host());
    const auto [not_found, endpoints] =
        co_await resolver.async_resolve(name, std::to_string(url.port()), as_tuple);
    if (not_found) co_return no_connection(url, not_found);

    tcp::socket socket(executor);
    boost::system::error_code error = asio::error::host_not_found;
    for (const auto& entry : endpoints) {
        if (boost::system::error_code ignored; socket.is_open()) socket.close(ignored);
        const auto [refused] = co_await socket.async_connect(entry.endpoint(), as_tuple);
        error = refused;
        if (!error) break;
    }
    if (error) co_return no_connection(url, error);
    socket.set_option(tcp::no_delay(true), error);
    co_return socket;
}

template <class Lower>
Async<Result<std::shared_ptr<WebSocket>>> shake_hands(Lower lower, Url url, WebSocketCall call)
{
    auto stream = std::make_shared<WebSocketStream<Lower>>(std::move(lower), call.max_message_bytes);
    const auto host = url.host() + (url.has_default_port() ? "" : ":" + std::to_string(url.port()));
    CO_TRY_DONE(co_await stream->connect(host, url.target(), std::move(call.headers)));
    co_return std::make_shared<ConnectedWebSocket<Lower>>(std::move(stream));
}

asio::ssl::context client_tls()
{
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.set_default_verify_paths();
    context.set_verify_mode(asio::ssl::verify_peer);
    return context;
}

Async<Result<std::shared_ptr<WebSocket>>> connect_within(Url url, WebSocketCall call)
{
    CO_TRY(auto socket, co_await connect_tcp(url));
    if (!url.is_secure()) co_return co_await shake_hands(std::move(socket), std::move(url), std::move(call));

    auto context = client_tls();  // OpenSSL counts references: the stream keeps what it needs of it
    const auto name = without_brackets(url.host());
    asio::ssl::stream<tcp::socket> stream(std::move(socket), context);
    stream.set_verify_callback(asio::ssl::host_name_verification(name));
    SSL_set_tlsext_host_name(stream.native_handle(), name.c_str());
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_tuple);
    if (error) co_return no_connection(url, error);
    co_return co_await shake_hands(std::move(stream), std::move(url), std::move(call));
}

}  // namespace

Async<Result<std::shared_ptr<WebSocket>>> connect_websocket(WebSocketCall call)
{
    CO_TRY(auto url, Url::parse(call.url));
    if (url.scheme() != "ws" && url.scheme() != "wss")
        co_return Error{ErrorCode::invalid_argument, "a WebSocket address starts with ws:// or wss://"};
    const auto limit = call.limit;
    auto what = "connecting to " + url.origin();
    co_return co_await within(limit, std::move(what), connect_within(std::move(url), std::move(call)));
}

}  // namespace lissom::net
