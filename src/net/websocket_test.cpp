#include "net/websocket.hpp"

#include "net/server_fixture.hpp"
#include "net/testing.hpp"

namespace lissom::net {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class WebSocketTest : public ServerTest {
public:
    WebSocketTest()
    {
        on_websocket = [this](Request request, auto accept) -> Async<std::optional<Response>> {
            seen = request;
            if (request.header("origin") == "http://evil.example")
                co_return Response::json(403, JsonObject{{"detail", "no"}});
            auto socket = co_await accept();
            if (!socket) co_return std::nullopt;
            while (auto message = co_await (*socket)->receive()) {
                if (message->data == "bye") (*socket)->close();
                while (message->data == "flood" && (*socket)->send({.data = std::string(1u << 20, 'x')}))
                    ++sent;
                (*socket)->send(*message);
            }
            has_ended = true;
            changed.notify_all();
            co_return std::nullopt;
        };
    }

    Async<std::shared_ptr<WebSocket>> connect(Headers headers = {})
    {
        auto socket = co_await connect_websocket(loop, server->port(), "/live/abc?b=1", std::move(headers));
        if (!socket) throw std::runtime_error(socket.error().message);
        co_return *socket;
    }

    Signal changed{loop.get_executor()};
    bool has_ended = false;
    int sent = 0;  // messages to a client that does not read
};

TEST_F(WebSocketTest, CarriesTextAndBytesBothWays)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto socket = co_await test.connect();
        const std::string bytes("\0\xff\x80", 3);

        socket->send({.is_binary = false, .data = "hello"});
        socket->send({.is_binary = true, .data = bytes});

        const auto first = co_await socket->receive();
        const auto second = co_await socket->receive();
        EXPECT_EQ(first.value().data, "hello");
        EXPECT_FALSE(first.value().is_binary);
        EXPECT_EQ(second.value().data, bytes);
        EXPECT_TRUE(second.value().is_binary);
        EXPECT_EQ(test.seen.path, "/live/abc");
        EXPECT_EQ(test.seen.param("b"), "1");
        EXPECT_EQ(socket->backlog(), 0);
    }(*this));
}

TEST_F(WebSocketTest, CarriesALargeMessage)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto socket = co_await test.connect();
        const std::string large(5u << 20, 'x');

        socket->send({.is_binary = true, .data = large});
        EXPECT_GE(socket->backlog(), large.size());

        const auto echo = co_await socket->receive();
        EXPECT_TRUE(echo.value().data == large);
    }(*this));
}

TEST_F(WebSocketTest, EndsForTheServerWhenTheClientCloses)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto socket = co_await test.connect();

        socket->close();

        EXPECT_FALSE(co_await socket->receive());
        EXPECT_FALSE(socket->send({.data = "too late"}));
        while (!test.has_ended) co_await test.changed.wait();
    }(*this));
}

TEST_F(WebSocketTest, EndsForTheClientWhenTheServerCloses)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto socket = co_await test.connect();

        socket->send({.data = "bye"});

        EXPECT_FALSE(co_await socket->receive());
    }(*this));
}

TEST_F(WebSocketTest, EndsForTheServerWhenTheClientLetsGo)
{
    run([](WebSocketTest& test) -> Async<void> {
        (co_await test.connect())->send({.data = "hello"});

        while (!test.has_ended) co_await test.changed.wait();
    }(*this));
}

TEST_F(WebSocketTest, LetsGoOfAClientThatReadsNothing)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto socket = co_await test.connect();

        socket->send({.data = "flood"});

        while (!test.has_ended) co_await test.changed.wait();
        EXPECT_GE(test.sent, 8);
        EXPECT_LE(test.sent, 10);
    }(*this));
}

TEST_F(WebSocketTest, EndsWhenTheServerStops)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto socket = co_await test.connect();

        co_await test.server->stop();

        EXPECT_FALSE(co_await socket->receive());
    }(*this));
}

TEST_F(WebSocketTest, CanBeRefusedByTheHandler)
{
    run([](WebSocketTest& test) -> Async<void> {
        EXPECT_THAT(
            co_await test.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                              "Origin: http://evil.example\r\n\r\n"),
            StartsWith("HTTP/1.1 403 ")
        );
    }(*this));
}

TEST_F(WebSocketTest, AnswersAPing)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        const auto head = co_await caller.hear_until("\r\n\r\n");
        EXPECT_THAT(head, StartsWith("HTTP/1.1 101 "));
        EXPECT_THAT(head, HasSubstr("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));

        co_await caller.say(std::string("\x89\x82\0\0\0\0hi", 8));  // a masked ping of two bytes

        EXPECT_EQ(co_await caller.hear_until("hi"), "\x8a\x02hi");
    }(*this));
}

TEST_F(WebSocketTest, RefusesAMalformedHandshake)
{
    run([](WebSocketTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

        EXPECT_THAT(co_await caller.hear_to_the_end(), StartsWith("HTTP/1.1 400 "));
    }(*this));
}

}  // namespace
}  // namespace lissom::net
