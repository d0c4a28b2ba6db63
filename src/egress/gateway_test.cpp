#include "egress/gateway.hpp"

#include <unistd.h>

#include <optional>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "egress/testing.hpp"

namespace lissom::egress {
namespace {

using testing::connect;
using testing::HttpProxy;
using testing::read_rest;
using testing::read_until;
using testing::say;
using testing::Socket;
using testing::SocksProxy;
using testing::WebServer;

class GatewayTest : public ::testing::Test {
public:
    GatewayTest()
        : web(loop.get_executor())
    {
        settings.names["shop.test"] = boost::asio::ip::address_v4::loopback();
        settings.names["rebound.test"] = boost::asio::ip::make_address("169.254.169.254");
        settings.names["ads.doubleclick.net"] = boost::asio::ip::address_v4::loopback();
        settings.names["*"] = std::nullopt;
    }

    void TearDown() override
    {
        run_to_end(loop, web.stop());
        if (gateway) run_to_end(loop, gateway->stop());
    }

    Session& open(Policy policy = {})
    {
        if (!gateway) gateway.emplace(loop.get_executor(), settings);
        auto& session = *gateway->find(*gateway->open());
        session.configure(std::move(policy));
        return session;
    }

    std::string port() const { return std::to_string(web.port()); }

    // One request on a connection of its own, until the other side ends it.
    std::string ask(Session& session, std::string request)
    {
        const auto talk = [](std::uint16_t number, std::string octets) -> Async<std::string> {
            auto socket = co_await connect(number);
            co_await say(socket, octets);
            co_return co_await read_rest(socket);
        };
        return await(loop, talk(session.port(), std::move(request)));
    }

    std::string get(Session& session, const std::string& url)
    {
        return ask(
            session,
            "GET " + url + " HTTP/1.1\r\nHost: x\r\nProxy-Connection: close\r\nConnection: close\r\n\r\n"
        );
    }

    Upstream
    upstream(std::string_view scheme, std::uint16_t number, std::string name = {}, std::string password = {})
    {
        return *upstream_from(
            std::string(scheme) + "://127.0.0.1:" + std::to_string(number),
            std::move(name),
            std::move(password)
        );
    }

    boost::asio::io_context loop;
    GatewaySettings settings;
    WebServer web;
    std::optional<Gateway> gateway;
};

const Exchange& last_of(Session& session) { return session.log()->exchanges().back(); }

TEST_F(GatewayTest, APlainRequestReachesTheServerWithoutWhatWasMeantForTheProxy)
{
    auto& session = open();

    const auto answer = get(session, "http://shop.test:" + port() + "/lamps?page=2");

    EXPECT_NE(answer.find("hello from"), std::string::npos) << answer;
    ASSERT_EQ(web.requests().size(), 1u);
    EXPECT_TRUE(web.requests()[0].starts_with("GET /lamps?page=2 HTTP/1.1\r\n")) << web.requests()[0];
    EXPECT_EQ(web.requests()[0].find("Proxy-"), std::string::npos);
    EXPECT_EQ(last_of(session).status, 200);
    EXPECT_EQ(last_of(session).type, "text/plain");
    EXPECT_EQ(last_of(session).address, "127.0.0.1");
}

TEST_F(GatewayTest, SeveralRequestsTravelOnOneConnection)
{
    auto& session = open();
    const auto talk = [](std::uint16_t number, std::string base) -> Async<std::string> {
        auto socket = co_await connect(number);
        std::string buffer;
        std::string answers;
        for (int i = 0; i < 3; ++i) {
            const auto path = "/" + std::to_string(i);
            co_await say(
                socket,
                "POST " + base + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nbody" +
                    std::to_string(i)
            );
            answers += co_await read_until(socket, buffer, "hello from " + path);
        }
        co_return answers;
    };

    await(loop, talk(session.port(), "http://shop.test:" + port()));

    ASSERT_EQ(web.requests().size(), 3u);
    EXPECT_EQ(web.connections(), 1u);
    EXPECT_TRUE(web.requests()[2].ends_with("body2")) << web.requests()[2];
    EXPECT_EQ(session.log()->exchanges().size(), 3u);
}

TEST_F(GatewayTest, ATunnelCarriesOctetsBothWays)
{
    static constexpr auto inside = "GET /inside HTTP/1.1\r\nHost: x\r\n\r\n";
    auto& session = open();
    const auto talk = [](std::uint16_t number, std::string target) -> Async<std::string> {
        auto socket = co_await connect(number);
        std::string buffer;
        co_await say(socket, "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
        auto answers = co_await read_until(socket, buffer, "\r\n\r\n");
        co_await say(socket, inside);
        answers += co_await read_until(socket, buffer, "hello from /inside");
        co_return answers;
    };

    const auto answers = await(loop, talk(session.port(), "shop.test:" + port()));

    EXPECT_TRUE(answers.starts_with("HTTP/1.1 200 ")) << answers;
    EXPECT_TRUE(answers.ends_with("hello from /inside")) << answers;
    EXPECT_EQ(last_of(session).method, "CONNECT");
    EXPECT_EQ(last_of(session).sent, std::string_view(inside).size());
    EXPECT_GT(last_of(session).received, 60u);
}

TEST_F(GatewayTest, NothingGoesOutBeforeTheBrowserIsASessions)
{
    gateway.emplace(loop.get_executor(), settings);
    auto& session = *gateway->find(*gateway->open());

    const auto answer = ask(session, "GET http://shop.test:" + port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_TRUE(answer.starts_with("HTTP/1.1 502 ")) << answer;
    EXPECT_EQ(web.connections(), 0u);
}

TEST_F(GatewayTest, TheAddressDecidesWhateverTheNameIs)
{
    settings.addresses.allows_private = false;
    auto& session = open();

    for (const std::string host :
         {"127.0.0.1",
          "2130706433",
          "0x7f.1",
          "0177.0.0.1",
          "127.1",
          "localhost",
          "shop.test",
          "[::1]",
          "[::ffff:127.0.0.1]"}) {
        const auto answer =
            ask(session, "GET http://" + host + ":" + port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << host << " → " << answer;
        EXPECT_EQ(last_of(session).refusal.verdict, Verdict::private_network) << host;
    }
    EXPECT_EQ(web.connections(), 0u);
}

TEST_F(GatewayTest, CloudMetadataIsOutOfReachEvenWhereTheNetworkIsNot)
{
    auto& session = open();

    for (const std::string host :
         {"169.254.169.254", "rebound.test", "metadata.google.internal", "[::ffff:169.254.169.254]"}) {
        const auto answer = ask(session, "CONNECT " + host + ":80 HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << host << " → " << answer;
        EXPECT_EQ(last_of(session).refusal.verdict, Verdict::metadata) << host;
    }
}

TEST_F(GatewayTest, ThisServersOwnPortsAreOutOfReach)
{
    settings.addresses.own_port = web.port();
    auto& session = open();
    auto& other = open();

    const auto api = ask(session, "GET http://localhost:" + port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto sibling =
        ask(session, "CONNECT 127.0.0.1:" + std::to_string(other.port()) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_NE(api.find("this server itself"), std::string::npos) << api;
    EXPECT_NE(sibling.find("this server itself"), std::string::npos) << sibling;
    EXPECT_EQ(web.connections(), 0u);
}

TEST_F(GatewayTest, StrictListsBindEveryConnection)
{
    Policy policy;
    policy.only = *parse_patterns(std::vector<std::string>{"http://shop.test:*/*"});
    auto& session = open(policy);

    const auto inside = get(session, "http://shop.test:" + port() + "/");
    const auto outside = ask(session, "CONNECT 127.0.0.1:" + port() + " HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_TRUE(inside.starts_with("HTTP/1.1 200 ")) << inside;
    EXPECT_TRUE(outside.starts_with("HTTP/1.1 403 ")) << outside;
    EXPECT_NE(outside.find("127.0.0.1 is not in allowed_urls"), std::string::npos) << outside;
}

TEST_F(GatewayTest, AdvertisementsAreRefusedBeforeARequestLeavesUnlessTheyAreWanted)
{
    auto& session = open();
    const auto url = "http://ads.doubleclick.net:" + port() + "/";

    const auto refused = ask(session, "GET " + url + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 403 ")) << refused;
    EXPECT_EQ(web.connections(), 0u);

    session.want("ads.doubleclick.net");
    EXPECT_TRUE(get(session, url).starts_with("HTTP/1.1 200 "));

    Policy without;
    without.blocks_ads = false;
    EXPECT_TRUE(get(open(without), url).starts_with("HTTP/1.1 200 "));
}

TEST_F(GatewayTest, AnHttpProxyGetsItsCredentials)
{
    HttpProxy proxy(loop.get_executor(), {"lena", "s3cret:with colon"});
    Policy policy;
    policy.upstream = upstream("http", proxy.port(), "lena", "s3cret:with colon");
    auto& session = open(policy);

    const auto answer = get(session, "http://only.the.proxy.knows:" + port() + "/a");

    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
    ASSERT_EQ(proxy.lines().size(), 1u);
    EXPECT_EQ(proxy.lines()[0], "GET http://only.the.proxy.knows:" + port() + "/a HTTP/1.1");
    run_to_end(loop, proxy.stop());
}

TEST_F(GatewayTest, WrongCredentialsAreToldPlainlyForRequestsAndForTunnels)
{
    HttpProxy proxy(loop.get_executor(), {"lena", "right"});
    Policy policy;
    policy.upstream = upstream("http", proxy.port(), "lena", "wrong");
    auto& session = open(policy);

    const auto request = ask(session, "GET http://shop.test:" + port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto tunnel = ask(session, "CONNECT shop.test:" + port() + " HTTP/1.1\r\nHost: x\r\n\r\n");

    for (const auto& answer : {request, tunnel}) {
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 502 "))
            << answer;  // a 407 would make the browser ask a person
        EXPECT_NE(answer.find("refused the credentials (407)"), std::string::npos) << answer;
    }
    EXPECT_EQ(last_of(session).refusal.verdict, Verdict::proxy_credentials);
    run_to_end(loop, proxy.stop());
}

TEST_F(GatewayTest, ASocksProxyGetsItsCredentialsAndTheNameUnresolved)
{
    SocksProxy proxy(loop.get_executor(), {"lena", "s3cret"});
    Policy policy;
    policy.upstream = upstream("socks5", proxy.port(), "lena", "s3cret");

    const auto answer = get(open(policy), "http://only.the.proxy.knows:" + port() + "/a");

    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
    ASSERT_EQ(proxy.targets().size(), 1u);
    EXPECT_EQ(proxy.targets()[0], "only.the.proxy.knows:" + port());
    run_to_end(loop, proxy.stop());
}

TEST_F(GatewayTest, ASocksProxyThatIsNotContentIsToldPlainly)
{
    SocksProxy proxy(loop.get_executor(), {"lena", "s3cret"});
    Policy wrong;
    wrong.upstream = upstream("socks5", proxy.port(), "lena", "wrong");
    Policy none;
    none.upstream = upstream("socks5", proxy.port());
    const auto request = "CONNECT shop.test:" + port() + " HTTP/1.1\r\nHost: x\r\n\r\n";

    const auto with_wrong = ask(open(wrong), request);
    const auto with_none = ask(open(none), request);

    EXPECT_NE(with_wrong.find("refused the credentials"), std::string::npos) << with_wrong;
    EXPECT_NE(with_none.find("asks for credentials"), std::string::npos) << with_none;
    run_to_end(loop, proxy.stop());
}

TEST_F(GatewayTest, ADeadProxyIsNamed)
{
    std::uint16_t dead = 0;
    {
        WebServer gone(loop.get_executor());
        dead = gone.port();
        run_to_end(loop, gone.stop());
    }
    Policy policy;
    policy.upstream = upstream("http", dead);
    auto& session = open(policy);

    const auto answer = ask(session, "CONNECT shop.test:" + port() + " HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_NE(answer.find("the proxy cannot be used: 127.0.0.1:" + std::to_string(dead)), std::string::npos)
        << answer;
    EXPECT_EQ(last_of(session).refusal.verdict, Verdict::proxy);
}

TEST_F(GatewayTest, WhatIsRefusedIsTold)
{
    auto& session = open();
    std::vector<std::string> told;
    session.log()->tell_refusals_to([&](const Exchange& exchange) { told.push_back(exchange.refusal.reason); }
    );

    ask(session, "CONNECT nowhere.test:443 HTTP/1.1\r\nHost: x\r\n\r\n");
    ask(session, "CONNECT ads.doubleclick.net:443 HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_EQ(told, std::vector<std::string>{"there is no host called nowhere.test"});
    EXPECT_EQ(session.log()->totals().refused, 2u);
    EXPECT_NE(session.log()->refusal_of("nowhere.test", 443, Moment()), nullptr);
}

TEST_F(GatewayTest, WhatIsNoRequestIsAnsweredAndEndsTheConnection)
{
    auto& session = open();

    for (const std::string request :
         {"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET ftp://shop.test/ HTTP/1.1\r\nHost: x\r\n\r\n",
          "CONNECT shop.test HTTP/1.1\r\n\r\n",
          "POST http://shop.test/ HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
          "POST http://shop.test/ HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
          "nonsense\r\n\r\n"}) {
        const auto answer = ask(session, request);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << request << answer;
    }
    EXPECT_EQ(web.connections(), 0u);
}

TEST_F(GatewayTest, TwoHundredConnectionsAreCarriedAtOnce)
{
    auto& session = open();
    constexpr int count = 200;
    int done = 0;
    Nursery nursery(loop.get_executor());
    // Every one waits until all of them stand.
    const auto talk = [](GatewayTest& test, std::uint16_t number, std::string target, int& ready
                      ) -> Async<void> {
        auto socket = co_await connect(number);
        std::string buffer;
        co_await say(socket, "CONNECT " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await read_until(socket, buffer, "\r\n\r\n");
        while (test.web.connections() < count) co_await pause(Millis(1));
        co_await say(socket, "GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
        if (!(co_await read_until(socket, buffer, "hello from /x")).empty()) ++ready;
    };

    for (int i = 0; i < count; ++i)
        nursery.spawn("browser", talk(*this, session.port(), "shop.test:" + port(), done));
    run_to_end(loop, nursery.join());

    EXPECT_EQ(done, count);
    EXPECT_EQ(web.connections(), static_cast<std::size_t>(count));
}

TEST_F(GatewayTest, AClosedSessionEndsItsConnectionsAndItsPort)
{
    auto& session = open();
    const auto proxy = "http://127.0.0.1:" + std::to_string(session.port());
    const auto log = session.log();
    const auto talk = [](GatewayTest& test, std::uint16_t number, std::string address, std::string target
                      ) -> Async<std::string> {
        auto socket = co_await connect(number);
        std::string buffer;
        co_await say(socket, "CONNECT " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
        co_await read_until(socket, buffer, "\r\n\r\n");
        test.gateway->close(address);
        co_return co_await read_rest(socket);
    };

    EXPECT_EQ(await(loop, talk(*this, session.port(), proxy, "shop.test:" + port())), "");

    EXPECT_EQ(gateway->find(proxy), nullptr);
    EXPECT_EQ(log->exchanges().size(), 1u);
}

TEST_F(GatewayTest, OtherUsersOfThisMachineAreNotServed)
{
    settings.users = {54321};
    auto& session = open();

    EXPECT_EQ(ask(session, "GET http://shop.test:" + port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n"), "");

    EXPECT_EQ(web.connections(), 0u);
}

TEST_F(GatewayTest, TheUsersThatBrowsersRunAsAreServed)
{
    settings.users = {getuid()};

    EXPECT_TRUE(get(open(), "http://shop.test:" + port() + "/").starts_with("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace lissom::egress
