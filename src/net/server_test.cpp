#include "net/server.hpp"

#include <vector>

#include "net/server_fixture.hpp"

namespace lissom::net {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST_F(ServerTest, HandsThePartsOfARequestToTheHandler)
{
    run([](ServerTest& test) -> Async<void> {
        co_await test.ask(
            "POST //api///v1/t%C3%A4sk?l=5&name=a+b%26c&l=6&flag HTTP/1.1\r\nhost: x\r\nApiKey: k\r\n"
            "X-Two: 1\r\nX-Two: 2\r\nContent-Length: 4\r\n\r\nbody"
        );

        EXPECT_EQ(test.seen.method, Method::post);
        EXPECT_EQ(test.seen.path, "/api/v1/t\u00e4sk");
        EXPECT_EQ(test.seen.param("l"), "5");
        EXPECT_EQ(test.seen.param("name"), "a b&c");
        EXPECT_EQ(test.seen.param("flag"), "");
        EXPECT_EQ(test.seen.param("other"), std::nullopt);
        EXPECT_EQ(test.seen.header("apikey"), "k");
        EXPECT_EQ(test.seen.header("x-two"), "1, 2");
        EXPECT_EQ(test.seen.body, "body");
        EXPECT_EQ(test.seen.remote_address, "127.0.0.1");
    }(*this));
}

TEST_F(ServerTest, AnswersSeveralRequestsOfOneConnectionInOrder)
{
    run([](ServerTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET /one HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\n\r\nGET /thr"
        );

        EXPECT_THAT(co_await caller.hear(), testing::EndsWith("/one"));
        EXPECT_THAT(co_await caller.hear(), testing::EndsWith("/two"));
        co_await caller.say("ee HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_THAT(co_await caller.hear(), testing::EndsWith("/three"));
    }(*this));
}

TEST_F(ServerTest, AnswersHeadLikeGetWithoutTheBody)
{
    run([](ServerTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("HEAD /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        const auto answer = co_await caller.hear_to_the_end();

        EXPECT_EQ(test.seen.method, Method::get);
        EXPECT_THAT(answer, HasSubstr("Content-Length: 5\r\n"));
        EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
    }(*this));
}

TEST_F(ServerTest, ReadsAChunkedBody)
{
    run([](ServerTest& test) -> Async<void> {
        co_await test.ask(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
            "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
        );

        EXPECT_EQ(test.seen.body, "abcde");
    }(*this));
}

TEST_F(ServerTest, ReadsALargeBody)
{
    const std::string body(3u << 20, 'x');
    run([](ServerTest& test, std::string sent) -> Async<void> {
        const auto head =
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(sent.size()) + "\r\n\r\n";

        const auto answer = co_await test.ask(head + sent);

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
        EXPECT_TRUE(test.seen.body == sent);
        EXPECT_TRUE(answer.ends_with(sent));
    }(*this, body));
}

TEST_F(ServerTest, TellsAClientThatAsksToContinue)
{
    run([](ServerTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
        );

        EXPECT_EQ(co_await caller.hear(), "HTTP/1.1 100 Continue\r\n\r\n");
        co_await caller.say("body");
        EXPECT_THAT(co_await caller.hear(), testing::EndsWith("body"));
    }(*this));
}

TEST_F(ServerTest, RefusesALargeBodyBeforeItArrives)
{
    settings.max_body_bytes = 1000;
    run([](ServerTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");

        const auto answer = co_await caller.hear();

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 "));
        EXPECT_THAT(answer, HasSubstr(R"({"detail":"the body is larger than 1000 bytes"})"));
    }(*this));
}

TEST_F(ServerTest, RefusesAChunkedBodyThatGrowsTooLarge)
{
    settings.max_body_bytes = 1000;
    run([](ServerTest& test) -> Async<void> {
        const std::string chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
        EXPECT_THAT(
            co_await test.ask(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk
            ),
            StartsWith("HTTP/1.1 413 ")
        );
    }(*this));
}

struct BrokenRequest {
    const char* name;
    std::string text;
    int status;
};

class BrokenRequestTest : public ServerTest, public testing::WithParamInterface<BrokenRequest> {};

TEST_P(BrokenRequestTest, IsAnsweredWithJson)
{
    run([](BrokenRequestTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say(GetParam().text);

        const auto answer = co_await caller.hear_to_the_end();

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(GetParam().status) + " "));
        EXPECT_THAT(answer, HasSubstr("Content-Type: application/json\r\n"));
        EXPECT_THAT(answer, HasSubstr("\r\n\r\n{\"detail\":\""));
        EXPECT_TRUE(test.seen.path.empty());
    }(*this));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    BrokenRequestTest,
    testing::Values(
        BrokenRequest{"Noise", "\x16\x03\x01\x02 hello\r\n\r\n", 400},
        BrokenRequest{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
        BrokenRequest{"UnknownMethod", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        BrokenRequest{"NoPath", "GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        BrokenRequest{"BrokenEscape", "GET /a%2 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        BrokenRequest{"NullByte", "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        BrokenRequest{"Version", "GET / HTTP/7.3\r\nHost: x\r\n\r\n", 400},
        BrokenRequest{
            "TwoLengths",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            400
        },
        BrokenRequest{
            "LengthAndChunks",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400
        },
        BrokenRequest{"NegativeLength", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\nabc", 400},
        BrokenRequest{
            "BadChunk",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
            400
        },
        BrokenRequest{"FoldedName", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
        BrokenRequest{
            "HugeHead",
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n",
            431
        }
    ),
    [](const auto& info) { return std::string(info.param.name); }
);

TEST_F(ServerTest, AnswersAClientThatSendsTooSlowly)
{
    settings.request_limit = Millis(50);
    run([](ServerTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

        EXPECT_THAT(co_await caller.hear_to_the_end(), StartsWith("HTTP/1.1 408 "));
    }(*this));
}

TEST_F(ServerTest, TurnsAHandlersExceptionIntoA500)
{
    handler = [](Request) -> Async<Response> {
        throw std::logic_error("bug");
        co_return Response{};
    };
    run([](ServerTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");

        EXPECT_THAT(co_await caller.hear(), StartsWith("HTTP/1.1 500 "));
        EXPECT_THAT(co_await caller.hear(), StartsWith("HTTP/1.1 500 "));
    }(*this));
}

TEST_F(ServerTest, KeepsAHandlersHeaderOnOneLine)
{
    handler = [](Request) -> Async<Response> {
        Response response;
        response.headers["X-Name"] = "a\r\nSet-Cookie: evil=1";
        co_return response;
    };
    run([](ServerTest& test) -> Async<void> {
        EXPECT_THAT(
            co_await test.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            HasSubstr("X-Name: a  Set-Cookie: evil=1\r\n")
        );
    }(*this));
}

// A handler that waits for a sign, and tells how its wait ended.
class LongPollTest : public ServerTest {
public:  // the tests are lambdas, which are strangers to the fixture
    LongPollTest()
    {
        handler = [this](Request) -> Async<Response> { return wait_for_sign(); };
    }

    Async<Response> wait_for_sign()
    {
        ++waiting;
        changed.notify_all();
        try {
            co_await sign.wait();
        } catch (const boost::system::system_error&) {
            ++cancelled;
            --waiting;
            changed.notify_all();
            throw;
        }
        --waiting;
        co_return text("woken");
    }

    Signal sign{loop.get_executor()};
    Signal changed{loop.get_executor()};
    int waiting = 0;
    int cancelled = 0;
};

TEST_F(LongPollTest, AllHeldRequestsAreAnsweredWhenTheSignComes)
{
    run([](LongPollTest& test) -> Async<void> {
        std::vector<Caller> callers;
        for (int count = 0; count < 50; ++count) callers.push_back(test.call());
        for (auto& caller : callers) co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        while (test.waiting < 50) co_await test.changed.wait();

        test.sign.notify_all();

        for (auto& caller : callers) EXPECT_THAT(co_await caller.hear(), testing::EndsWith("woken"));
    }(*this));
}

TEST_F(LongPollTest, TheHandlerIsCancelledWhenItsClientLeaves)
{
    run([](LongPollTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        while (test.waiting == 0) co_await test.changed.wait();

        caller.leave();

        while (test.cancelled == 0) co_await test.changed.wait();
        EXPECT_EQ(test.waiting, 0);
    }(*this));
}

TEST_F(LongPollTest, StoppingTheServerCancelsWhatRuns)
{
    run([](LongPollTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        while (test.waiting == 0) co_await test.changed.wait();

        co_await test.server->stop();

        EXPECT_EQ(test.cancelled, 1);
        EXPECT_EQ(co_await caller.hear_to_the_end(), "");
    }(*this));
}

TEST_F(ServerTest, SaysThatTheAddressIsInUse)
{
    run([](ServerTest& test) -> Async<void> {
        const auto port = test.server->port();
        auto second = make_server(test.loop, {.port = port}, test.handler);

        const auto done = second->listen();

        EXPECT_FALSE(done);
        if (!done) {
            EXPECT_EQ(done.error().code, ErrorCode::unavailable);
            EXPECT_EQ(
                done.error().message,
                "127.0.0.1:" + std::to_string(port) +
                    " is in use by another program; choose another with --listen"
            );
        }
        co_return;
    }(*this));
}

TEST_F(ServerTest, TurnsAwayWhoIsTooMany)
{
    settings.max_connections = 1;
    run([](ServerTest& test) -> Async<void> {
        auto first = test.call();
        co_await first.say("GET /first HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await first.hear();
        auto second = test.call();

        const auto answer = co_await second.hear_to_the_end();

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
        EXPECT_THAT(answer, testing::EndsWith("}"));
    }(*this));
}

TEST_F(ServerTest, StreamsInChunks)
{
    handler = [](Request) -> Async<Response> {
        Response response;
        response.headers["Content-Type"] = "text/event-stream";
        response.stream = [](Write write) -> Async<void> {
            co_await write("data: one\n\n");
            co_await write("");
            co_await write("data: two\n\n");
        };
        co_return response;
    };
    run([](ServerTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        const auto head = co_await caller.hear_until("\r\n\r\n");
        EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
        EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
        EXPECT_EQ(
            co_await caller.hear_until("0\r\n\r\n"), "b\r\ndata: one\n\n\r\nb\r\ndata: two\n\n\r\n0\r\n\r\n"
        );
    }(*this));
}

TEST_F(LongPollTest, AStreamIsCancelledWhenItsClientLeaves)
{
    handler = [this](Request) -> Async<Response> {
        Response response;
        response.stream = [this](Write write) -> Async<void> {
            co_await write("hello");
            co_await wait_for_sign();
        };
        co_return response;
    };
    run([](LongPollTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await caller.hear_until("hello");
        while (test.waiting == 0) co_await test.changed.wait();

        caller.leave();

        while (test.cancelled == 0) co_await test.changed.wait();
    }(*this));
}

}  // namespace
}  // namespace lissom::net
