#include "egress/network_log.hpp"

#include <gtest/gtest.h>

#include "egress/request_head.hpp"

namespace lissom::egress {
namespace {

struct ToldExchangeTest : testing::Test {
    Clock clock = [] { return std::int64_t(1'765'000'000'000); };
    NetworkLog log{clock};

    const Exchange& last() const { return log.exchanges().back(); }
    NetworkLog::Number tunnel()
    {
        const auto number = log.begin("CONNECT", "shop.test", 443, "shop.test:443");
        log.connected(number, "203.0.113.7");
        return number;
    }
};

TEST_F(ToldExchangeTest, WhatTheBrowserTellsHasTheAddressOfItsTunnel)
{
    tunnel();
    const auto number = log.told("POST", "https://shop.test/buy?item=7", 1'765'000'000'123);

    log.told_answer(number, 201, "application/json", "h2");
    log.told_end(number, Millis(40), 1234);

    EXPECT_EQ(last().address, "203.0.113.7");
    EXPECT_EQ(last().status, 201);
    EXPECT_EQ(last().received, 1234u);
    EXPECT_FALSE(last().is_open);
    EXPECT_EQ(log.totals().received, 0u);  // counted with the tunnel's
}

TEST_F(ToldExchangeTest, ARequestThatFailedWithItsTunnelHasTheTunnelsReasonAndIsNoSecondRefusal)
{
    const auto number = log.begin("CONNECT", "shop.test", 443, "shop.test:443");
    const auto told = log.told("GET", "https://shop.test/", 0);
    log.refused(number, {Verdict::advertisement, "shop.test is on the list"});

    log.told_failure(told, Millis(5), "net::ERR_TUNNEL_CONNECTION_FAILED");

    EXPECT_EQ(last().refusal.verdict, Verdict::advertisement);
    EXPECT_EQ(log.totals().refused, 1u);
}

TEST_F(ToldExchangeTest, ARefusalOfTheBrowserAndTheRequestItWasAboutAreOneWhicheverIsToldFirst)
{
    const Refusal refusal{Verdict::allowed_urls, "not allowed"};
    (void)log.told("GET", "https://shop.test/a", 0);
    log.refused_early("https://shop.test/a", refusal, false);
    log.refused_early("https://shop.test/b", refusal, false);
    (void)log.told("POST", "https://shop.test/b", 0);

    ASSERT_EQ(log.exchanges().size(), 2u);
    EXPECT_EQ(last().method, "POST");
    for (const auto& exchange : log.exchanges()) EXPECT_EQ(exchange.refusal.verdict, Verdict::allowed_urls);
    EXPECT_EQ(log.totals().refused, 2u);
}

TEST_F(ToldExchangeTest, WhatFailedByItselfSaysWhyAndIsNoRefusal)
{
    tunnel();
    const auto told = log.told("GET", "https://shop.test/", 0);

    log.told_failure(told, Millis(5), "net::ERR_CERT_AUTHORITY_INVALID");

    EXPECT_EQ(last().refusal.verdict, Verdict::allowed);
    EXPECT_EQ(last().refusal.reason, "net::ERR_CERT_AUTHORITY_INVALID");
}

TEST_F(ToldExchangeTest, TheArchiveHasATunnelOnlyWhereNobodyKnowsWhatWentThrough)
{
    tunnel();
    (void)log.told("GET", "https://shop.test/?q=1", 0);
    log.begin("CONNECT", "other.test", 443, "other.test:443");

    const auto archive = to_har(to_json(log), "1");

    const auto& entries = archive.at("log").at("entries").as_array();
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].at("request").at("url"), "https://shop.test/?q=1");
    EXPECT_EQ(entries[1].at("request").at("url"), "https://other.test:443/");
}

TEST_F(ToldExchangeTest, TheOldestGoAndTheirNumbersMeanNothingAnyMore)
{
    const auto first = log.told("GET", "https://shop.test/first", 0);
    for (int i = 0; i < 10'000; ++i) log.begin("GET", "shop.test", 80, "http://shop.test/");

    log.told_answer(first, 200, "", "h2");
    log.told_end(first, Millis(1), 1);

    EXPECT_EQ(log.exchanges().size(), 10'000u);
    EXPECT_EQ(log.dropped(), 1u);
}

TEST(RequestInsideTest, HasTheAddressOfItsTunnel)
{
    const Target place{"shop.test", 8443};

    const auto page = parse_request_head_inside("GET /a?b HTTP/1.1\r\nHost: shop.test\r\n\r\n", place);
    const auto socket = parse_request_head_inside(
        "GET /talk HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", place
    );

    ASSERT_TRUE(page && socket);
    EXPECT_EQ(page->url(), "https://shop.test:8443/a?b");
    EXPECT_EQ(socket->url(), "wss://shop.test:8443/talk");
    EXPECT_TRUE(socket->is_last);
}

TEST(RequestInsideTest, TakesNoOtherPlace)
{
    const Target place{"shop.test", 443};

    EXPECT_FALSE(parse_request_head_inside("GET https://evil.test/ HTTP/1.1\r\n\r\n", place));
    EXPECT_FALSE(parse_request_head_inside("CONNECT evil.test:443 HTTP/1.1\r\n\r\n", place));
}

}  // namespace
}  // namespace lissom::egress
