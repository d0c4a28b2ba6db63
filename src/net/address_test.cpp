#include "net/address.hpp"

#include <string>

#include <gtest/gtest.h>

#include "net/url.hpp"

namespace lissom::net {
namespace {

struct Place {
    const char* address;
    Reach reach;
};

void PrintTo(const Place& place, std::ostream* out) { *out << place.address; }

class ReachTest : public testing::TestWithParam<Place> {};

TEST_P(ReachTest, IsKnownForEachSpecialAddress)
{
    EXPECT_EQ(reach_of(boost::asio::ip::make_address(GetParam().address)), GetParam().reach);
}

INSTANTIATE_TEST_SUITE_P(
    V4,
    ReachTest,
    testing::Values(
        Place{"8.8.8.8", Reach::global},
        Place{"1.1.1.1", Reach::global},
        Place{"0.0.0.0", Reach::unspecified},
        Place{"0.1.2.3", Reach::unspecified},
        Place{"9.255.255.255", Reach::global},
        Place{"10.0.0.0", Reach::private_network},
        Place{"10.255.255.255", Reach::private_network},
        Place{"11.0.0.0", Reach::global},
        Place{"100.63.255.255", Reach::global},
        Place{"100.64.0.0", Reach::private_network},
        Place{"100.127.255.255", Reach::private_network},
        Place{"100.128.0.0", Reach::global},
        Place{"100.100.100.200", Reach::metadata},
        Place{"127.0.0.1", Reach::loopback},
        Place{"127.255.255.255", Reach::loopback},
        Place{"128.0.0.0", Reach::global},
        Place{"169.253.255.255", Reach::global},
        Place{"169.254.0.1", Reach::link_local},
        Place{"169.254.169.254", Reach::metadata},
        Place{"169.254.170.2", Reach::metadata},
        Place{"168.63.129.16", Reach::metadata},
        Place{"172.15.255.255", Reach::global},
        Place{"172.16.0.0", Reach::private_network},
        Place{"172.31.255.255", Reach::private_network},
        Place{"172.32.0.0", Reach::global},
        Place{"192.0.0.1", Reach::reserved},
        Place{"192.0.1.0", Reach::global},
        Place{"192.0.2.1", Reach::reserved},
        Place{"192.168.0.1", Reach::private_network},
        Place{"192.169.0.0", Reach::global},
        Place{"198.17.255.255", Reach::global},
        Place{"198.18.0.0", Reach::private_network},
        Place{"198.19.255.255", Reach::private_network},
        Place{"198.20.0.0", Reach::global},
        Place{"223.255.255.255", Reach::global},
        Place{"224.0.0.1", Reach::multicast},
        Place{"239.255.255.255", Reach::multicast},
        Place{"240.0.0.0", Reach::reserved},
        Place{"255.255.255.255", Reach::reserved}
    )
);

INSTANTIATE_TEST_SUITE_P(
    V6,
    ReachTest,
    testing::Values(
        Place{"2606:4700:4700::1111", Reach::global},
        Place{"::", Reach::unspecified},
        Place{"::1", Reach::loopback},
        Place{"::ffff:127.0.0.1", Reach::loopback},
        Place{"::ffff:169.254.169.254", Reach::metadata},
        Place{"::ffff:8.8.8.8", Reach::global},
        Place{"::ffff:0:8.8.8.8", Reach::reserved},
        Place{"::10.0.0.1", Reach::private_network},
        Place{"::8.8.8.8", Reach::reserved},
        Place{"64:ff9b::10.1.2.3", Reach::private_network},
        Place{"64:ff9b::169.254.169.254", Reach::metadata},
        Place{"64:ff9b::8.8.8.8", Reach::global},
        Place{"64:ff9b:1::1", Reach::private_network},
        Place{"2002:7f00:1::", Reach::loopback},
        Place{"2002:a00:1::1", Reach::private_network},
        Place{"2002:808:808::1", Reach::reserved},
        Place{"2001:0:1::1", Reach::reserved},
        Place{"2001:200::1", Reach::global},
        Place{"2001:db8::1", Reach::reserved},
        Place{"fc00::1", Reach::private_network},
        Place{"fdff::1", Reach::private_network},
        Place{"fd00:ec2::254", Reach::metadata},
        Place{"fd00:ec2::253", Reach::private_network},
        Place{"fe80::1", Reach::link_local},
        Place{"febf::1", Reach::link_local},
        Place{"fec0::1", Reach::private_network},
        Place{"ff02::1", Reach::multicast},
        Place{"100::1", Reach::reserved},
        Place{"4000::1", Reach::reserved}
    )
);

struct Spelling {
    const char* host;
    const char* address;  // "" : cannot be a host
};

void PrintTo(const Spelling& spelling, std::ostream* out) { *out << spelling.host; }

class SpellingTest : public testing::TestWithParam<Spelling> {};

TEST_P(SpellingTest, IsSeenThrough)
{
    const auto host = canonical_host(GetParam().host);

    EXPECT_EQ(host ? *host : "", GetParam().address);
    if (host) {
        EXPECT_TRUE(address_from_host(*host));
    }
}

INSTANTIATE_TEST_SUITE_P(
    All,
    SpellingTest,
    testing::Values(
        Spelling{"127.0.0.1", "127.0.0.1"},
        Spelling{"2130706433", "127.0.0.1"},
        Spelling{"0x7f000001", "127.0.0.1"},
        Spelling{"0X7F.0x0.0x0.0x1", "127.0.0.1"},
        Spelling{"017700000001", "127.0.0.1"},
        Spelling{"0177.0.0.01", "127.0.0.1"},
        Spelling{"127.1", "127.0.0.1"},
        Spelling{"127.0.1", "127.0.0.1"},
        Spelling{"127.0x.0.1", "127.0.0.1"},
        Spelling{"127.65535", "127.0.255.255"},
        Spelling{"127.0.0.1.", "127.0.0.1"},
        Spelling{"0", "0.0.0.0"},
        Spelling{"%31%32%37.0.0.1", "127.0.0.1"},
        Spelling{"127%2e0%2e0%2e1", "127.0.0.1"},
        Spelling{"127。0。0。1", "127.0.0.1"},
        Spelling{"127．0｡0．1", "127.0.0.1"},
        Spelling{"１２７.0.0.1", "127.0.0.1"},
        Spelling{"①②⑦.0.0.1", "127.0.0.1"},
        Spelling{"%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1", "127.0.0.1"},
        Spelling{"0xa9fea9fe", "169.254.169.254"},
        Spelling{"[::1]", "[::1]"},
        Spelling{"[0:0::0001]", "[::1]"},
        Spelling{"[::ffff:7f00:1]", "[::ffff:127.0.0.1]"},
        Spelling{"256.0.0.1", ""},
        Spelling{"1.2.3.4.5", ""},
        Spelling{"4294967296", ""},
        Spelling{"127.0.0.08", ""},
        Spelling{"1.2.3.0x", "1.2.3.0"},
        Spelling{"evil.127", ""},
        Spelling{"1..2", ""},
        Spelling{"[::1", ""},
        Spelling{"[::1%25eth0]", ""},
        Spelling{"[127.0.0.1]", ""}
    )
);

TEST(AddressTest, OfANameIsNone)
{
    for (const auto* name : {"example.com", "1e100.net", "0xfg", "7f.example", "localhost", ""})
        EXPECT_FALSE(address_from_host(name)) << name;
}

TEST(AddressTest, IgnoresTheZone)
{
    EXPECT_EQ(reach_of(address_from_host("[fe80::1%eth0]").value()), Reach::link_local);
}

TEST(AddressTest, KnowsTheNamesOfMetadataServices)
{
    EXPECT_TRUE(is_metadata_name("metadata.google.internal"));
    EXPECT_TRUE(is_metadata_name("Metadata.Google.Internal."));
    EXPECT_FALSE(is_metadata_name("metadata.google.internal.example.com"));
    EXPECT_FALSE(is_metadata_name("example.com"));
}

TEST(AddressTest, KnowsLocalhostAndWhatIsBelowIt)
{
    EXPECT_TRUE(is_loopback_name("localhost"));
    EXPECT_TRUE(is_loopback_name("app.localhost."));
    EXPECT_FALSE(is_loopback_name("notlocalhost"));
    EXPECT_FALSE(is_loopback_name("localhost.example.com"));
}

}  // namespace
}  // namespace lissom::net
