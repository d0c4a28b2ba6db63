#include "egress/dial.hpp"

#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/base64.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "egress/upstream.hpp"
#include "net/url.hpp"

namespace lissom::egress {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr Millis connect_limit(20'000);
constexpr Millis one_address_limit(6'000);  // where there are others to try

Dialled refused(Refusal refusal) { return Dialled{nullptr, {}, std::move(refusal)}; }
Dialled refused(Verdict verdict, std::string reason) { return refused(Refusal{verdict, std::move(reason)}); }

std::string_view plainly(const boost::system::error_code& error)
{
    if (error == asio::error::connection_refused) return "nothing listens there";
    if (error == asio::error::host_unreachable || error == asio::error::network_unreachable)
        return "there is no way to that address";
    if (error == asio::error::timed_out) return "it does not answer";
    return "the connection failed";
}

Async<Result<tcp::socket>> connect_once(net::Address address, std::uint16_t port)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    const auto [error] =
        co_await socket.async_connect(tcp::endpoint(address, port), asio::as_tuple(asio::use_awaitable));
    if (error) co_return Error{ErrorCode::unavailable, std::string(plainly(error))};
    // Browsers and proxies write what they have to say at once: nothing is won by waiting for more.
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    co_return socket;
}

struct Reached {
    std::optional<tcp::socket> socket;
    net::Address address;
    Refusal refusal;
};

std::optional<Refusal> refuses_address(
    const Ground& ground,
    const net::Address& address,
    std::uint16_t port,
    const std::string& shown
)
{
    if (ground.ports.contains(port) && net::reach_of(address) == net::Reach::loopback)
        return Refusal{Verdict::own_server, shown + " is this server itself, which pages may not use"};
    return ground.addresses.refuses(address, port, shown);
}

Async<Reached> reach(Ground& ground, Target target)
{
    const auto found = co_await ground.resolver.resolve(target.host);
    if (!found) co_return Reached{{}, {}, {Verdict::unknown_host, found.error().message}};

    Reached reached{{}, {}, {Verdict::unreachable, target.text() + " cannot be reached"}};
    const auto deadline = moment() + connect_limit;
    for (std::size_t i = 0; i < found->size() && moment() < deadline; ++i) {
        const auto& address = found->at(i);
        if (auto refusal = refuses_address(ground, address, target.port, target.host)) {
            reached.refusal = *std::move(refusal);
            continue;
        }
        const bool is_last = i + 1 == found->size();
        const auto limit = is_last ? connect_limit : one_address_limit;
        auto socket = co_await within(limit, "connecting", connect_once(address, target.port));
        if (socket) {
            reached.socket = *std::move(socket);
            reached.address = address;
            co_return reached;
        }
        const auto why =
            socket.error().code == ErrorCode::timeout ? "it does not answer" : socket.error().message;
        reached.refusal = {Verdict::unreachable, target.text() + " cannot be reached: " + why};
    }
    co_return reached;
}

Async<Dialled> dial_directly(Ground& ground, Target target)
{
    auto reached = co_await reach(ground, std::move(target));
    if (!reached.socket) co_return refused(std::move(reached.refusal));
    co_return Dialled{plain_wire(*std::move(reached.socket)), reached.address.to_string(), {}};
}

Async<Dialled> dial_through(Ground& ground, Upstream upstream, Target target, Through through)
{
    const auto shown = "the proxy " + upstream.host + ":" + std::to_string(upstream.port);
    auto reached = co_await reach(ground, Target{upstream.host, upstream.port});
    if (!reached.socket) {
        const bool is_policy = is_refusal(reached.refusal.verdict);
        co_return refused(
            is_policy ? reached.refusal.verdict : Verdict::proxy,
            "the proxy cannot be used: " + reached.refusal.reason
        );
    }
    std::unique_ptr<Wire> wire;
    if (upstream.kind == ProxyKind::https) {
        auto secured = co_await within(
            connect_limit, "the TLS handshake", tls_wire(*std::move(reached.socket), upstream.host)
        );
        if (!secured)
            co_return refused(Verdict::proxy, shown + " cannot be used over TLS: " + secured.error().message);
        wire = *std::move(secured);
    } else {
        wire = plain_wire(*std::move(reached.socket));
    }
    const bool needs_tunnel = through == Through::tunnel || upstream.kind == ProxyKind::socks5;
    if (needs_tunnel) {
        if (auto refusal = co_await ask_for_tunnel(*wire, upstream, target)) {
            wire->close();
            co_return refused(*std::move(refusal));
        }
    }
    co_return Dialled{std::move(wire), {}, {}};
}

}  // namespace

std::optional<Refusal> refuses_host(Ground& ground, const Policy& policy, const Target& target)
{
    if (policy.only) {
        bool is_allowed = false;
        for (const auto& pattern : *policy.only) is_allowed |= pattern.matches_host(target.host);
        if (!is_allowed) return Refusal{Verdict::allowed_urls, target.host + " is not in allowed_urls"};
    }
    if (policy.blocks_ads && !net::address_from_host(target.host) && ground.ads.blocks(target.host))
        return Refusal{Verdict::advertisement, target.host + " is on the list of advertisers (use_adblock)"};
    if (net::is_metadata_name(target.host) && ground.addresses.reachable.empty())
        return Refusal{Verdict::metadata, target.host + " is where a cloud provider hands out credentials"};
    if (!policy.upstream) return std::nullopt;
    // The proxy looks names up; what is known without that is decided here all the same.
    if (const auto address = net::address_from_host(target.host))
        return refuses_address(ground, *address, target.port, target.host);
    if (net::is_loopback_name(target.host))
        return refuses_address(ground, asio::ip::address_v4::loopback(), target.port, target.host);
    return std::nullopt;
}

Async<Dialled> dial(Ground& ground, Policy policy, Target target, Through through)
{
    if (auto refusal = refuses_host(ground, policy, target)) co_return refused(*std::move(refusal));
    if (policy.upstream)
        co_return co_await dial_through(ground, *std::move(policy.upstream), std::move(target), through);
    co_return co_await dial_directly(ground, std::move(target));
}

Async<Result<std::string>> allowed_address(Ground& ground, Target target)
{
    if (net::is_metadata_name(target.host) && ground.addresses.reachable.empty())
        co_return Error{
            ErrorCode::forbidden, target.host + " is where a cloud provider hands out credentials"
        };
    CO_TRY(const auto found, co_await ground.resolver.resolve(target.host));
    Error why{ErrorCode::forbidden, target.host + " has no address"};
    for (const auto& address : found) {
        const auto refusal = refuses_address(ground, address, target.port, target.host);
        if (!refusal) co_return address.to_string();
        why.message = refusal->reason;
    }
    co_return why;
}

std::string basic_credentials(const Upstream& upstream)
{
    if (upstream.username.empty() && upstream.password.empty()) return {};
    return "Basic " + to_base64(upstream.username + ":" + upstream.password);
}

Refusal credentials_refused(const Upstream& upstream)
{
    const auto shown = "the proxy " + upstream.host + ":" + std::to_string(upstream.port);
    if (basic_credentials(upstream).empty())
        return {
            Verdict::proxy_credentials,
            shown + " asks for credentials (407); give proxy_username and proxy_password"
        };
    return {Verdict::proxy_credentials, shown + " refused the credentials (407)"};
}

}  // namespace lissom::egress
