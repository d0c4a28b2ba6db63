#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/address.hpp"

namespace lissom::net {

// The host as Chromium would spell it: percent-decoded, lower case, international names in punycode,
// full-width letters and dots plain, any spelling of an IPv4 address dotted. IPv6 stays in brackets. Fails
// for what cannot be a host.
Result<std::string> canonical_host(std::string_view host);

// An http, https, ws or wss address, parsed as leniently as browsers do (WHATWG): backslashes are slashes,
// any number of slashes may follow the scheme, "..", "." and blanks are dealt with. Two addresses that mean
// the same compare equal.
class Url {
public:
    static Result<Url> parse(std::string_view text);

    const std::string& scheme() const { return scheme_; }
    const std::string& host() const { return host_; }  // canonical; IPv6 in brackets
    std::uint16_t port() const { return port_; }       // the scheme's own when none is given
    bool has_default_port() const;
    bool is_secure() const { return scheme_ == "https" || scheme_ == "wss"; }
    const std::string& userinfo() const { return userinfo_; }  // "user:password" as sent
    const std::string& path() const { return path_; }          // encoded, starts with '/'
    const std::string& query() const { return query_; }        // encoded, without '?'
    const std::string& fragment() const { return fragment_; }

    std::string origin() const;  // "https://example.com:8443"
    std::string target() const;  // path and query: what goes into a request line
    std::string text() const;    // all of it but the user information

    std::optional<Address> address() const { return address_from_host(host_); }
    bool is_loopback() const;  // by its name or address alone; nothing is looked up

    friend bool operator==(const Url&, const Url&) = default;

private:
    std::string scheme_;
    std::string userinfo_;
    std::string host_;
    std::uint16_t port_ = 0;
    std::string path_;
    std::string query_;
    std::string fragment_;
};

}  // namespace lissom::net
