#include "cdp/connection.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "base/nursery.hpp"
#include "cdp/recording_channel.hpp"

namespace lissom::cdp {
namespace {

// The far end of the pipes, in the hands of the test.
struct ConnectionTest : testing::Test {
    boost::asio::io_context loop{1};
    int to_us = -1;    // what we write here, the connection reads
    int from_us = -1;  // what the connection writes, we read here
    std::unique_ptr<Connection> connection;
    Nursery nursery{loop.get_executor()};
    std::vector<std::string> ended;

    ConnectionTest()
    {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        EXPECT_EQ(pipe2(in.data(), O_CLOEXEC), 0);
        EXPECT_EQ(pipe2(out.data(), O_CLOEXEC), 0);
        to_us = in[1];
        from_us = out[0];
        fcntl(from_us, F_SETFL, O_NONBLOCK);
        connection = std::make_unique<Connection>(loop.get_executor(), in[0], out[1]);
    }
    ~ConnectionTest() override
    {
        if (connection) nursery.spawn("close", connection->close());
        turn();
        hang_up();
        ::close(from_us);
    }

    void turn()
    {
        loop.restart();
        loop.poll();
    }
    void turn_until(std::size_t count)
    {
        loop.restart();
        while (ended.size() < count) loop.run_one();
    }
    void hang_up()
    {
        if (to_us >= 0) ::close(to_us);
        to_us = -1;
    }
    void say(std::string message)
    {
        message += '\0';
        ASSERT_EQ(::write(to_us, message.data(), message.size()), static_cast<ssize_t>(message.size()));
    }
    std::string heard()
    {
        std::string text(1 << 20, '\0');
        const auto got = ::read(from_us, text.data(), text.size());
        text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return text;
    }
    void send(Command command)
    {
        nursery.spawn("send", note_end(std::move(command)));
        turn();
    }
    Async<void> note_end(Command command)
    {
        auto answer = co_await connection->send(std::move(command));
        ended.push_back(answer ? dump(*answer) : "error: " + answer.error().message);
    }
};

TEST_F(ConnectionTest, AnswersReachThoseWhoAsked)
{
    send({.session = "S", .method = "A.first", .params = {{"x", 1}}});
    send({.session = "", .method = "A.second", .params = {}});
    EXPECT_EQ(
        heard(),
        std::string(R"({"id":1,"method":"A.first","sessionId":"S","params":{"x":1}})") + '\0' +
            R"({"id":2,"method":"A.second","params":{}})" + '\0'
    );

    say(R"({"id":2,"result":{"n":2}})");
    say(R"({"id":1,"result":{"n":1},"sessionId":"S"})");
    turn_until(2);

    EXPECT_EQ(ended, (std::vector<std::string>{R"({"n":2})", R"({"n":1})"}));
}

TEST_F(ConnectionTest, RefusalsAreErrors)
{
    send({.session = "", .method = "A.b", .params = {}});

    say(R"({"id":1,"error":{"code":-32000,"message":"No such thing"}})");
    turn_until(1);

    EXPECT_EQ(ended[0], "error: No such thing");
}

TEST_F(ConnectionTest, AMessageMayComeInPieces)
{
    send({.session = "", .method = "A.b", .params = {}});
    const std::string big(300'000, 'x');
    const auto text = R"({"id":1,"result":{"v":")" + big + "\"}}" + '\0';

    for (std::size_t at = 0; at < text.size(); at += 50'000) {
        const auto part = text.substr(at, 50'000);
        ASSERT_EQ(::write(to_us, part.data(), part.size()), static_cast<ssize_t>(part.size()));
        turn();
    }
    turn_until(1);

    EXPECT_EQ(ended[0].size(), big.size() + 8);
}

TEST_F(ConnectionTest, WhatThePipeDoesNotTakeAtOnceWaits)
{
    const std::string big(3u << 20, 'x');
    for (int i = 0; i < 3; ++i) connection->post({.session = "", .method = "A.b", .params = {{"v", big}}});

    std::size_t messages = 0;
    std::size_t bytes = 0;
    while (messages < 3) {
        turn();
        const auto text = heard();
        bytes += text.size();
        messages += static_cast<std::size_t>(std::ranges::count(text, '\0'));
    }

    EXPECT_GT(bytes, 3 * big.size());
}

TEST_F(ConnectionTest, EventsReachTheirSessionForAsLongAsTheSubscriptionIsHeld)
{
    std::vector<std::string> seen;
    auto held =
        connection->on("S1", "P.event", [&](const JsonObject& params) { seen.push_back(dump(params)); });

    say(R"({"method":"P.event","params":{"n":1},"sessionId":"S1"})");
    say(R"({"method":"P.event","params":{"n":2},"sessionId":"S2"})");
    say(R"({"method":"P.event","params":{"sessionId":"S1"}})");
    send({.session = "", .method = "A.b", .params = {}});
    say(R"({"id":1,"result":{}})");
    turn_until(1);
    held.reset();
    say(R"({"method":"P.event","params":{"n":3},"sessionId":"S1"})");
    send({.session = "", .method = "A.b", .params = {}});
    say(R"({"id":2,"result":{}})");
    turn_until(2);

    EXPECT_EQ(seen, (std::vector<std::string>{R"({"n":1})"}));
}

TEST_F(ConnectionTest, ACrashEndsTheCallsOfItsSessionOnly)
{
    send({.session = "S1", .method = "A.b", .params = {}});
    send({.session = "S2", .method = "A.b", .params = {}});

    say(R"({"method":"Inspector.targetCrashed","params":{},"sessionId":"S1"})");
    turn_until(1);

    EXPECT_EQ(ended, (std::vector<std::string>{"error: the page crashed"}));
}

TEST_F(ConnectionTest, ADetachedTargetEndsItsCalls)
{
    send({.session = "S1", .method = "A.b", .params = {}});

    say(R"({"method":"Target.detachedFromTarget","params":{"sessionId":"S1","targetId":"T"}})");
    turn_until(1);

    EXPECT_EQ(ended, (std::vector<std::string>{"error: the page was closed"}));
}

TEST_F(ConnectionTest, AnInterruptionEndsWhatMayBeInterrupted)
{
    send({.session = "S1", .method = "A.script", .params = {}, .is_interruptible = true});
    send({.session = "S1", .method = "A.other", .params = {}});

    connection->interrupt("S1", Error{ErrorCode::page_error, "a dialog"});
    turn_until(1);

    EXPECT_EQ(ended, (std::vector<std::string>{"error: a dialog"}));
}

TEST_F(ConnectionTest, TheEndOfThePipeEndsEverything)
{
    send({.session = "S1", .method = "A.b", .params = {}});

    hang_up();
    turn_until(1);
    send({.session = "", .method = "A.c", .params = {}});

    EXPECT_EQ(ended, (std::vector<std::string>{"error: the browser is gone", "error: the browser is gone"}));
    EXPECT_TRUE(connection->failure());
}

// A browser that is given up while it starts. What still reads may not touch it any more.
TEST_F(ConnectionTest, MayGoWithoutHavingBeenClosed)
{
    send({.session = "", .method = "Browser.getVersion", .params = {}});

    connection.reset();
    turn();

    EXPECT_TRUE(ended.empty());  // whoever waits has its own limit, and is cancelled here
    nursery.cancel();
    turn();
    EXPECT_EQ(nursery.running(), 0u);
}

TEST_F(ConnectionTest, ABrokenPipeEndsACallAtOnce)
{
    signal(SIGPIPE, SIG_IGN);
    ::close(from_us);

    send({.session = "", .method = "A.b", .params = {}});
    turn_until(1);

    EXPECT_EQ(ended, (std::vector<std::string>{"error: the browser is gone"}));
    from_us = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

TEST_F(ConnectionTest, ACallEndsAtItsLimitAndItsLateAnswerIsNobodys)
{
    send({.session = "", .method = "A.b", .params = {}, .limit = Millis(20)});
    turn_until(1);
    EXPECT_EQ(ended[0], "error: A.b took longer than 20 ms");

    say(R"({"id":1,"result":{}})");
    send({.session = "", .method = "A.c", .params = {}});
    say(R"({"id":2,"result":{"c":1}})");
    turn_until(2);

    EXPECT_EQ(ended[1], R"({"c":1})");
}

TEST_F(ConnectionTest, SurvivesWhatIsNotJson)
{
    auto held = connection->on("", "P.event", [](const JsonObject&) { throw std::runtime_error("a bug"); });
    send({.session = "", .method = "A.b", .params = {}});

    say("nonsense");
    say("");
    say(R"({"method":"P.event","params":)");
    say(R"({"method":"P.event","params":{}})");
    say(R"({"id":1,"result":)");
    turn_until(1);

    EXPECT_EQ(ended[0], "error: Chromium's answer is not JSON");
    EXPECT_FALSE(connection->failure());
}

TEST(SubscribersTest, AHandlerMayDropItsOwnSubscription)
{
    Subscribers subscribers;
    int calls = 0;
    Subscription held;
    held = subscribers.add("", "E", [&](const JsonObject&) {
        ++calls;
        held.reset();
    });

    subscribers.dispatch("", "E", {});
    subscribers.dispatch("", "E", {});

    EXPECT_EQ(calls, 1);
    EXPECT_FALSE(subscribers.want("", "E"));
}

}  // namespace
}  // namespace lissom::cdp
