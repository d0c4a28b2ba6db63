#include "net/client.hpp"

#include "net/server_fixture.hpp"

namespace lissom::net {
namespace {

using testing::HasSubstr;

class ClientTest : public ServerTest {
public:
    ClientTest()
    {
        handler = [this](Request request) -> Async<Response> { return serve(std::move(request)); };
    }

    Async<Response> serve(Request request)
    {
        seen = request;
        Response response;
        response.headers["X-Seen"] = "yes";
        if (request.path == "/slow") {
            ++waiting;
            changed.notify_all();
            try {
                co_await never.wait();
            } catch (const boost::system::system_error&) {
                ++cancelled;
                changed.notify_all();
                throw;
            }
        } else if (request.path == "/moved") {
            response.status = 302;
            response.headers["Location"] = "/there";
        } else if (request.path == "/busy") {
            response = Response::json(429, JsonObject{{"detail", "later"}});
        } else if (request.path == "/stream") {
            response.stream = [](Write write) -> Async<void> {
                co_await write("one ");
                co_await write("two");
            };
        } else {
            response.body = std::string(name_of(request.method)) + " " + request.path + " " + request.body;
        }
        co_return response;
    }

    std::string url(std::string_view path) const
    {
        return "http://127.0.0.1:" + std::to_string(server->port()) + std::string(path);
    }

    std::unique_ptr<Client> client = make_client(loop.get_executor());
    Signal never{loop.get_executor()};
    Signal changed{loop.get_executor()};
    int waiting = 0;
    int cancelled = 0;
};

TEST_F(ClientTest, SendsEveryMethodWithItsBody)
{
    run([](ClientTest& test) -> Async<void> {
        for (const auto method : {Method::get, Method::post, Method::put, Method::patch, Method::del}) {
            Call call{.method = method, .url = test.url("/x"), .body = method == Method::get ? "" : "body"};
            const auto sent = call.body;
            auto reply = co_await test.client->fetch(std::move(call));
            EXPECT_TRUE(reply);
            if (!reply) continue;
            EXPECT_EQ(reply->status, 200);
            EXPECT_EQ(reply->body, std::string(name_of(method)) + " /x " + sent);
            EXPECT_EQ(reply->headers.find("x-seen")->second, "yes");
        }
    }(*this));
}

TEST_F(ClientTest, SendsTheHeadersItWasGivenAndNoOthersOfItsOwn)
{
    run([](ClientTest& test) -> Async<void> {
        Call call{
            .method = Method::post,
            .url = test.url("/"),
            .headers = {{"X-One", "1"}, {"X-Empty", ""}},
            .body = "b"
        };

        const auto reply = co_await test.client->fetch(std::move(call));

        EXPECT_TRUE(reply);
        EXPECT_EQ(test.seen.header("x-one"), "1");
        EXPECT_TRUE(test.seen.headers.contains("x-empty"));
        EXPECT_FALSE(test.seen.headers.contains("content-type"));
        EXPECT_FALSE(test.seen.headers.contains("expect"));
    }(*this));
}

TEST_F(ClientTest, RefusesALineBreakInAHeader)
{
    run([](ClientTest& test) -> Async<void> {
        const auto reply =
            co_await test.client->fetch({.url = test.url("/"), .headers = {{"X", "a\r\nY: b"}}});

        EXPECT_FALSE(reply);
        if (!reply) {
            EXPECT_EQ(reply.error().code, ErrorCode::invalid_argument);
        }
    }(*this));
}

TEST_F(ClientTest, AnErrorStatusIsAReply)
{
    run([](ClientTest& test) -> Async<void> {
        const auto reply = co_await test.client->fetch({.url = test.url("/busy")});

        EXPECT_TRUE(reply);
        if (reply) {
            EXPECT_EQ(reply->status, 429);
        }
    }(*this));
}

TEST_F(ClientTest, FollowsRedirectsOnlyWhenToldTo)
{
    run([](ClientTest& test) -> Async<void> {
        const auto stayed = co_await test.client->fetch({.url = test.url("/moved")});
        const auto followed =
            co_await test.client->fetch({.url = test.url("/moved"), .follow_redirects = true});

        EXPECT_EQ(stayed->status, 302);
        EXPECT_EQ(followed->status, 200);
        EXPECT_THAT(followed->body, HasSubstr("/there"));
        EXPECT_FALSE(followed->headers.contains("location"));
    }(*this));
}

TEST_F(ClientTest, HandsOutABodyAsItArrives)
{
    run([](ClientTest& test) -> Async<void> {
        std::string heard;
        Call call{.url = test.url("/stream"), .on_data = [&](std::string_view data) { heard += data; }};

        const auto reply = co_await test.client->fetch(std::move(call));

        EXPECT_EQ(heard, "one two");
        EXPECT_EQ(reply->body, "");
    }(*this));
}

TEST_F(ClientTest, KeepsTheBodyOfARefusalOutOfTheStream)
{
    run([](ClientTest& test) -> Async<void> {
        std::string heard;
        Call call{.url = test.url("/busy"), .on_data = [&](std::string_view data) { heard += data; }};

        const auto reply = co_await test.client->fetch(std::move(call));

        EXPECT_EQ(heard, "");
        EXPECT_EQ(reply->body, R"({"detail":"later"})");
    }(*this));
}

TEST_F(ClientTest, GivesUpAtItsLimit)
{
    run([](ClientTest& test) -> Async<void> {
        const auto reply =
            co_await test.client->fetch({.url = test.url("/slow?key=secret"), .limit = Millis(50)});

        EXPECT_FALSE(reply);
        if (!reply) {
            EXPECT_EQ(reply.error().code, ErrorCode::timeout);
            EXPECT_THAT(reply.error().message, testing::Not(HasSubstr("secret")));
        }
    }(*this));
}

TEST_F(ClientTest, RefusesAnAnswerThatIsTooLarge)
{
    run([](ClientTest& test) -> Async<void> {
        const auto reply = co_await test.client->fetch({.url = test.url("/a-long-path"), .max_bytes = 10});

        EXPECT_FALSE(reply);
        if (!reply) {
            EXPECT_THAT(reply.error().message, HasSubstr("larger than 10 bytes"));
        }
    }(*this));
}

TEST_F(ClientTest, SaysThatNobodyListens)
{
    run([](ClientTest& test) -> Async<void> {
        const auto gone = test.url("/");
        co_await test.server->stop();

        const auto reply = co_await test.client->fetch({.url = gone});

        EXPECT_FALSE(reply);
        if (!reply) {
            EXPECT_EQ(reply.error().code, ErrorCode::unavailable);
        }
    }(*this));
}

TEST_F(ClientTest, KnowsOnlyHttp)
{
    run([](ClientTest& test) -> Async<void> {
        const auto reply = co_await test.client->fetch({.url = "file:///etc/hostname"});

        EXPECT_FALSE(reply);
        if (!reply) {
            EXPECT_EQ(reply.error().code, ErrorCode::invalid_argument);
        }
    }(*this));
}

TEST_F(ClientTest, ConnectsWhereItIsToldAndKeepsTheNameInTheRequest)
{
    run([](ClientTest& test) -> Async<void> {
        const auto port = std::to_string(test.server->port());

        const auto reply = co_await test.client->fetch(
            {.url = "http://name.invalid:" + port + "/", .connect_to = "127.0.0.1"}
        );

        EXPECT_TRUE(reply);
        EXPECT_EQ(test.seen.header("host"), "name.invalid:" + port);
    }(*this));
}

TEST_F(ClientTest, GoesThroughAProxy)
{
    run([](ClientTest& test) -> Async<void> {
        const auto proxy = "http://me:pw@127.0.0.1:" + std::to_string(test.server->port());

        const auto reply = co_await test.client->fetch({.url = "http://name.invalid/far", .proxy = proxy});

        EXPECT_TRUE(reply);
        EXPECT_EQ(test.seen.path, "/far");
        EXPECT_EQ(test.seen.header("host"), "name.invalid");
        EXPECT_EQ(test.seen.header("proxy-authorization"), "Basic bWU6cHc=");
    }(*this));
}

TEST_F(ClientTest, ACancelledCallLeavesTheServer)
{
    run([](ClientTest& test) -> Async<void> {
        Nursery calls(test.loop.get_executor());
        calls.spawn("call", [](ClientTest& its) -> Async<void> {
            [[maybe_unused]] const auto reply = co_await its.client->fetch({.url = its.url("/slow")});
        }(test));
        while (test.waiting == 0) co_await test.changed.wait();

        co_await calls.stop();

        while (test.cancelled == 0) co_await test.changed.wait();
    }(*this));
}

TEST_F(ClientTest, CarriesManyCallsAtOnce)
{
    run([](ClientTest& test) -> Async<void> {
        Nursery calls(test.loop.get_executor());
        int answered = 0;
        for (int count = 0; count < 50; ++count)
            calls.spawn("call", [](ClientTest& its, int& total) -> Async<void> {
                const auto reply = co_await its.client->fetch({.url = its.url("/x")});
                if (reply && reply->status == 200) ++total;
            }(test, answered));

        co_await calls.join();

        EXPECT_EQ(answered, 50);
    }(*this));
}

}  // namespace
}  // namespace lissom::net
