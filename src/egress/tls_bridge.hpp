#pragma once

#include <memory>
#include <string>

#include "base/async.hpp"
#include "egress/dial.hpp"
#include "egress/identities.hpp"
#include "egress/wire.hpp"

namespace lissom::egress {

// What came of asking a site whether it wants a certificate of its visitors.
struct Asked {
    std::unique_ptr<Wire>
        site;  // over TLS, with the certificate given; null: it does not ask, or see `refusal`
    Refusal refusal;
};

// Speaks TLS to the site on this fresh connection for a browser that must not do so itself. Never without a
// site or a refusal.
Async<Asked>
open_site(std::unique_ptr<Wire> wire, std::shared_ptr<const Identities> identities, std::string host);

// Speaks TLS to the site on this fresh connection, far enough to know. A site that asks must itself be who it
// says: its certificate is checked.
Async<Asked>
ask_site(std::unique_ptr<Wire> wire, std::shared_ptr<const Identities> identities, std::string host);

// Stands in for the site: TLS to the browser, whose first words (`hello`) have been read already. Null: the
// browser does not want to.
Async<std::unique_ptr<Wire>> greet_browser(
    std::unique_ptr<Wire> wire,
    std::shared_ptr<const Identities> identities,
    std::string host,
    std::string hello
);

// Whether these octets begin a TLS handshake.
bool is_tls(std::string_view octets);

}  // namespace lissom::egress
