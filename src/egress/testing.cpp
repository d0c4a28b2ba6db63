#include "egress/testing.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "base/base64.hpp"

namespace lissom::egress::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);

std::size_t length_in(const std::string& head)
{
    const auto place = head.find("Content-Length: ");
    return place == std::string::npos ? 0 : std::stoul(head.substr(place + 16));
}

Async<void> copy(Socket& from, Socket& to)
{
    std::array<char, 16384> part;
    for (;;) {
        const auto [error, count] = co_await from.async_read_some(asio::buffer(part), as_result);
        if (error) break;
        const auto [lost, written] =
            co_await asio::async_write(to, asio::buffer(part.data(), count), as_result);
        if (lost) break;
    }
    boost::system::error_code ignored;
    to.shutdown(Socket::shutdown_both, ignored);
}

Async<void> join(Socket& left, Socket& right) { co_await (copy(left, right) && copy(right, left)); }

std::uint16_t port_of(const std::string& target)
{
    return static_cast<std::uint16_t>(std::stoul(target.substr(target.rfind(':') + 1)));
}

Async<std::string> read_count(Socket& socket, std::size_t count)
{
    std::string octets(count, '\0');
    const auto [error, got] = co_await asio::async_read(socket, asio::buffer(octets), as_result);
    co_return error ? std::string() : octets;
}

}  // namespace

Async<std::string> read_until(Socket& socket, std::string& buffer, std::string end)
{
    std::array<char, 4096> part;
    std::size_t place = 0;
    while ((place = buffer.find(end)) == std::string::npos) {
        const auto [error, count] = co_await socket.async_read_some(asio::buffer(part), as_result);
        if (error) co_return std::string();
        buffer.append(part.data(), count);
    }
    auto found = buffer.substr(0, place + end.size());
    buffer.erase(0, place + end.size());
    co_return found;
}

Async<std::string> read_rest(Socket& socket)
{
    std::string all;
    std::array<char, 16384> part;
    for (;;) {
        const auto [error, count] = co_await socket.async_read_some(asio::buffer(part), as_result);
        if (error) co_return all;
        all.append(part.data(), count);
    }
}

Async<void> say(Socket& socket, std::string octets)
{
    co_await asio::async_write(socket, asio::buffer(octets), as_result);
}

Async<Socket> connect(std::uint16_t port)
{
    Socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), asio::use_awaitable);
    co_return socket;
}

Listener::Listener(asio::any_io_executor executor, Talk talk)
    : acceptor_(executor, any_port),
      port_(acceptor_.local_endpoint().port()),
      talk_(std::move(talk)),
      nursery_(executor)
{
    nursery_.spawn("test listener", accept());
}

Async<void> Listener::accept()
{
    for (;;) {
        auto [error, socket] = co_await acceptor_.async_accept(as_result);
        if (error) co_return;
        ++connections_;
        nursery_.spawn("test connection", serve(std::move(socket)));
    }
}

Async<void> Listener::serve(Socket socket)
{
    co_await talk_(socket);
    boost::system::error_code ignored;
    socket.shutdown(Socket::shutdown_both, ignored);
}

Async<void> Listener::stop()
{
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    co_await nursery_.stop();
}

WebServer::WebServer(asio::any_io_executor executor)
    : listener_(executor, [this](Socket& socket) { return talk(socket); })
{
}

Async<void> WebServer::talk(Socket& socket)
{
    std::string buffer;
    for (;;) {
        auto request = co_await read_until(socket, buffer, "\r\n\r\n");
        if (request.empty()) co_return;
        const auto path =
            request.substr(request.find(' ') + 1, request.find(" HTTP/") - request.find(' ') - 1);
        auto missing = length_in(request);
        const auto there = std::min(missing, buffer.size());
        auto body = buffer.substr(0, there);
        buffer.erase(0, there);
        missing -= there;
        if (missing > 0) body += co_await read_count(socket, missing);
        requests_.push_back(request + body);
        const auto answer = "hello from " + path;
        co_await say(
            socket,
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " +
                std::to_string(answer.size()) + "\r\n\r\n" + answer
        );
        if (request.find("Connection: close") != std::string::npos) co_return;
    }
}

HttpProxy::HttpProxy(asio::any_io_executor executor, Credentials credentials)
    : credentials_(std::move(credentials)),
      listener_(executor, [this](Socket& socket) { return talk(socket); })
{
}

Async<void> HttpProxy::talk(Socket& socket)
{
    std::string buffer;
    auto head = co_await read_until(socket, buffer, "\r\n\r\n");
    if (head.empty()) co_return;
    lines_.push_back(head.substr(0, head.find("\r\n")));
    const auto wanted = "Proxy-Authorization: Basic " +
                        to_base64(credentials_.username + ":" + credentials_.password) + "\r\n";
    if (!credentials_.username.empty() && head.find(wanted) == std::string::npos) {
        co_await say(
            socket,
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"t\"\r\n"
            "Content-Length: 0\r\n\r\n"
        );
        co_return;
    }
    const auto start = head.find(' ') + 1;
    auto target = head.substr(start, head.find(' ', start) - start);
    const bool is_tunnel = head.starts_with("CONNECT ");
    if (!is_tunnel) {
        target = target.substr(7);
        target = target.substr(0, target.find('/'));
    }
    auto server = co_await connect(port_of(target));
    if (is_tunnel)
        co_await say(socket, "HTTP/1.1 200 OK\r\n\r\n");
    else
        co_await say(server, head.substr(0, start) + head.substr(head.find('/', start + 7)) + buffer);
    co_await join(socket, server);
}

SocksProxy::SocksProxy(asio::any_io_executor executor, Credentials credentials)
    : credentials_(std::move(credentials)),
      listener_(executor, [this](Socket& socket) { return talk(socket); })
{
}

Async<void> SocksProxy::talk(Socket& socket)
{
    const auto greeting = co_await read_count(socket, 2);
    if (greeting.size() < 2) co_return;
    const auto methods = co_await read_count(socket, static_cast<unsigned char>(greeting[1]));
    const char wanted = credentials_.username.empty() ? 0 : 2;
    if (methods.find(wanted) == std::string::npos) {
        co_await say(socket, std::string{5, static_cast<char>(0xff)});
        co_return;
    }
    co_await say(socket, std::string{5, wanted});
    if (wanted == 2) {
        const auto name_head = co_await read_count(socket, 2);
        const auto username = co_await read_count(socket, static_cast<unsigned char>(name_head.at(1)));
        const auto password_length = co_await read_count(socket, 1);
        const auto password = co_await read_count(socket, static_cast<unsigned char>(password_length.at(0)));
        const bool fits = username == credentials_.username && password == credentials_.password;
        co_await say(socket, std::string{1, static_cast<char>(fits ? 0 : 1)});
        if (!fits) co_return;
    }
    const auto request = co_await read_count(socket, 4);
    std::string host = "an address";
    if (request.at(3) == 3) {
        const auto length = co_await read_count(socket, 1);
        host = co_await read_count(socket, static_cast<unsigned char>(length.at(0)));
    } else {
        const auto octets = co_await read_count(socket, request.at(3) == 1 ? 4 : 16);
        if (request.at(3) == 1) {
            asio::ip::address_v4::bytes_type bytes;
            std::copy(octets.begin(), octets.end(), bytes.begin());
            host = asio::ip::address_v4(bytes).to_string();
        }
    }
    const auto port = co_await read_count(socket, 2);
    const auto number = static_cast<std::uint16_t>(
        static_cast<unsigned char>(port.at(0)) * 256 + static_cast<unsigned char>(port.at(1))
    );
    targets_.push_back(host + ":" + std::to_string(number));
    auto server = co_await connect(number);
    co_await say(socket, std::string{5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    co_await join(socket, server);
}

}  // namespace lissom::egress::testing
