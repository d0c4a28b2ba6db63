#include "task/proxy.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "task/fields.hpp"

namespace lissom::task {
namespace {

struct Scheme {
    std::string_view written;
    std::string_view meant;  // what egress knows
    std::string_view port;   // where none is given
};
constexpr std::array<Scheme, 4> schemes{{
    {"http", "http", "80"},
    {"https", "https", "443"},
    {"socks5", "socks5", "1080"},
    {"socks5h", "socks5", "1080"},  // the same: names are always resolved at the proxy
}};

std::string lower(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return result;
}

bool has_no_spaces(std::string_view text)
{
    return std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

}  // namespace

Result<Proxy> proxy_from_text(std::string_view text)
{
    constexpr std::string_view rule =
        "must look like http://host:port, https://host:port or socks5://host:port";
    if (text == "self")
        return refused(
            "proxy_server",
            "\"self\", the tunnel through your own machine, is not available on this server yet"
        );
    const auto whole = text.find("://") == text.npos ? "http://" + std::string(text) : std::string(text);
    const auto url = boost::urls::parse_uri(whole);
    if (!url || url->host().empty()) return refused("proxy_server", rule);
    const auto scheme = std::ranges::find(schemes, lower(url->scheme()), &Scheme::written);
    if (scheme == schemes.end())
        return refused(
            "proxy_server", std::string(rule) + ", got scheme \"" + std::string(url->scheme()) + "\""
        );
    const auto has_port = url->has_port() && !url->port().empty();
    if (has_port && url->port_number() == 0)
        return refused("proxy_server", "must have a port from 1 to 65535");

    Proxy proxy;
    proxy.server = std::string(scheme->meant) + "://" + lower(url->encoded_host()) + ":";
    proxy.server += has_port ? std::string_view(url->port()) : scheme->port;
    proxy.username = url->user();  // decoded
    proxy.password = url->password();
    return proxy;
}

std::string without_credentials(std::string_view url)
{
    const auto start = url.find("://");
    if (start == url.npos) return std::string(url);
    const auto host = start + 3;
    const auto end = std::min(url.find_first_of("/?#", host), url.size());
    const auto at = url.substr(host, end - host).rfind('@');
    if (at == url.npos) return std::string(url);
    return std::string(url.substr(0, host)) + std::string(url.substr(host + at + 1));
}

Done check_web_address(std::string_view field, std::string_view url)
{
    const auto start = url.find("://");
    const auto scheme = start == url.npos ? std::string() : lower(url.substr(0, start));
    if (scheme != "http" && scheme != "https")
        return refused(
            field, "must begin with http:// or https://, got \"" + std::string(url.substr(0, 100)) + "\""
        );
    // Chromium reads the rest as it reads an address bar, with spaces and letters of any language; what has
    // no host or carries control characters is a mistake in every reading.
    const auto rest = url.substr(start + 3);
    auto host = rest.substr(0, rest.find_first_of("/?#\\"));
    if (const auto at = host.rfind('@'); at != host.npos) host = host.substr(at + 1);
    const bool is_plain = std::ranges::none_of(rest, [](unsigned char c) { return c < ' ' || c == 0x7f; });
    if (host.empty() || host.starts_with(':') || !has_no_spaces(host) || !is_plain)
        return refused(
            field, "must be a web address with a host, got \"" + std::string(url.substr(0, 100)) + "\""
        );
    return {};
}

}  // namespace lissom::task
