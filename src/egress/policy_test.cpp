#include "egress/policy.hpp"

#include <gtest/gtest.h>

#include "egress/block_list.hpp"
#include "egress/network_log.hpp"
#include "egress/resolver.hpp"

namespace lissom::egress {
namespace {

net::Address address(const char* text) { return boost::asio::ip::make_address(text); }

TEST(AddressPolicyTest, WherePrivateNetworksAreBlockedOnlyThePublicInternetIsLeft)
{
    AddressPolicy policy;
    policy.allows_private = false;

    for (const auto* blocked :
         {"0.0.0.0",
          "10.1.2.3",
          "100.64.0.1",
          "127.0.0.1",
          "127.9.9.9",
          "169.254.1.1",
          "169.254.169.254",
          "169.254.170.2",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.1",
          "192.168.1.1",
          "198.18.0.1",
          "224.0.0.1",
          "240.0.0.1",
          "255.255.255.255",
          "::",
          "::1",
          "fc00::1",
          "fd00:ec2::254",
          "fe80::1",
          "ff02::1",
          "::ffff:10.0.0.1",
          "::ffff:127.0.0.1",
          "2002:7f00:1::",
          "64:ff9b::7f00:1",
          "64:ff9b::a9fe:a9fe"})
        EXPECT_TRUE(policy.refuses(address(blocked), 80, blocked)) << blocked;
    for (const auto* open : {"1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "64:ff9b::101:101"})
        EXPECT_FALSE(policy.refuses(address(open), 80, open)) << open;
}

TEST(AddressPolicyTest, ALaptopReachesItsOwnNetworkButNoMetadata)
{
    const AddressPolicy policy;

    for (const auto* open : {"127.0.0.1", "::1", "192.168.1.1", "10.0.0.1", "1.1.1.1"})
        EXPECT_FALSE(policy.refuses(address(open), 80, open)) << open;
    for (const auto* blocked :
         {"169.254.169.254", "fd00:ec2::254", "::ffff:169.254.169.254", "100.100.100.200"})
        EXPECT_TRUE(policy.refuses(address(blocked), 80, blocked)) << blocked;
}

TEST(AddressPolicyTest, TheOperatorMayOpenSingleNetworks)
{
    AddressPolicy policy;
    policy.allows_private = false;
    policy.reachable = {
        *Network::parse("10.1.0.0/16"), *Network::parse("169.254.169.254"), *Network::parse("fd12::/16")
    };

    for (const auto* open : {"10.1.2.3", "169.254.169.254", "fd12::1", "::ffff:10.1.2.3"})
        EXPECT_FALSE(policy.refuses(address(open), 80, open)) << open;
    for (const auto* blocked : {"10.2.0.1", "169.254.169.253", "fd13::1"})
        EXPECT_TRUE(policy.refuses(address(blocked), 80, blocked)) << blocked;
}

TEST(AddressPolicyTest, TheServersOwnPortIsClosedOnEveryAddressOfThisMachine)
{
    AddressPolicy policy;
    policy.own_port = 8080;

    for (const auto* own : {"127.0.0.1", "127.0.0.2", "0.0.0.0", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(policy.refuses(address(own), 8080, own)) << own;
        EXPECT_FALSE(policy.refuses(address(own), 8081, own)) << own;
    }
    EXPECT_FALSE(policy.refuses(address("93.184.216.34"), 8080, "example.com"));
    EXPECT_NE(
        policy.refuses(address("127.0.0.1"), 8080, "evil.test")->reason.find("evil.test (127.0.0.1)"),
        std::string::npos
    );
}

TEST(NetworkTest, RefusesWhatIsNone)
{
    for (const auto* text :
         {"", "10.0.0.0/33", "10.0.0.0/", "::/129", "example.com", "10.0.0.0/-1", "10.0.0.0/8x"})
        EXPECT_FALSE(Network::parse(text)) << text;
}

TEST(UpstreamTest, IsReadFromWhatATaskSays)
{
    const auto socks = upstream_from("socks5://Proxy.Example.com:1080", "lena", "pw");
    ASSERT_TRUE(socks);
    EXPECT_EQ(socks->kind, ProxyKind::socks5);
    EXPECT_EQ(socks->host, "proxy.example.com");
    EXPECT_EQ(socks->port, 1080);
    EXPECT_EQ(upstream_from("https://[::1]:3128", "", "")->host, "[::1]");

    for (const auto* text : {"ftp://x:1", "http://x", "http://x:0", "http://x:70000", "x:80"})
        EXPECT_FALSE(upstream_from(text, "", "")) << text;
}

TEST(BlockListTest, MeansTheHostAndAllBelowIt)
{
    const BlockList list("# a comment\nads.test\ntracker.example.com\n!good.ads.test\n");

    for (const auto* blocked : {"ads.test", "x.ads.test", "a.b.ads.test", "tracker.example.com", "ads.test."})
        EXPECT_TRUE(list.blocks(blocked)) << blocked;
    for (const auto* open : {"good.ads.test", "more.good.ads.test", "badads.test", "example.com", "test", ""})
        EXPECT_FALSE(list.blocks(open)) << open;
}

TEST(BlockListTest, TheOneThatComesWithTheProgramKnowsItsTrade)
{
    const auto list = BlockList::built_in();

    EXPECT_GT(list.size(), 50'000u);
    for (const auto* blocked :
         {"googleads.g.doubleclick.net",
          "pagead2.googlesyndication.com",
          "www.google-analytics.com",
          "ib.adnxs.com",
          "static.criteo.net",
          "cdn.taboola.com",
          "sb.scorecardresearch.com",
          "static.hotjar.com",
          "c.amazon-adsystem.com"})
        EXPECT_TRUE(list.blocks(blocked)) << blocked;
    for (const auto* open :
         {"www.google.com",
          "github.com",
          "cdn.jsdelivr.net",
          "fonts.gstatic.com",
          "en.wikipedia.org",
          "127.0.0.1",
          "d111111abcdef8.cloudfront.net",
          "s3.amazonaws.com",
          "localhost",
          "accounts.google.com"})
        EXPECT_FALSE(list.blocks(open)) << open;
}

TEST(FixedNameTest, IsReadFromASetting)
{
    FixedNames names;
    ASSERT_TRUE(add_fixed_name(names, "Shop.Test=127.0.0.1"));
    ASSERT_TRUE(add_fixed_name(names, "*="));

    EXPECT_EQ(names.at("shop.test"), address("127.0.0.1"));
    EXPECT_EQ(names.at("*"), std::nullopt);
    for (const auto* wrong : {"shop.test", "=1.2.3.4", "shop.test=shop2.test"})
        EXPECT_FALSE(add_fixed_name(names, wrong)) << wrong;
}

TEST(NetworkLogTest, BecomesAnArchiveThatBrowsersCanOpen)
{
    NetworkLog log([] { return std::int64_t{1'700'000'000'123}; });
    const auto page = log.begin("GET", "shop.test", 80, "http://shop.test/");
    log.connected(page, "127.0.0.1");
    log.sent(page, 100);
    log.answered(page, 200, "text/html");
    log.received(page, 2000);
    log.refused(
        log.begin("CONNECT", "ads.test", 443, "ads.test:443"), {Verdict::advertisement, "an advertiser"}
    );

    const auto har = to_har(to_json(log), "1");

    const auto& entries = har.at("log").at("entries").as_array();
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].at("startedDateTime"), "2023-11-14T22:13:20.123Z");
    EXPECT_EQ(entries[0].at("response").at("status"), 200);
    EXPECT_EQ(entries[0].at("response").at("content").at("mimeType"), "text/html");
    EXPECT_EQ(entries[0].at("serverIPAddress"), "127.0.0.1");
    EXPECT_EQ(entries[1].at("request").at("url"), "https://ads.test:443/");
    EXPECT_EQ(entries[1].at("_verdict"), "advertisement");
    EXPECT_EQ(log.totals().received, 2000u);
}

TEST(NetworkLogTest, ForgetsTheOldestWhenThereAreTooMany)
{
    NetworkLog log([] { return std::int64_t{0}; });
    const auto first = log.begin("GET", "a.test", 80, "http://a.test/");

    for (int i = 0; i < 20'000; ++i) log.ended(log.begin("GET", "b.test", 80, "http://b.test/"));
    log.received(first, 7);

    EXPECT_EQ(log.exchanges().size() + log.dropped(), 20'001u);
    EXPECT_LE(log.exchanges().size(), 10'000u);
    EXPECT_EQ(log.totals().received, 7u);
}

}  // namespace
}  // namespace lissom::egress
