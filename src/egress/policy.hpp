#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "base/result.hpp"
#include "egress/url_pattern.hpp"
#include "net/address.hpp"

namespace lissom::egress {

class Identities;

// What became of a connection or request, for the network log and for whoever tells a person.
enum class Verdict {
    allowed,
    not_ready,          // the browser was not handed to a session yet
    allowed_urls,       // strict: the host is in no pattern
    advertisement,      // on the block list
    private_network,    // this machine or the network around it
    metadata,           // where cloud providers hand out credentials
    own_server,         // Lissom itself, or another session's gateway
    unknown_host,       // the name does not resolve
    unreachable,        // nobody answers there
    proxy,              // the session's proxy does not work, or will not go there
    proxy_credentials,  // the session's proxy wants others
    bad_request,        // not what a browser says to a proxy
};
std::string_view name_of(Verdict verdict);
// Policy, not the state of the network, stood in the way.
bool is_refusal(Verdict verdict);

// Why something goes no further.
struct Refusal {
    Verdict verdict = Verdict::allowed;
    std::string reason;  // a clause for a person: "10.0.0.7 is in a private network"
};

enum class ProxyKind { http, https, socks5 };

// The proxy a session's client has named.
struct Upstream {
    ProxyKind kind = ProxyKind::http;
    std::string host;  // canonical; IPv6 in brackets
    std::uint16_t port = 0;
    std::string username;  // empty: none are sent
    std::string password;
};
// "http://host:port", https or socks5, as task::Proxy has it.
Result<Upstream> upstream_from(std::string_view server, std::string username, std::string password);

// Where one session may connect.
struct Policy {
    bool blocks_ads = true;
    // Strict allowed_urls: no connection to any other host. None: every host.
    std::optional<std::vector<UrlPattern>> only;
    std::optional<Upstream> upstream;
    std::shared_ptr<const Identities> identities;  // null: sites that ask for a certificate get none
};

// "10.0.0.0/8", "169.254.169.254", "fd00::/8".
class Network {
public:
    static Result<Network> parse(std::string_view text);
    bool holds(const net::Address& address) const;

private:
    net::Address address_;
    unsigned bits_ = 0;
};

// Which addresses every session of this server may connect to.
struct AddressPolicy {
    bool allows_private = true;      // this machine and the networks around it
    bool allows_own = false;         // this server's own port
    std::uint16_t own_port = 0;      // of this server's API; 0: none
    std::vector<Network> reachable;  // allowed whatever they are, metadata too

    // The decision is made on the address that will be connected to, so that no name can lead astray.
    // `shown`: the host as the browser asked for it.
    std::optional<Refusal> refuses(const net::Address& address, std::uint16_t port, std::string_view shown)
        const;
};

}  // namespace lissom::egress
