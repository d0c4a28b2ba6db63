#include "egress/gateway.hpp"

#include <utility>

#include <boost/asio/ip/tcp.hpp>

#include "egress/dial.hpp"

namespace lissom::egress {

using boost::asio::ip::tcp;

Gateway::Gateway(boost::asio::any_io_executor executor, GatewaySettings settings, Clock clock)
    : executor_(executor),
      clock_(std::move(clock)),
      ground_{
          std::move(settings.addresses),
          {},
          {executor, std::move(settings.names)},
          std::move(settings.users),
          {}
      },
      cleaners_(executor)
{
}

Gateway::~Gateway() = default;

Result<std::string> Gateway::open()
{
    const tcp::endpoint any_port(boost::asio::ip::address_v4::loopback(), 0);
    tcp::acceptor acceptor(executor_);
    boost::system::error_code error;
    acceptor.open(any_port.protocol(), error);
    if (!error) acceptor.bind(any_port, error);
    if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) return Error{ErrorCode::unavailable, "no port for a browser's gateway: " + error.message()};

    auto session = std::make_unique<Session>(executor_, ground_, std::move(acceptor), clock_);
    auto proxy = "http://127.0.0.1:" + std::to_string(session->port());
    sessions_[proxy] = std::move(session);
    return proxy;
}

Session* Gateway::find(std::string_view proxy)
{
    const auto entry = sessions_.find(proxy);
    return entry == sessions_.end() ? nullptr : entry->second.get();
}

void Gateway::close(std::string_view proxy)
{
    const auto entry = sessions_.find(proxy);
    if (entry == sessions_.end()) return;
    auto session = std::move(entry->second);
    sessions_.erase(entry);
    session->shut();
    cleaners_.spawn("egress session end", put_away(std::move(session)));
}

Async<Result<std::string>> Gateway::address_for(std::string host, std::uint16_t port)
{
    co_return co_await allowed_address(ground_, Target{std::move(host), port});
}

Async<void> Gateway::put_away(std::unique_ptr<Session> session) { co_await session->close(); }

Async<void> Gateway::stop()
{
    while (!sessions_.empty()) close(std::string(sessions_.begin()->first));
    co_await cleaners_.join();
    co_await ground_.resolver.close();
}

}  // namespace lissom::egress
