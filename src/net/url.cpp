#include "net/url.hpp"

#include <idn2.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <vector>

#include "base/try.hpp"
#include "net/encoding.hpp"

namespace lissom::net {
namespace {

constexpr std::size_t max_url_bytes = 64u << 10;
constexpr std::size_t max_host_bytes = 253;  // RFC 1035

Error bad(std::string_view what) { return {ErrorCode::invalid_argument, std::string(what)}; }

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; }
bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

std::optional<std::uint16_t> default_port(std::string_view scheme)
{
    if (scheme == "http" || scheme == "ws") return 80;
    if (scheme == "https" || scheme == "wss") return 443;
    return std::nullopt;
}

// Blanks at the ends go, and so do line breaks and tabs anywhere: people paste addresses.
std::string cleaned(std::string_view text)
{
    const auto is_blank = [](char letter) { return is_control(letter) || letter == ' '; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    std::string clean(text);
    std::erase_if(clean, [](char letter) { return letter == '\t' || letter == '\n' || letter == '\r'; });
    return clean;
}

std::string encode_where(std::string_view text, std::string_view unsafe)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (!is_control(letter) && byte < 0x80 && !unsafe.contains(letter)) {
            encoded += letter;
            continue;
        }
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

bool is_dot(std::string_view segment) { return segment == "." || equal_ignoring_case(segment, "%2e"); }

bool is_double_dot(std::string_view segment)
{
    for (const std::string_view first : {".", "%2e"})
        for (const std::string_view second : {".", "%2e"})
            if (equal_ignoring_case(segment, std::string(first) + std::string(second))) return true;
    return false;
}

std::string canonical_path(std::string_view path)
{
    std::vector<std::string_view> segments;
    bool ends_open = true;  // with a slash
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const auto segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        ends_open = is_dot(segment) || is_double_dot(segment);
        if (is_double_dot(segment) && !segments.empty()) segments.pop_back();
        if (!ends_open) segments.push_back(segment);
    }
    std::string result;
    for (const auto segment : segments) result.append("/").append(encode_where(segment, " \"<>`{}"));
    if (ends_open) result += '/';
    return result;
}

Result<std::string> to_punycode(const std::string& host)
{
    char* ascii = nullptr;
    const auto code = idn2_to_ascii_8z(host.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, decltype(&idn2_free)> owner(ascii, &idn2_free);
    if (code != IDN2_OK) return bad("'" + host + "' is not a host name: " + idn2_strerror(code));
    return std::string(ascii);
}

struct Authority {
    std::string_view userinfo;
    std::string_view host;
    std::string_view port;
};

Authority split_authority(std::string_view text)
{
    Authority authority;
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        authority.userinfo = text.substr(0, at);
        text.remove_prefix(at + 1);
    }
    const auto bracket = text.rfind(']');
    const auto colon =
        text.find(':', text.starts_with('[') && bracket != std::string_view::npos ? bracket : 0);
    authority.host = text.substr(0, colon);
    if (colon != std::string_view::npos) authority.port = text.substr(colon + 1);
    return authority;
}

}  // namespace

Result<std::string> canonical_host(std::string_view host)
{
    if (host.empty()) return bad("the address has no host");
    if (host.starts_with('[')) {
        const auto address = host.ends_with(']') ? address_from_host(host) : std::nullopt;
        if (!address || !address->is_v6() || host.contains('%'))
            return bad("'" + std::string(host) + "' is not an IPv6 address");
        return "[" + address->to_string() + "]";
    }
    auto decoded = percent_decode(host);
    if (!decoded) return bad("'" + std::string(host) + "' is not a host name");
    if (!is_ascii(*decoded)) {
        TRY(*decoded, to_punycode(*decoded));
    }
    auto name = to_lower(*decoded);

    const auto is_forbidden = [](char letter) {
        return is_control(letter) || std::string_view(" #%/:<>?@[\\]^|\"`{}*,").contains(letter);
    };
    if (name.empty() || name.size() > max_host_bytes + 1 || name.contains("..") || name.starts_with('.') ||
        !is_ascii(name) || std::ranges::any_of(name, is_forbidden))
        return bad("'" + std::string(host) + "' is not a host name");
    if (!ends_in_number(name)) return name;
    const auto address = address_from_host(name);
    if (!address) return bad("'" + std::string(host) + "' is not an IPv4 address");
    return address->to_string();
}

Result<Url> Url::parse(std::string_view text)
{
    if (text.size() > max_url_bytes) return bad("the address is too long");
    auto rest = cleaned(text);
    const auto colon = rest.find(':');
    Url url;
    url.scheme_ = to_lower(std::string_view(rest).substr(0, colon == std::string::npos ? 0 : colon));
    const auto own_port = default_port(url.scheme_);
    if (!own_port) return bad("an address must start with http:// or https://");

    rest.erase(0, colon + 1);
    if (const auto hash = rest.find('#'); hash != std::string::npos) {
        url.fragment_ = encode_where(std::string_view(rest).substr(hash + 1), " \"<>`");
        rest.erase(hash);
    }
    if (const auto question = rest.find('?'); question != std::string::npos) {
        url.query_ = encode_where(std::string_view(rest).substr(question + 1), " \"'<>");
        rest.erase(question);
    }
    std::ranges::replace(rest, '\\', '/');
    rest.erase(0, std::min(rest.find_first_not_of('/'), rest.size()));
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto authority = split_authority(std::string_view(rest).substr(0, slash));

    url.userinfo_ = authority.userinfo;
    TRY(url.host_, canonical_host(authority.host));
    url.port_ = *own_port;
    if (!authority.port.empty()) {
        unsigned port = 0;
        const auto digits = authority.port;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (stop != digits.data() + digits.size() || error != std::errc() || port > 65535)
            return bad("the port of the address is not a number below 65536");
        url.port_ = static_cast<std::uint16_t>(port);
    }
    url.path_ = canonical_path(std::string_view(rest).substr(slash));
    return url;
}

bool Url::has_default_port() const { return port_ == default_port(scheme_); }

std::string Url::origin() const
{
    return scheme_ + "://" + host_ + (has_default_port() ? "" : ":" + std::to_string(port_));
}

std::string Url::target() const { return query_.empty() ? path_ : path_ + "?" + query_; }

std::string Url::text() const { return origin() + target() + (fragment_.empty() ? "" : "#" + fragment_); }

bool Url::is_loopback() const
{
    const auto ip = address();
    return ip ? reach_of(*ip) == Reach::loopback : is_loopback_name(host_);
}

}  // namespace lissom::net
