#include "egress/url_pattern.hpp"

#include <gtest/gtest.h>

namespace lissom::egress {
namespace {

struct Case {
    const char* pattern;
    const char* url;
    bool matches;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.pattern << " and " << one.url; }

class UrlPatternTest : public testing::TestWithParam<Case> {};

TEST_P(UrlPatternTest, MatchesWhatItSays)
{
    const auto pattern = UrlPattern::parse(GetParam().pattern);
    const auto url = net::Url::parse(GetParam().url);

    ASSERT_TRUE(pattern) << pattern.error().message;
    ASSERT_TRUE(url) << url.error().message;
    EXPECT_EQ(pattern->matches(*url), GetParam().matches);
}

// The dialects that the documentation of the API shows.
INSTANTIATE_TEST_SUITE_P(
    Dialects,
    UrlPatternTest,
    testing::Values(
        Case{"https://*example.com/*", "https://example.com/", true},
        Case{"https://*example.com/*", "https://example.com/deep/page?q=1", true},
        Case{"https://*example.com/*", "https://www.example.com/x", true},
        Case{"https://*example.com/*", "https://a.b.example.com/x", true},
        Case{"https://*example.com/*", "https://evilexample.com/x", false},
        Case{"https://*example.com/*", "https://example.com.evil.com/x", false},
        Case{"https://*example.com/*", "http://example.com/x", false},
        Case{"google.com/*", "https://google.com/search?q=1", true},
        Case{"google.com/*", "http://google.com/", true},
        Case{"google.com/*", "https://www.google.com/", false},
        Case{"google.com/*", "https://notgoogle.com/", false},
        Case{"*mydomain.*/*", "https://mydomain.com/x", true},
        Case{"*mydomain.*/*", "https://shop.mydomain.co.uk/x", true},
        Case{"*mydomain.*/*", "https://notmydomain.com/", false},
        Case{"*mydomain.*/*", "https://mydomain.evil.com/", false},
        Case{"*mydomain.*/*", "https://mydomain.com.evil.org/", false},
        Case{"*mydomain.*//*", "https://mydomain.com/x", true},
        Case{"*mydomain.*//*", "https://mydomain.com/", true},
        Case{"https://**.example.com/**", "https://example.com/", true},
        Case{"https://**.example.com/**", "https://a.b.example.com/c/d", true},
        Case{"https://**.example.com/**", "https://evilexample.com/", false},
        Case{"https://github.com/*", "https://github.com/login", true},
        Case{"https://github.com/*", "https://gist.github.com/login", false},
        Case{"https://github.com", "https://github.com/login", true}
    )
);

INSTANTIATE_TEST_SUITE_P(
    Parts,
    UrlPatternTest,
    testing::Values(
        Case{"*", "http://anything.example:8080/x", true},
        Case{"**", "https://anything.example/x", true},
        Case{"*://*/*", "https://anything.example/x", true},
        Case{"http*://example.com/*", "http://example.com/x", true},
        Case{"https://example.com/*", "wss://example.com/socket", true},
        Case{"https://example.com/*", "ws://example.com/socket", false},
        Case{"HTTPS://Example.COM/*", "https://example.com/x", true},
        Case{"*.example.com", "https://www.example.com/", true},
        Case{"*.example.com", "https://example.com/", false},
        Case{"api-*.example.com", "https://api-1.example.com/", true},
        Case{"api-*.example.com", "https://api.example.com/", false},
        Case{"example.com", "https://example.com./", true},
        Case{"example.com:443/*", "https://example.com/", true},
        Case{"example.com/*", "https://example.com:443/", true},
        Case{"example.com/*", "https://example.com:8443/", false},
        Case{"example.com:8443/*", "https://example.com:8443/", true},
        Case{"example.com:8443/*", "https://example.com/", false},
        Case{"example.com:*/*", "https://example.com:8443/", true},
        Case{"http://127.0.0.1:3000/*", "http://127.0.0.1:3000/x", true},
        Case{"http://127.0.0.1:3000/*", "http://127.0.0.1:3001/x", false},
        Case{"http://127.0.0.1:3000/*", "http://2130706433:3000/x", true},
        Case{"http://[::1]:3000/*", "http://[0::1]:3000/x", true},
        Case{"localhost:3000", "http://localhost:3000/x", true},
        Case{"192.168.1.*", "http://192.168.1.7/", true},
        Case{"192.168.1.*", "http://192.168.2.7/", false},
        Case{"*1.*", "http://10.0.0.1.example.com/", false},
        Case{"*.example.*", "http://127.0.0.1/", false},
        Case{"https://example.com/shop/*", "https://example.com/shop/lamp", true},
        Case{"https://example.com/shop/*", "https://example.com/shop/a/b", true},
        Case{"https://example.com/shop/*", "https://example.com/account", false},
        Case{"https://example.com/shop/*", "https://example.com/shop/../account", false},
        Case{"https://example.com/shop/*", "https://example.com/shop/%2e%2e/account", false},
        Case{"https://example.com/shop/*", "https://example.com/shop/..%2Faccount", false},
        Case{"https://example.com/shop/*", "https://example.com/shop/..%5Caccount", false},
        Case{"https://example.com/login", "https://example.com/login", true},
        Case{"https://example.com/login", "https://example.com/login?next=/", true},
        Case{"https://example.com/login", "https://example.com/login/x", false},
        Case{"https://example.com/*.html", "https://example.com/a/b.html", true},
        Case{"https://example.com/*.html", "https://example.com/a?b.html", false},
        Case{"https://example.com/s?q=*", "https://example.com/s?q=lamp", true},
        Case{"https://example.com/s?q=*", "https://example.com/s?x=lamp", false},
        Case{
            "https://b\xC3\xBC"
            "cher.de/*",
            "https://xn--bcher-kva.de/x",
            true
        },
        Case{
            "*b\xC3\xBC"
            "cher.de/*",
            "https://xn--bcher-kva.de/x",
            true
        },
        Case{
            "**.b\xC3\xBC"
            "cher.de/*",
            "https://www.xn--bcher-kva.de/x",
            true
        }
    )
);

INSTANTIATE_TEST_SUITE_P(
    Tricks,
    UrlPatternTest,
    testing::Values(
        Case{"https://a.com/*", "https://a.com@evil.com/", false},
        Case{"https://a.com/*", "https://a.com:pw@evil.com/", false},
        Case{"https://a.com/*", "https://evil.com/https://a.com/", false},
        Case{"https://a.com/*", "https://evil.com/?https://a.com/", false},
        Case{"https://a.com/*", "https://evil.com/#@a.com/", false},
        Case{"https://a.com/*", "https://evil.com\\@a.com/", false},
        Case{"https://a.com/*", "https://a.com.evil.com/", false},
        Case{"https://a.com/*", "https://evil.com@a.com/", true},
        Case{"*a.com*", "https://evil.com/?a.com", false},
        Case{"*a.com/*", "https://xa.com/", false},
        Case{"https://a.com/*", "https://a%2ecom/", true},
        Case{"https://a.com/*", "https://\xEF\xBD\x81.com/", true}  // a full-width letter is that letter
    )
);

class BadPatternTest : public testing::TestWithParam<const char*> {};

TEST_P(BadPatternTest, IsRefusedByName)
{
    const auto pattern = UrlPattern::parse(GetParam());

    ASSERT_FALSE(pattern);
    EXPECT_EQ(pattern.error().code, ErrorCode::invalid_argument);
    EXPECT_TRUE(pattern.error().message.contains("'" + std::string(GetParam()) + "'"));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    BadPatternTest,
    testing::Values(
        "",
        "https://",
        "/path",
        "ftp://example.com/*",
        "file:///etc/*",
        "https://a.com@b.com/*",
        "https://exa mple.com/*",
        "*exa mple.com/*",
        "example.com:port/*",
        "example.com:99999",
        "https://300.1.1.1/*"
    )
);

TEST(UrlPatternsTest, OneThatMatchesIsEnough)
{
    const std::vector<std::string> texts{"https://a.com/*", "https://b.com/*"};
    const auto patterns = parse_patterns(texts).value();

    EXPECT_TRUE(matches_any(patterns, net::Url::parse("https://b.com/").value()));
    EXPECT_FALSE(matches_any(patterns, net::Url::parse("https://c.com/").value()));
    EXPECT_FALSE(matches_any({}, net::Url::parse("https://c.com/").value()));
}

}  // namespace
}  // namespace lissom::egress
