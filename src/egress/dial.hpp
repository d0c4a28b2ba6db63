#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/async.hpp"
#include "egress/ground.hpp"
#include "egress/policy.hpp"
#include "egress/wire.hpp"

namespace lissom::egress {

struct Target {
    std::string host;  // canonical; IPv6 in brackets
    std::uint16_t port = 0;

    std::string text() const { return host + ":" + std::to_string(port); }
};

// A connection that stands, or why there is none.
struct Dialled {
    std::unique_ptr<Wire> wire;  // null: see `refusal`
    std::string address;         // connected to; empty through a proxy, which alone knows
    Refusal refusal;
};

// How a request for plain HTTP travels through an HTTP proxy: named in full, not through a tunnel.
enum class Through { tunnel, request };

// What can be said of the host alone, before anything is looked up.
std::optional<Refusal> refuses_host(Ground& ground, const Policy& policy, const Target& target);

// Looks the host up, decides on each of its addresses, connects to the first that is allowed and answers; or
// does so through the session's proxy. Bounded in time.
Async<Dialled> dial(Ground& ground, Policy policy, Target target, Through through);

// An address of this host that may be connected to. forbidden: none of them; not_found: there is no such
// host.
Async<Result<std::string>> allowed_address(Ground& ground, Target target);

// "Basic dXNlcjpwYXNz"; empty without credentials.
std::string basic_credentials(const Upstream& upstream);
Refusal credentials_refused(const Upstream& upstream);

}  // namespace lissom::egress
