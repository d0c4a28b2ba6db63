#include "net/testing.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/try.hpp"
#include "net/websocket_stream.hpp"

namespace lissom::net {

Async<Result<std::shared_ptr<WebSocket>>>
connect_websocket(boost::asio::io_context& loop, std::uint16_t port, std::string target, Headers headers)
{
    namespace asio = boost::asio;
    Socket socket(loop);
    const auto [refused] = co_await socket.async_connect(
        {asio::ip::make_address("127.0.0.1"), port}, asio::as_tuple(asio::use_awaitable)
    );
    if (refused) co_return Error{ErrorCode::unavailable, refused.message()};

    constexpr std::size_t max_message_bytes = 16u << 20;
    auto stream = std::make_shared<WebSocketStream>(std::move(socket), max_message_bytes);
    CO_TRY_DONE(
        co_await stream->connect("127.0.0.1:" + std::to_string(port), std::move(target), std::move(headers))
    );
    co_return std::make_shared<ConnectedWebSocket>(std::move(stream));
}

}  // namespace lissom::net
