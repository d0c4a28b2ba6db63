#include "net/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "base/nursery.hpp"
#include "net/connection.hpp"

namespace lissom::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;

// How exactly deadlines of clients are kept: they are tens of seconds.
constexpr auto deadline_check = Millis(250);
// Out of file descriptors or memory: trying again at once would only spin.
constexpr auto accept_pause = Millis(100);

// What a client reads for whom there is no room.
std::string full_response()
{
    auto response =
        Response::json(503, JsonObject{{"detail", "the server has too many connections; try again"}});
    response.headers.emplace("Retry-After", "5");
    return response_head(response, {.closes = true, .length = response.body.size()}) + response.body;
}

class HttpServer : public Server {
public:
    HttpServer(asio::io_context& loop, std::shared_ptr<ServerCore> core)
        : core_(std::move(core)),
          acceptor_(loop),
          nursery_(loop.get_executor())
    {
    }
    ~HttpServer() override { core_->close_all(); }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    Done listen() override;
    std::uint16_t port() const override
    {
        boost::system::error_code ignored;
        return acceptor_.local_endpoint(ignored).port();
    }
    Async<void> stop() override;

private:
    Async<void> accept_all();
    Async<void> check_deadlines();

    std::shared_ptr<ServerCore> core_;
    Acceptor acceptor_;
    Nursery nursery_;
};

Error cannot_listen(const ServerSettings& settings, const boost::system::error_code& error)
{
    const auto where = (settings.address.contains(':') ? "[" + settings.address + "]" : settings.address) +
                       ":" + std::to_string(settings.port);
    if (error == asio::error::address_in_use)
        return {
            ErrorCode::unavailable, where + " is in use by another program; choose another with --listen"
        };
    if (error == asio::error::access_denied)
        return {
            ErrorCode::forbidden,
            where + " needs more rights than this user has; choose a port above 1023 with --listen"
        };
    return {
        ErrorCode::unavailable,
        "cannot listen on " + where + ": " + error.message() + "; choose another with --listen"
    };
}

Done HttpServer::listen()
{
    const auto& settings = core_->settings;
    boost::system::error_code error;
    auto address = settings.address == "localhost" ? asio::ip::make_address("127.0.0.1")
                                                   : asio::ip::make_address(settings.address, error);
    if (error)
        return Error{
            ErrorCode::invalid_argument,
            "'" + settings.address + "' is not an address to listen on; use one such as 127.0.0.1 or 0.0.0.0"
        };

    const tcp::endpoint endpoint(address, settings.port);
    if (!error) acceptor_.open(endpoint.protocol(), error);
    // A restart must not wait for the last connections of the run before.
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        return cannot_listen(settings, error);
    }
    nursery_.spawn("accept", accept_all());
    nursery_.spawn("deadlines", check_deadlines());
    return {};
}

Async<void> HttpServer::accept_all()
{
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            log::warn("cannot accept connections for now", {{"why", error.message()}});
            co_await pause(accept_pause);
            continue;
        }
        if (core_->connections.size() >= core_->settings.max_connections) {
            boost::system::error_code ignored;
            socket.non_blocking(true, ignored);
            socket.write_some(asio::buffer(full_response()), ignored);  // it fits, or the client goes without
            continue;
        }
        Connection::start(std::move(socket), core_);
    }
}

Async<void> HttpServer::check_deadlines()
{
    while (true) {
        co_await pause(deadline_check);
        const auto now = moment();
        const auto connections = core_->connections;
        for (auto* connection : connections)
            if (core_->connections.contains(connection)) connection->check_deadline(now);
    }
}

Async<void> HttpServer::stop()
{
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    co_await nursery_.stop();
    core_->close_all();
    while (!core_->connections.empty()) co_await core_->emptied.wait();
}

}  // namespace

std::unique_ptr<Server> make_server(
    asio::io_context& loop,
    ServerSettings settings,
    Server::Handler handler,
    Server::WebSocketHandler on_websocket
)
{
    auto core =
        std::make_shared<ServerCore>(loop, std::move(settings), std::move(handler), std::move(on_websocket));
    return std::make_unique<HttpServer>(loop, std::move(core));
}

}  // namespace lissom::net
