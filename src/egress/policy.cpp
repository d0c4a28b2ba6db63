#include "egress/policy.hpp"

#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include <boost/asio/ip/address.hpp>

#include "base/try.hpp"

namespace lissom::egress {
namespace {

net::Address from_sockaddr(const sockaddr* raw)
{
    if (raw->sa_family == AF_INET) {
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(raw);
        return boost::asio::ip::address_v4(ntohl(v4->sin_addr.s_addr));
    }
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(raw);
    boost::asio::ip::address_v6::bytes_type bytes;
    std::copy_n(v6->sin6_addr.s6_addr, bytes.size(), bytes.begin());
    return boost::asio::ip::address_v6(bytes);
}

net::Address unmapped(const net::Address& address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    if (address.is_v6()) return boost::asio::ip::address_v6(address.to_v6().to_bytes());  // without its zone
    return address;
}

bool is_of_this_machine(const net::Address& address)
{
    const auto reach = net::reach_of(address);
    if (reach == net::Reach::loopback || reach == net::Reach::unspecified) return true;
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return true;  // the careful answer
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owned(list, freeifaddrs);
    const auto plain = unmapped(address);
    for (const auto* entry = list; entry; entry = entry->ifa_next) {
        if (!entry->ifa_addr) continue;
        const auto family = entry->ifa_addr->sa_family;
        if ((family == AF_INET || family == AF_INET6) && unmapped(from_sockaddr(entry->ifa_addr)) == plain)
            return true;
    }
    return false;
}

std::vector<unsigned char> bytes_of(const net::Address& address)
{
    const auto copy = [](const auto& bytes) {
        return std::vector<unsigned char>(bytes.begin(), bytes.end());
    };
    return address.is_v4() ? copy(address.to_v4().to_bytes()) : copy(address.to_v6().to_bytes());
}

std::string_view place_of(net::Reach reach)
{
    switch (reach) {
        case net::Reach::loopback:
        case net::Reach::unspecified: return "is this machine";
        case net::Reach::private_network: return "is in a private network";
        case net::Reach::link_local: return "is in the local network";
        case net::Reach::multicast: return "is a multicast address";
        default: return "is not on the public internet";
    }
}

}  // namespace

std::string_view name_of(Verdict verdict)
{
    switch (verdict) {
        case Verdict::allowed: return "allowed";
        case Verdict::not_ready: return "not_ready";
        case Verdict::allowed_urls: return "allowed_urls";
        case Verdict::advertisement: return "advertisement";
        case Verdict::private_network: return "private_network";
        case Verdict::metadata: return "metadata";
        case Verdict::own_server: return "own_server";
        case Verdict::unknown_host: return "unknown_host";
        case Verdict::unreachable: return "unreachable";
        case Verdict::proxy: return "proxy";
        case Verdict::proxy_credentials: return "proxy_credentials";
        case Verdict::bad_request: return "bad_request";
    }
    return "";
}

bool is_refusal(Verdict verdict)
{
    switch (verdict) {
        case Verdict::allowed_urls:
        case Verdict::advertisement:
        case Verdict::private_network:
        case Verdict::metadata:
        case Verdict::own_server: return true;
        default: return false;
    }
}

Result<Upstream> upstream_from(std::string_view server, std::string username, std::string password)
{
    const auto end = server.find("://");
    const auto scheme = server.substr(0, end);
    Upstream upstream;
    if (scheme == "https")
        upstream.kind = ProxyKind::https;
    else if (scheme == "socks5")
        upstream.kind = ProxyKind::socks5;
    else if (scheme != "http")
        return Error{
            ErrorCode::invalid_argument,
            "\"" + std::string(server) + "\" is not an http, https or socks5 proxy"
        };

    const auto place = server.substr(end + 3);
    const auto colon = place.rfind(':');
    if (colon == std::string_view::npos)
        return Error{ErrorCode::invalid_argument, "\"" + std::string(server) + "\" has no port"};
    TRY(upstream.host, net::canonical_host(place.substr(0, colon)));
    const auto digits = place.substr(colon + 1);
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), upstream.port);
    if (error != std::errc() || rest != digits.data() + digits.size() || upstream.port == 0)
        return Error{
            ErrorCode::invalid_argument, "\"" + std::string(server) + "\" has no port from 1 to 65535"
        };
    upstream.username = std::move(username);
    upstream.password = std::move(password);
    return upstream;
}

Result<Network> Network::parse(std::string_view text)
{
    const auto refused = [&] {
        return Error{
            ErrorCode::invalid_argument,
            "\"" + std::string(text) + "\" is not an address or network such as 10.1.2.3 or 10.0.0.0/8"
        };
    };
    const auto slash = text.find('/');
    boost::system::error_code error;
    Network network;
    network.address_ = boost::asio::ip::make_address(std::string(text.substr(0, slash)), error);
    if (error) return refused();
    const unsigned most = network.address_.is_v4() ? 32 : 128;
    network.bits_ = most;
    if (slash == std::string_view::npos) return network;
    const auto digits = text.substr(slash + 1);
    const auto [rest, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), network.bits_);
    if (wrong != std::errc() || rest != digits.data() + digits.size() || network.bits_ > most)
        return refused();
    return network;
}

bool Network::holds(const net::Address& address) const
{
    const auto other = unmapped(address);
    if (other.is_v4() != address_.is_v4()) return false;
    const auto left = bytes_of(address_);
    const auto right = bytes_of(other);
    for (unsigned bit = 0; bit < bits_; bit += 8) {
        const unsigned kept = std::min(8u, bits_ - bit);
        const unsigned difference = left[bit / 8] ^ right[bit / 8];
        if (difference >> (8 - kept)) return false;
    }
    return true;
}

std::optional<Refusal>
AddressPolicy::refuses(const net::Address& address, std::uint16_t port, std::string_view shown) const
{
    auto where = std::string(shown);
    if (const auto text = address.to_string(); shown != text && shown != "[" + text + "]")
        where += " (" + text + ")";

    if (!allows_own && own_port != 0 && port == own_port && is_of_this_machine(address))
        return Refusal{Verdict::own_server, where + " is this server itself, which pages may not use"};
    for (const auto& network : reachable)
        if (network.holds(address)) return std::nullopt;
    const auto reach = net::reach_of(address);
    if (reach == net::Reach::metadata)
        return Refusal{Verdict::metadata, where + " is where a cloud provider hands out credentials"};
    if (reach == net::Reach::global || allows_private) return std::nullopt;
    return Refusal{
        Verdict::private_network,
        where + " " + std::string(place_of(reach)) + ", which sessions of this server may not reach"
    };
}

}  // namespace lissom::egress
