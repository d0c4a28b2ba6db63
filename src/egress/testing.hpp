#pragma once

// Counterparts for tests, with real sockets on 127.0.0.1. Not used by the program.

#include <functional>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "base/async.hpp"
#include "base/nursery.hpp"

namespace lissom::egress::testing {

using Socket = boost::asio::ip::tcp::socket;

// Octets of a socket up to and with `end`; empty when the other side closes before.
Async<std::string> read_until(Socket& socket, std::string& buffer, std::string end);
Async<std::string> read_rest(Socket& socket);
Async<void> say(Socket& socket, std::string octets);
Async<Socket> connect(std::uint16_t port);

// A server whose every connection is one call of `talk`.
class Listener {
public:
    using Talk = std::function<Async<void>(Socket&)>;

    Listener(boost::asio::any_io_executor executor, Talk talk);
    std::uint16_t port() const { return port_; }
    std::size_t connections() const { return connections_; }
    Async<void> stop();

private:
    Async<void> accept();
    Async<void> serve(Socket socket);

    boost::asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_;
    Talk talk_;
    std::size_t connections_ = 0;
    Nursery nursery_;
};

// A web server that answers every request with "hello from PATH" and remembers what it was asked.
class WebServer {
public:
    explicit WebServer(boost::asio::any_io_executor executor);
    std::uint16_t port() const { return listener_.port(); }
    std::size_t connections() const { return listener_.connections(); }
    const std::vector<std::string>& requests() const
    {
        return requests_;
    }  // heads, with bodies of known length
    Async<void> stop() { return listener_.stop(); }

private:
    Async<void> talk(Socket& socket);

    std::vector<std::string> requests_;
    Listener listener_;
};

struct Credentials {
    std::string username;  // empty: nobody is asked
    std::string password;
};

// Proxies of the two kinds, which connect wherever they are told: every name is 127.0.0.1 to them.
class HttpProxy {
public:
    HttpProxy(boost::asio::any_io_executor executor, Credentials credentials);
    std::uint16_t port() const { return listener_.port(); }
    const std::vector<std::string>& lines() const { return lines_; }  // first lines of requests
    Async<void> stop() { return listener_.stop(); }

private:
    Async<void> talk(Socket& socket);

    Credentials credentials_;
    std::vector<std::string> lines_;
    Listener listener_;
};

class SocksProxy {
public:
    SocksProxy(boost::asio::any_io_executor executor, Credentials credentials);
    std::uint16_t port() const { return listener_.port(); }
    const std::vector<std::string>& targets() const { return targets_; }  // "host:port"
    Async<void> stop() { return listener_.stop(); }

private:
    Async<void> talk(Socket& socket);

    Credentials credentials_;
    std::vector<std::string> targets_;
    Listener listener_;
};

}  // namespace lissom::egress::testing
