#include "egress/upstream.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "base/time.hpp"
#include "base/try.hpp"

namespace lissom::egress {
namespace {

constexpr Millis answer_limit(30'000);  // the proxy connects to the target meanwhile
constexpr std::size_t most_head = 16u << 10;

// A step's outcome: the error's message is the reason, its code says whose fault it is.
Error proxy_fails(const Upstream& upstream, std::string what)
{
    return Error{
        ErrorCode::unavailable,
        "the proxy " + upstream.host + ":" + std::to_string(upstream.port) + " " + std::move(what)
    };
}

Error wants_credentials(const Upstream& upstream)
{
    return Error{ErrorCode::unauthorized, credentials_refused(upstream).reason};
}

// -- CONNECT

// Octet by octet at the end of the head would be too slow, and behind it the target speaks already only when
// it speaks first: a server that does so before TLS or HTTP begins is none for browsers.
Async<Result<std::string>> read_head(Wire& wire, const Upstream& upstream)
{
    std::string head;
    std::array<char, 4096> part;
    while (head.find("\r\n\r\n") == std::string::npos) {
        const auto count = co_await wire.read(part);
        if (count == 0) co_return proxy_fails(upstream, "closed the connection without an answer");
        head.append(part.data(), count);
        if (head.size() > most_head) co_return proxy_fails(upstream, "does not answer as an HTTP proxy does");
    }
    co_return head;
}

Async<Done> connect_http(Wire& wire, Upstream upstream, Target target)
{
    std::string request = "CONNECT " + target.text() + " HTTP/1.1\r\nHost: " + target.text() + "\r\n";
    if (const auto credentials = basic_credentials(upstream); !credentials.empty())
        request += "Proxy-Authorization: " + credentials + "\r\n";
    request += "\r\n";
    if (!co_await wire.write(request))
        co_return proxy_fails(upstream, "closed the connection without an answer");
    CO_TRY(const auto head, co_await read_head(wire, upstream));

    int status = 0;
    if (head.starts_with("HTTP/1.") && head.size() > 12)
        std::from_chars(head.data() + 9, head.data() + 12, status);
    if (status == 0) co_return proxy_fails(upstream, "does not answer as an HTTP proxy does");
    if (status == 407) co_return wants_credentials(upstream);
    if (status < 200 || status > 299)
        co_return proxy_fails(
            upstream, "answered " + std::to_string(status) + " when asked for " + target.text()
        );
    co_return Done();
}

// -- SOCKS5

constexpr char version = 5;
constexpr char no_authentication = 0;
constexpr char with_password = 2;
constexpr char connect_command = 1;
enum AddressType : char { ipv4 = 1, name = 3, ipv6 = 4 };

Async<Result<std::string>> read_exactly(Wire& wire, const Upstream& upstream, std::size_t count)
{
    std::string octets(count, '\0');
    std::size_t have = 0;
    while (have < count) {
        const auto more = co_await wire.read(std::span(octets).subspan(have));
        if (more == 0) co_return proxy_fails(upstream, "closed the connection without an answer");
        have += more;
    }
    co_return octets;
}

Async<Done> send_password(Wire& wire, const Upstream& upstream)
{
    constexpr std::size_t most = 255;
    if (upstream.username.size() > most || upstream.password.size() > most)
        co_return proxy_fails(
            upstream, "cannot be used: SOCKS5 has no room for credentials of more than 255 letters"
        );
    std::string message{1, static_cast<char>(upstream.username.size())};
    message += upstream.username;
    message += static_cast<char>(upstream.password.size());
    message += upstream.password;
    if (!co_await wire.write(message)) co_return wants_credentials(upstream);
    // Some close the connection instead of an answer.
    const auto answer = co_await read_exactly(wire, upstream, 2);
    if (!answer || answer->at(1) != 0)
        co_return Error{
            ErrorCode::unauthorized,
            "the proxy " + upstream.host + ":" + std::to_string(upstream.port) + " refused the credentials"
        };
    co_return Done();
}

std::string address_octets(const Target& target)
{
    std::string octets;
    if (const auto address = net::address_from_host(target.host)) {
        const auto append = [&](AddressType type, const auto& bytes) {
            octets += type;
            octets.append(bytes.begin(), bytes.end());
        };
        if (address->is_v4())
            append(ipv4, address->to_v4().to_bytes());
        else
            append(ipv6, address->to_v6().to_bytes());
    } else {
        octets += name;
        octets += static_cast<char>(target.host.size());
        octets += target.host;
    }
    octets += static_cast<char>(target.port >> 8);
    octets += static_cast<char>(target.port & 0xff);
    return octets;
}

std::string_view meaning(int reply)
{
    switch (reply) {
        case 2: return "its rules forbid it";
        case 3: return "it cannot reach that network";
        case 4: return "it cannot reach that host";
        case 5: return "nothing listens there";
        case 6: return "it took too long";
        case 8: return "it does not know that kind of address";
        default: return "it failed";
    }
}

Async<Done> connect_socks(Wire& wire, Upstream upstream, Target target)
{
    constexpr std::size_t longest_name = 255;
    if (target.host.size() > longest_name)
        co_return proxy_fails(upstream, "takes no host names of that length");
    const bool has_credentials = !basic_credentials(upstream).empty();
    std::string greeting{version, 1, no_authentication};
    if (has_credentials) greeting = {version, 2, no_authentication, with_password};
    if (!co_await wire.write(greeting))
        co_return proxy_fails(upstream, "closed the connection without an answer");
    CO_TRY(const auto method, co_await read_exactly(wire, upstream, 2));
    if (method[0] != version) co_return proxy_fails(upstream, "does not answer as a SOCKS5 proxy does");
    if (method[1] == with_password && has_credentials) {
        CO_TRY_DONE(co_await send_password(wire, upstream));
    } else if (method[1] != no_authentication) {
        co_return Error{
            ErrorCode::unauthorized,
            "the proxy " + upstream.host + ":" + std::to_string(upstream.port) +
                (has_credentials ? " does not take a username and password"
                                 : " asks for credentials; give proxy_username and proxy_password")
        };
    }

    const std::string request = std::string{version, connect_command, 0} + address_octets(target);
    if (!co_await wire.write(request))
        co_return proxy_fails(upstream, "closed the connection without an answer");
    CO_TRY(const auto reply, co_await read_exactly(wire, upstream, 4));
    if (reply[1] != 0)
        co_return proxy_fails(
            upstream, "does not connect to " + target.text() + ": " + std::string(meaning(reply[1]))
        );
    std::size_t rest = 2;  // the port, behind the address that the proxy connected from
    if (reply[3] == ipv4) rest += 4;
    if (reply[3] == ipv6) rest += 16;
    if (reply[3] == name) {
        CO_TRY(const auto length, co_await read_exactly(wire, upstream, 1));
        rest += static_cast<unsigned char>(length[0]);
    }
    CO_TRY_DONE(co_await read_exactly(wire, upstream, rest));
    co_return Done();
}

}  // namespace

Async<std::optional<Refusal>> ask_for_tunnel(Wire& wire, Upstream upstream, Target target)
{
    const bool is_socks = upstream.kind == ProxyKind::socks5;
    const auto what = "the proxy " + upstream.host;
    auto done = co_await within(
        answer_limit,
        what,
        is_socks ? connect_socks(wire, std::move(upstream), std::move(target))
                 : connect_http(wire, std::move(upstream), std::move(target))
    );
    if (done) co_return std::nullopt;
    const auto verdict =
        done.error().code == ErrorCode::unauthorized ? Verdict::proxy_credentials : Verdict::proxy;
    co_return Refusal{verdict, done.error().message};
}

}  // namespace lissom::egress
