#pragma once

// A server for the tests of this room, and a client that says exactly what a test tells it to.

#include <memory>
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/nursery.hpp"
#include "base/signal.hpp"
#include "net/server.hpp"

namespace lissom::net {
namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto patience = Millis(10'000);

// A client that says exactly what a test tells it to.
class Caller {
public:
    Caller(asio::io_context& loop, std::uint16_t port)
        : socket_(loop)
    {
        socket_.connect({asio::ip::make_address("127.0.0.1"), port});
    }

    Async<void> say(std::string text)
    {
        co_await asio::async_write(socket_, asio::buffer(text), asio::as_tuple(asio::use_awaitable));
    }

    // One response with a Content-Length, head and body.
    Async<std::string> hear()
    {
        auto head_size = co_await asio::async_read_until(
            socket_, asio::dynamic_buffer(heard_), "\r\n\r\n", asio::use_awaitable
        );
        const auto head = heard_.substr(0, head_size);
        const auto at = head.find("Content-Length: ");
        const auto length = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
        if (heard_.size() < head_size + length)
            co_await asio::async_read(
                socket_,
                asio::dynamic_buffer(heard_),
                asio::transfer_exactly(head_size + length - heard_.size()),
                asio::use_awaitable
            );
        auto response = heard_.substr(0, head_size + length);
        heard_.erase(0, head_size + length);
        co_return response;
    }

    Async<std::string> hear_until(std::string text)
    {
        const auto size =
            co_await asio::async_read_until(socket_, asio::dynamic_buffer(heard_), text, asio::use_awaitable);
        auto part = heard_.substr(0, size);
        heard_.erase(0, size);
        co_return part;
    }

    Async<std::string> hear_to_the_end()
    {
        co_await asio::async_read(socket_, asio::dynamic_buffer(heard_), asio::as_tuple(asio::use_awaitable));
        co_return std::exchange(heard_, {});
    }

    void leave() { socket_.close(); }

private:
    tcp::socket socket_;
    std::string heard_;
};

class ServerTest : public testing::Test {
public:  // the tests are lambdas, which are strangers to the fixture
    // Runs the test's coroutine beside a server, and stops the server when it ends.
    void run(Async<void> test)
    {
        Nursery nursery(loop.get_executor());
        nursery.spawn("test", around(std::move(test)));
        loop.run();
    }

    Async<void> around(Async<void> test)
    {
        server = make_server(loop, settings, handler, on_websocket);
        if (auto done = server->listen(); !done) {
            ADD_FAILURE() << done.error().message;
            co_return;
        }
        try {
            auto ended = co_await within(patience, "the test", to_result(std::move(test)));
            EXPECT_TRUE(ended) << (ended ? "" : ended.error().message);
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
        co_await server->stop();
    }

    static Async<Done> to_result(Async<void> test)
    {
        co_await std::move(test);
        co_return Done{};
    }

    Caller call() { return {loop, server->port()}; }

    Async<std::string> ask(std::string text)
    {
        auto caller = call();
        co_await caller.say(std::move(text));
        co_return co_await caller.hear();
    }

    static Response text(std::string body)
    {
        Response response;
        response.body = std::move(body);
        return response;
    }

    asio::io_context loop{1};
    ServerSettings settings{.port = 0};
    Request seen;
    Server::Handler handler = [this](Request request) -> Async<Response> {
        seen = std::move(request);
        co_return text(seen.body.empty() ? seen.path : seen.body);
    };
    Server::WebSocketHandler on_websocket;
    std::unique_ptr<Server> server;
};

}  // namespace lissom::net
