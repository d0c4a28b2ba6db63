#include "net/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

#include "net/encoding.hpp"

namespace lissom::net {
namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;
using Bytes = address_v6::bytes_type;

struct Block4 {
    std::array<std::uint8_t, 4> prefix;
    int bits;
    Reach reach;
};

// The first that fits decides, so single addresses stand before their networks.
constexpr Block4 blocks4[] = {
    {{169, 254, 169, 254}, 32, Reach::metadata},  // AWS, Google, Azure, most others
    {{169, 254, 170, 2}, 32, Reach::metadata},    // AWS container credentials
    {{169, 254, 170, 23}, 32, Reach::metadata},   // AWS pod identity
    {{168, 63, 129, 16}, 32, Reach::metadata},    // Azure's own services, in a public range
    {{100, 100, 100, 200}, 32, Reach::metadata},  // Alibaba
    {{192, 0, 0, 192}, 32, Reach::metadata},      // Oracle
    {{0, 0, 0, 0}, 8, Reach::unspecified},
    {{10, 0, 0, 0}, 8, Reach::private_network},
    {{100, 64, 0, 0}, 10, Reach::private_network},  // carrier-grade NAT
    {{127, 0, 0, 0}, 8, Reach::loopback},
    {{169, 254, 0, 0}, 16, Reach::link_local},
    {{172, 16, 0, 0}, 12, Reach::private_network},
    {{192, 0, 0, 0}, 24, Reach::reserved},    // protocol assignments
    {{192, 0, 2, 0}, 24, Reach::reserved},    // documentation
    {{192, 88, 99, 0}, 24, Reach::reserved},  // 6to4 relays
    {{192, 168, 0, 0}, 16, Reach::private_network},
    {{198, 18, 0, 0}, 15, Reach::private_network},  // benchmarks inside a network
    {{198, 51, 100, 0}, 24, Reach::reserved},       // documentation
    {{203, 0, 113, 0}, 24, Reach::reserved},        // documentation
    {{224, 0, 0, 0}, 4, Reach::multicast},
    {{240, 0, 0, 0}, 4, Reach::reserved},
};

Reach reach_of_v4(std::uint32_t address)
{
    for (const auto& block : blocks4) {
        const auto& part = block.prefix;
        const auto prefix = std::uint32_t{part[0]} << 24 | std::uint32_t{part[1]} << 16 |
                            std::uint32_t{part[2]} << 8 | part[3];
        if ((address ^ prefix) >> (32 - block.bits) == 0) return block.reach;
    }
    return Reach::global;
}

std::uint32_t v4_at(const Bytes& bytes, std::size_t at)
{
    return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
           std::uint32_t{bytes[at + 2]} << 8 | bytes[at + 3];
}

bool has_prefix(const Bytes& bytes, std::initializer_list<unsigned char> prefix)
{
    return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

// Ways of wrapping IPv4 that nobody uses any more are not the public internet, even around a public address.
Reach reach_of_deprecated(std::uint32_t embedded)
{
    const auto reach = reach_of_v4(embedded);
    return reach == Reach::global ? Reach::reserved : reach;
}

Reach reach_of_v6(const Bytes& bytes)
{
    constexpr Bytes aws_metadata{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54};
    constexpr Bytes google_metadata{0xfd, 0x20, 0x00, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54};
    if (bytes == aws_metadata || bytes == google_metadata) return Reach::metadata;

    if (std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; })) {
        if (bytes[10] == 0xff && bytes[11] == 0xff) return reach_of_v4(v4_at(bytes, 12));  // mapped
        if (bytes[10] != 0 || bytes[11] != 0) return Reach::reserved;
        const auto low = v4_at(bytes, 12);
        if (low == 0) return Reach::unspecified;
        if (low == 1) return Reach::loopback;
        return reach_of_deprecated(low);  // IPv4-compatible
    }
    if (has_prefix(bytes, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))
        return reach_of_v4(v4_at(bytes, 12));  // NAT64
    if (has_prefix(bytes, {0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}))
        return Reach::private_network;                                                 // a site's own NAT64
    if (has_prefix(bytes, {0x20, 0x02})) return reach_of_deprecated(v4_at(bytes, 2));  // 6to4
    if ((bytes[0] & 0xfe) == 0xfc) return Reach::private_network;                      // unique local
    if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80) return Reach::link_local;
    if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0xc0)
        return Reach::private_network;  // site-local, deprecated
    if (bytes[0] == 0xff) return Reach::multicast;
    if (has_prefix(bytes, {0x20, 0x01}) && bytes[2] < 0x02)
        return Reach::reserved;                                               // Teredo and other protocols
    if (has_prefix(bytes, {0x20, 0x01, 0x0d, 0xb8})) return Reach::reserved;  // documentation
    if (has_prefix(bytes, {0x3f, 0xff}) && bytes[2] < 0x10) return Reach::reserved;  // documentation
    return (bytes[0] & 0xe0) == 0x20 ? Reach::global : Reach::reserved;  // 2000::/3 is all that is assigned
}

// One part of an IPv4 address as browsers read it: 0x.. is hexadecimal, 0.. octal.
std::optional<std::uint64_t> number_from(std::string_view part)
{
    if (part.empty()) return std::nullopt;
    int base = 10;
    if (part.starts_with("0x") || part.starts_with("0X")) {
        base = 16;
        part.remove_prefix(2);
        if (part.empty()) return 0;
    } else if (part.size() > 1 && part.front() == '0') {
        base = 8;
        part.remove_prefix(1);
    }
    std::uint64_t number = 0;
    const auto [rest, error] = std::from_chars(part.data(), part.data() + part.size(), number, base);
    if (rest != part.data() + part.size() || error != std::errc()) return std::nullopt;
    return number;
}

std::string_view without_final_dot(std::string_view host)
{
    if (host.ends_with('.')) host.remove_suffix(1);
    return host;
}

std::optional<Address> v4_from(std::string_view host)
{
    std::vector<std::uint64_t> numbers;
    while (true) {
        const auto dot = host.find('.');
        const auto number = number_from(host.substr(0, dot));
        if (!number || numbers.size() == 4) return std::nullopt;
        numbers.push_back(*number);
        if (dot == std::string_view::npos) break;
        host.remove_prefix(dot + 1);
    }
    // The last number fills all bytes that the others left.
    const auto last = numbers.back();
    numbers.pop_back();
    if (last >= std::uint64_t{1} << (8 * (4 - numbers.size()))) return std::nullopt;
    std::uint64_t value = last;
    for (std::size_t at = 0; at < numbers.size(); ++at) {
        if (numbers[at] > 255) return std::nullopt;
        value += numbers[at] << (8 * (3 - at));
    }
    return address_v4(static_cast<std::uint32_t>(value));
}

bool is_below(std::string_view host, std::string_view domain)
{
    host = without_final_dot(host);
    if (host.size() < domain.size() || !equal_ignoring_case(host.substr(host.size() - domain.size()), domain))
        return false;
    return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

}  // namespace

Reach reach_of(const Address& address)
{
    return address.is_v4() ? reach_of_v4(address.to_v4().to_uint()) : reach_of_v6(address.to_v6().to_bytes());
}

bool ends_in_number(std::string_view host)
{
    host = without_final_dot(host);
    const auto dot = host.rfind('.');
    const auto last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    if (last.empty()) return false;
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    return std::ranges::all_of(last, is_digit) ||
           ((last.starts_with("0x") || last.starts_with("0X")) && number_from(last));
}

std::optional<Address> address_from_host(std::string_view host)
{
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.contains(':')) {
        // What the zone names is a network card of this machine; the address is decided without it.
        boost::system::error_code error;
        auto address = boost::asio::ip::make_address_v6(std::string(host.substr(0, host.find('%'))), error);
        if (error) return std::nullopt;
        return address;
    }
    if (!ends_in_number(host)) return std::nullopt;
    return v4_from(without_final_dot(host));
}

bool is_loopback_name(std::string_view host) { return is_below(host, "localhost"); }

bool is_metadata_name(std::string_view host)
{
    constexpr std::string_view names[] = {
        "metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"
    };
    return std::ranges::any_of(names, [&](std::string_view name) { return is_below(host, name); }) ||
           equal_ignoring_case(without_final_dot(host), "metadata") ||
           equal_ignoring_case(without_final_dot(host), "instance-data");
}

}  // namespace lissom::net
