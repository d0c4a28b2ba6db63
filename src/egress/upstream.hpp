#pragma once

#include <optional>

#include "base/async.hpp"
#include "egress/dial.hpp"

namespace lissom::egress {

// Has a proxy connect this wire to the target: CONNECT (RFC 9110) or SOCKS5 (RFC 1928, RFC 1929), with the
// proxy's own name resolution. None: from here on the wire leads to the target. Bounded in time.
Async<std::optional<Refusal>> ask_for_tunnel(Wire& wire, Upstream upstream, Target target);

}  // namespace lissom::egress
