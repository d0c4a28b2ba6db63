#include "egress/request_head.hpp"

#include <algorithm>
#include <charconv>

#include "base/try.hpp"
#include "net/url.hpp"

namespace lissom::egress {
namespace {

constexpr std::string_view line_end = "\r\n";

Error no_request(std::string why)
{
    return Error{ErrorCode::invalid_argument, "no request for a proxy: " + std::move(why)};
}

std::string lower(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    });
    return result;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

template <class Number>
bool read_number(std::string_view digits, Number& number)
{
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && rest == digits.data() + digits.size();
}

// "example.com:443"
Result<Target> target_of_connect(std::string_view text)
{
    const auto colon = text.rfind(':');
    Target target;
    if (colon == std::string_view::npos || !read_number(text.substr(colon + 1), target.port) ||
        target.port == 0)
        return no_request("CONNECT without a port");
    TRY(target.host, net::canonical_host(text.substr(0, colon)));
    return target;
}

// Header lines, but for those that speak to this proxy alone.
class Fields {
public:
    explicit Fields(RequestHead& head)
        : head_(head)
    {
    }

    Done take(std::string_view line)
    {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) return no_request("a header line without a name");
        const auto name = lower(line.substr(0, colon));
        if (name.find_first_of(" \t") != std::string::npos) return no_request("a blank in a header's name");
        const auto value = trimmed(line.substr(colon + 1));
        if (name == "proxy-connection" || name == "proxy-authorization") return Done();
        if (name == "content-length") {
            if (has_length_ || !read_number(value, head_.body))
                return no_request("a content-length that is none");
            has_length_ = true;
        } else if (name == "transfer-encoding") {
            is_chunked_ = true;
        } else if (name == "upgrade") {
            is_upgrade_ = true;
        } else if (name == "connection") {
            connection_ = value;
            return Done();
        }
        head_.fields.append(line).append(line_end);
        return Done();
    }

    Done finish()
    {
        if (is_chunked_ && has_length_) return no_request("two lengths for one body");
        head_.is_last = is_chunked_ || is_upgrade_;
        head_.is_upgrade = is_upgrade_;
        // The server ends the connection behind a body whose end this proxy does not look for.
        if (is_chunked_ && !is_upgrade_)
            head_.fields += "Connection: close\r\n";
        else if (!connection_.empty())
            head_.fields.append("Connection: ").append(connection_).append(line_end);
        return Done();
    }

private:
    RequestHead& head_;
    std::string connection_;
    bool has_length_ = false;
    bool is_chunked_ = false;
    bool is_upgrade_ = false;
};

}  // namespace

std::string RequestHead::url() const
{
    if (is_connect()) return target.text();
    const std::string scheme = is_upgrade ? "ws" : "http";
    const auto own_port = is_secure ? 443 : 80;
    return scheme + (is_secure ? "s://" : "://") + target.host +
           (target.port == own_port ? "" : ":" + std::to_string(target.port)) + path;
}

std::string RequestHead::for_server() const
{
    return method + " " + path + " HTTP/1.1\r\n" + fields + "\r\n";
}

std::string RequestHead::for_proxy(const std::string& credentials) const
{
    auto plain = *this;
    plain.is_upgrade = false;
    const auto line = method + " " + plain.url() + " HTTP/1.1\r\n";
    const auto own = credentials.empty() ? std::string() : "Proxy-Authorization: " + credentials + "\r\n";
    return line + fields + own + "\r\n";
}

namespace {

Result<RequestHead> parse(std::string_view text, const Target* inside)
{
    auto next_line = [&text]() -> std::string_view {
        const auto end = text.find(line_end);
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + line_end.size());
        return line;
    };
    const auto first = next_line();
    const auto gap = first.find(' ');
    const auto last_gap = first.rfind(' ');
    if (gap == std::string_view::npos || last_gap == gap) return no_request("its first line is not complete");
    if (!first.substr(last_gap + 1).starts_with("HTTP/1.")) return no_request("it is not HTTP/1");
    const auto where = first.substr(gap + 1, last_gap - gap - 1);

    RequestHead head;
    head.method = first.substr(0, gap);
    if (inside) {
        if (!where.starts_with('/')) return no_request("a path that does not begin with a slash");
        head.target = *inside;
        head.path = where;
        head.is_secure = true;
    } else if (head.method == "CONNECT") {
        TRY(head.target, target_of_connect(where));
    } else {
        TRY(const auto url, net::Url::parse(where));
        // A browser tunnels everything else.
        if (url.scheme() != "http")
            return no_request("only http addresses can be asked for without a tunnel");
        head.target = Target{url.host(), url.port()};
        head.path = url.target();
    }
    Fields fields(head);
    for (auto line = next_line(); !line.empty(); line = next_line()) TRY_DONE(fields.take(line));
    TRY_DONE(fields.finish());
    return head;
}

}  // namespace

Result<RequestHead> parse_request_head(std::string_view text) { return parse(text, nullptr); }

Result<RequestHead> parse_request_head_inside(std::string_view text, Target place)
{
    return parse(text, &place);
}

}  // namespace lissom::egress
