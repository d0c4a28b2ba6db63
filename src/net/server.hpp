#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "net/http.hpp"
#include "net/websocket.hpp"

namespace lissom::net {

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;                // 0: any free one
    std::size_t max_body_bytes = 100u << 20;  // larger ones are answered with 413
    Millis request_limit = Millis(60'000);    // head and body must have arrived by then (slow senders)
    std::size_t max_connections = 20'000;
};

// Serves until stop(). The handler runs as a coroutine on the event loop, one for each request, and may take
// its time (long poll); it must not throw.
class Server {
public:
    using Handler = std::function<Async<Response>(Request)>;
    // Decides on a WebSocket request: an error refuses it with that response; otherwise the coroutine runs
    // with the socket.
    using WebSocketHandler = std::function<Async<
        std::optional<Response>>(Request, std::function<Async<Result<std::shared_ptr<WebSocket>>>()> accept)>;

    virtual ~Server() = default;

    // unavailable: "127.0.0.1:8080 is in use by another program; choose another with --listen".
    virtual Done listen() = 0;
    virtual std::uint16_t port() const = 0;

    virtual Async<void> stop() = 0;  // no new connections; running requests are cancelled
};

std::unique_ptr<Server> make_server(
    boost::asio::io_context& loop,
    ServerSettings settings,
    Server::Handler handler,
    Server::WebSocketHandler on_websocket = nullptr
);

}  // namespace lissom::net
