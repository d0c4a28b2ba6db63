#include "egress/tls_bridge.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/time.hpp"
#include "base/try.hpp"
#include "egress/tls_wire.hpp"
#include "net/address.hpp"

namespace lissom::egress {
namespace {

namespace asio = boost::asio;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr Millis handshake_limit(20'000);

// HTTP/2 could carry several sites' requests on one connection; what is bridged is one site's.
constexpr unsigned char only_http_1[] = "\x08http/1.1";

int choose_http_1(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char*, unsigned, void*)
{
    *chosen = only_http_1 + 1;
    *size = only_http_1[0];
    return SSL_TLSEXT_ERR_OK;
}

std::string without_brackets(const std::string& host)
{
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

Async<Result<std::unique_ptr<TlsWire>>>
shake_hands(std::unique_ptr<TlsWire> wire, asio::ssl::stream_base::handshake_type side, std::string hello)
{
    const auto [error, taken] = co_await wire->stream().async_handshake(side, asio::buffer(hello), as_result);
    if (error) co_return Error{ErrorCode::unavailable, error.message()};
    co_return wire;
}

Refusal not_who_it_says(const std::string& host, long why)
{
    return {
        Verdict::unreachable,
        host + " has no valid certificate, and its visitor is to be sure of it: " +
            X509_verify_cert_error_string(why)
    };
}

enum class Wanted { a_site_that_asks, any_site };

}  // namespace

bool is_tls(std::string_view octets)
{
    constexpr char handshake = 22;
    return octets.size() > 2 && octets[0] == handshake && octets[1] == 3;
}

namespace {

Async<Asked> speak_to_site(
    std::unique_ptr<Wire> plain,
    std::shared_ptr<const Identities> identities,
    std::string host,
    Wanted wanted
)
{
    asio::ssl::context context(asio::ssl::context::tls_client);
    boost::system::error_code ignored;  // without authorities the check says what is missing
    context.set_default_verify_paths(ignored);
    SSL_CTX_set_alpn_protos(context.native_handle(), only_http_1, sizeof only_http_1 - 1);
    Identities::use_for_client(std::move(identities), context.native_handle());
    auto* native = context.native_handle();
    auto wire = std::make_unique<TlsWire>(*plain->release(), std::move(context));
    auto* ssl = wire->stream().native_handle();
    const auto name = without_brackets(host);
    if (!net::address_from_host(host)) {
        SSL_set_tlsext_host_name(ssl, name.c_str());
        SSL_set1_host(ssl, name.c_str());
    } else {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str());
    }
    // Looked at afterwards: whom a site that does not ask shows itself as is the browser's to judge.
    wire->stream().set_verify_mode(asio::ssl::verify_none, ignored);

    auto shaken = co_await within(
        handshake_limit, "the TLS handshake", shake_hands(std::move(wire), asio::ssl::stream_base::client, "")
    );
    if (!shaken && wanted == Wanted::any_site)
        co_return Asked{
            nullptr, {Verdict::unreachable, host + " cannot be used over TLS: " + shaken.error().message}
        };
    if (!shaken) co_return Asked{};  // the browser, which goes there itself now, says it best
    if (wanted == Wanted::a_site_that_asks && !Identities::was_asked(native)) {
        (*shaken)->close();
        co_return Asked{};
    }
    const auto verified = SSL_get_verify_result((*shaken)->stream().native_handle());
    if (verified != X509_V_OK) {
        (*shaken)->close();
        co_return Asked{nullptr, not_who_it_says(host, verified)};
    }
    co_return Asked{*std::move(shaken), {}};
}

}  // namespace

Async<Asked>
ask_site(std::unique_ptr<Wire> wire, std::shared_ptr<const Identities> identities, std::string host)
{
    return speak_to_site(std::move(wire), std::move(identities), std::move(host), Wanted::a_site_that_asks);
}

Async<Asked>
open_site(std::unique_ptr<Wire> wire, std::shared_ptr<const Identities> identities, std::string host)
{
    return speak_to_site(std::move(wire), std::move(identities), std::move(host), Wanted::any_site);
}

Async<std::unique_ptr<Wire>> greet_browser(
    std::unique_ptr<Wire> plain,
    std::shared_ptr<const Identities> identities,
    std::string host,
    std::string hello
)
{
    asio::ssl::context context(asio::ssl::context::tls_server);
    if (!identities->use_for_server(context.native_handle(), host)) co_return nullptr;
    SSL_CTX_set_alpn_select_cb(context.native_handle(), &choose_http_1, nullptr);
    auto wire = std::make_unique<TlsWire>(*plain->release(), std::move(context));
    auto shaken = co_await within(
        handshake_limit,
        "the browser's TLS handshake",
        shake_hands(std::move(wire), asio::ssl::stream_base::server, std::move(hello))
    );
    if (!shaken) co_return nullptr;
    co_return *std::move(shaken);
}

}  // namespace lissom::egress
