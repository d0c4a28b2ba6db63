#pragma once

#include <optional>
#include <string_view>

#include <boost/asio/ip/address.hpp>

namespace lissom::net {

using Address = boost::asio::ip::address;

// Where an IP address leads, by the registries of IANA for special-purpose addresses.
enum class Reach {
    global,           // the public internet
    loopback,         // this machine
    private_network,  // 10/8, 192.168/16, fc00::/7, carrier-grade NAT, benchmark nets
    link_local,
    metadata,  // cloud providers hand out credentials there
    multicast,
    unspecified,  // 0.0.0.0 and :: mean this machine too when one connects to them
    reserved,     // everything else that is not the public internet
};

// An address that carries an IPv4 address in it (mapped, compatible, 6to4, NAT64) reaches what that one
// reaches.
Reach reach_of(const Address& address);
inline bool is_public(const Address& address) { return reach_of(address) == Reach::global; }

// The address a host of a URL stands for, in every spelling that browsers accept: "127.0.0.1", "2130706433",
// "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "[::1]", "[fe80::1%25eth0]". None: it is a name. The host
// must have been through canonical_host() (net/url.hpp) where it can come from outside.
std::optional<Address> address_from_host(std::string_view host);

// WHATWG's test: browsers take a host whose last label is a number for an IPv4 address or refuse it, never
// for a name.
bool ends_in_number(std::string_view host);

bool is_loopback_name(std::string_view host);  // "localhost" and all below it
bool is_metadata_name(std::string_view host);  // "metadata.google.internal" and its like

}  // namespace lissom::net
