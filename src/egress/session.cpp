#include "egress/session.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "egress/connection.hpp"
#include "egress/peer.hpp"

namespace lissom::egress {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Chromium has some dozens open to one proxy; a page full of sockets a few hundred.
constexpr std::size_t most_connections = 2'000;
constexpr Millis sweep_interval(60'000);
constexpr Millis longest_silence(2 * 3600'000);  // of a connection on which nobody says anything
constexpr Millis no_descriptor_pause(100);

}  // namespace

Session::Session(asio::any_io_executor executor, Ground& ground, tcp::acceptor acceptor, Clock clock)
    : ground_(ground),
      acceptor_(std::move(acceptor)),
      port_(acceptor_.local_endpoint().port()),
      log_(std::make_shared<NetworkLog>(std::move(clock))),
      nursery_(executor)
{
    ground_.ports.insert(port_);
    nursery_.spawn("egress listener", accept());
    nursery_.spawn("egress sweep", sweep());
}

Session::~Session() = default;

void Session::configure(Policy policy)
{
    policy_ = std::move(policy);
    if (policy_.blocks_ads) ground_.ads.prepare();
    is_configured_ = true;
}

Policy Session::policy_for(const std::string& host) const
{
    auto policy = policy_;
    if (wanted_.contains(host)) policy.blocks_ads = false;
    return policy;
}

Async<void> Session::accept()
{
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
        if (!acceptor_.is_open()) co_return;
        if (error) {
            if (error == asio::error::no_descriptors)
                log::error(
                    "too many open files for the egress gateway", {{"connections", connections_.size()}}
                );
            co_await pause(no_descriptor_pause);
            continue;
        }
        // Every user of this machine can reach a port of its loopback; a session's traffic is its browser's
        // alone.
        if (!ground_.users.empty()) {
            const auto user = user_of(socket);
            if (user && !ground_.users.contains(*user)) {
                log::warn("another user of this machine tried to use a session's gateway", {{"user", *user}});
                continue;
            }
        }
        if (connections_.size() >= most_connections) continue;
        nursery_.spawn("egress connection", serve(std::move(socket)));
    }
}

Async<void> Session::serve(tcp::socket socket)
{
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    Connection connection(*this, plain_wire(std::move(socket)));
    struct Entry {
        std::set<Connection*>& all;
        Connection* one;
        ~Entry() { all.erase(one); }
    } entry{connections_, &connection};
    connections_.insert(&connection);
    co_await connection.serve();
}

Async<void> Session::sweep()
{
    for (;;) {
        co_await pause(sweep_interval);
        const auto old = moment() - longest_silence;
        for (auto* connection : connections_)
            if (connection->last_moved() < old) connection->close();
    }
}

void Session::shut()
{
    ground_.ports.erase(port_);
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    for (auto* connection : connections_) connection->close();
    nursery_.cancel();
}

Async<void> Session::close()
{
    shut();
    co_await nursery_.stop();
}

}  // namespace lissom::egress
