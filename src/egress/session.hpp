#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "base/nursery.hpp"
#include "egress/ground.hpp"
#include "egress/network_log.hpp"
#include "egress/policy.hpp"
#include "egress/wire.hpp"

namespace lissom::egress {

class Connection;

// One browser's way out: an HTTP proxy on a port of its own. Refuses everything until it is configured,
// because ready-made browsers have one before anybody knows for whom. Owned by the Gateway.
class Session {
public:
    Session(
        boost::asio::any_io_executor executor,
        Ground& ground,
        boost::asio::ip::tcp::acceptor acceptor,
        Clock clock
    );
    ~Session();

    std::uint16_t port() const { return port_; }

    // From here on connections are made, under these rules.
    void configure(Policy policy);
    // Somebody wants to see this very host: it is let through although it is on the list of advertisers.
    void want(const std::string& host) { wanted_.insert(host); }

    const std::shared_ptr<NetworkLog>& log() const { return log_; }
    std::size_t connections() const { return connections_.size(); }

    void shut();  // at once: no new connections, the present ones end
    Async<void> close();

private:
    friend class Connection;

    Async<void> accept();
    Async<void> serve(boost::asio::ip::tcp::socket socket);
    Async<void> sweep();
    bool is_configured() const { return is_configured_; }
    Policy policy_for(const std::string& host) const;

    Ground& ground_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_;
    Policy policy_;
    bool is_configured_ = false;
    std::set<std::string, std::less<>> wanted_;
    std::shared_ptr<NetworkLog> log_;
    std::set<Connection*> connections_;
    std::set<std::string>
        ask_for_nothing_;  // "host:port" of sites that want no certificate of their visitors
    Nursery nursery_;
};

}  // namespace lissom::egress
