#include "net/url.hpp"

#include <gtest/gtest.h>

namespace lissom::net {
namespace {

struct Reading {
    const char* given;
    const char* meant;  // "" : not an address
};

void PrintTo(const Reading& reading, std::ostream* out) { *out << reading.given; }

class UrlReadingTest : public testing::TestWithParam<Reading> {};

TEST_P(UrlReadingTest, IsThatOfBrowsers)
{
    const auto url = Url::parse(GetParam().given);

    EXPECT_EQ(url ? url->text() : "", GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    UrlReadingTest,
    testing::Values(
        Reading{"https://example.com", "https://example.com/"},
        Reading{"  HTTPS://Example.COM:443/A?b=C#d\n", "https://example.com/A?b=C#d"},
        Reading{"http://example.com:80/", "http://example.com/"},
        Reading{"http://example.com:8080", "http://example.com:8080/"},
        Reading{"http://example.com:/x", "http://example.com/x"},
        Reading{"http:example.com/x", "http://example.com/x"},
        Reading{"http:\\\\example.com\\x", "http://example.com/x"},
        Reading{"https:////example.com/x", "https://example.com/x"},
        Reading{"http://exa\tmple.com/\nx", "http://example.com/x"},
        Reading{"http://a.com/b/../c/./d", "http://a.com/c/d"},
        Reading{"http://a.com/b/%2e%2E/c", "http://a.com/c"},
        Reading{"http://a.com/../../x", "http://a.com/x"},
        Reading{"http://a.com/b/..", "http://a.com/"},
        Reading{"http://a.com/b/", "http://a.com/b/"},
        Reading{"http://a.com//b", "http://a.com//b"},
        Reading{"http://a.com/a b?c d", "http://a.com/a%20b?c%20d"},
        Reading{"http://a.com/\xC3\xA4", "http://a.com/%C3%A4"},
        Reading{"https://user:pw@a.com/", "https://a.com/"},
        Reading{"https://a.com@evil.com/", "https://evil.com/"},
        Reading{"https://a.com:x@evil.com:8443/", "https://evil.com:8443/"},
        Reading{"https://evil.com/@a.com", "https://evil.com/@a.com"},
        Reading{"https://evil.com\\@a.com", "https://evil.com/@a.com"},
        Reading{"https://evil.com?@a.com", "https://evil.com/?@a.com"},
        Reading{"https://evil.com#@a.com", "https://evil.com/#@a.com"},
        Reading{
            "https://b\xC3\xBC"
            "cher.de/",
            "https://xn--bcher-kva.de/"
        },
        Reading{
            "https://B\xC3\x9C"
            "CHER.de/",
            "https://xn--bcher-kva.de/"
        },
        Reading{"https://exam\xC2\xADple.com/", "https://example.com/"},
        Reading{"http://2130706433/", "http://127.0.0.1/"},
        Reading{"http://[::0001]:8080/", "http://[::1]:8080/"},
        Reading{"wss://a.com/socket", "wss://a.com/socket"},
        Reading{"", ""},
        Reading{"example.com", ""},
        Reading{"ftp://example.com/", ""},
        Reading{"javascript:alert(1)", ""},
        Reading{"file:///etc/passwd", ""},
        Reading{"data:text/html,x", ""},
        Reading{"http://", ""},
        Reading{"http:///", ""},
        Reading{"http://a b/", ""},
        Reading{"http://a.com:99999/", ""},
        Reading{"http://a.com:8x/", ""},
        Reading{"http://a..b/", ""},
        Reading{"http://a%00b/", ""},
        Reading{"http://a%2fb/", ""},
        Reading{"http://a%zz/", ""},
        Reading{"http://[::1/", ""},
        Reading{"http://256.1.1.1/", ""}
    )
);

TEST(UrlTest, TellsItsParts)
{
    const auto url = Url::parse("https://me:pw@Example.com:8443/a/b?x=1&y#z").value();

    EXPECT_EQ(url.scheme(), "https");
    EXPECT_EQ(url.userinfo(), "me:pw");
    EXPECT_EQ(url.host(), "example.com");
    EXPECT_EQ(url.port(), 8443);
    EXPECT_FALSE(url.has_default_port());
    EXPECT_EQ(url.origin(), "https://example.com:8443");
    EXPECT_EQ(url.path(), "/a/b");
    EXPECT_EQ(url.query(), "x=1&y");
    EXPECT_EQ(url.target(), "/a/b?x=1&y");
    EXPECT_EQ(url.fragment(), "z");
}

TEST(UrlTest, KnowsLoopbackByNameAndByAddress)
{
    for (const auto* text :
         {"http://localhost/",
          "http://127.1/",
          "http://[::1]/",
          "http://[::ffff:127.0.0.1]/",
          "http://a.localhost"})
        EXPECT_TRUE(Url::parse(text).value().is_loopback()) << text;
    for (const auto* text : {"http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/"})
        EXPECT_FALSE(Url::parse(text).value().is_loopback()) << text;
}

}  // namespace
}  // namespace lissom::net
