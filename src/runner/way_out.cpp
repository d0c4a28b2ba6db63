#include "runner/way_out.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "egress/identities.hpp"
#include "net/url.hpp"

namespace lissom::runner {
namespace {

constexpr std::size_t most_told = 200;

// A page's own mistakes (a name that does not exist, a server that is down) are in the network log and no
// news.
bool is_news(egress::Verdict verdict)
{
    return egress::is_refusal(verdict) || verdict == egress::Verdict::proxy ||
           verdict == egress::Verdict::proxy_credentials;
}

}  // namespace

bool is_strict(const task::Spec& spec)
{
    return spec.allowed_urls && string_or(spec.experimental_features, "allowed_urls") == "strict";
}

Result<egress::Policy> egress_policy(const task::Spec& spec)
{
    if (const auto* mode = spec.experimental_features.if_contains("allowed_urls"); mode && !mode->is_null()) {
        const bool is_known =
            mode->is_string() && (mode->get_string() == "strict" || mode->get_string() == "documents");
        if (!is_known)
            return Error{
                ErrorCode::invalid_argument,
                "\"experimental_features.allowed_urls\" must be \"documents\" or \"strict\""
            };
    }
    egress::Policy policy;
    policy.blocks_ads = spec.use_adblock;
    if (is_strict(spec)) {
        auto patterns = egress::parse_patterns(*spec.allowed_urls);
        if (!patterns)
            return Error{ErrorCode::invalid_argument, "\"allowed_urls\": " + patterns.error().message};
        policy.only = *std::move(patterns);
    }
    if (!spec.proxy.server.empty()) {
        auto upstream = egress::upstream_from(spec.proxy.server, spec.proxy.username, spec.proxy.password);
        if (!upstream)
            return Error{ErrorCode::invalid_argument, "\"proxy_server\": " + upstream.error().message};
        policy.upstream = *std::move(upstream);
    }
    if (!spec.certificates.empty()) {
        std::vector<egress::Pkcs12> files;
        for (const auto& certificate : spec.certificates)
            files.push_back({certificate.p12, certificate.password});
        TRY(policy.identities, egress::Identities::open(files));
    } else if (policy.only && std::ranges::any_of(*policy.only, &egress::UrlPattern::restricts_path)) {
        // Without certificates, but with the key by which the gateway can look inside TLS for paths.
        TRY(policy.identities, egress::Identities::open({}));
    }
    return policy;
}

void add(egress::Totals& sum, const egress::Totals& more)
{
    sum.requests += more.requests;
    sum.refused += more.refused;
    sum.sent += more.sent;
    sum.received += more.received;
}

Done in_patterns(const std::vector<egress::UrlPattern>& patterns, std::string_view text)
{
    const auto url = net::Url::parse(text);
    if (!url) return url.error();
    if (egress::matches_any(patterns, *url)) return {};
    return Error{ErrorCode::forbidden, url->text() + " is not in allowed_urls"};
}

WayOut::WayOut(egress::Gateway* gateway, Tell tell)
    : gateway_(gateway),
      tell_(std::move(tell))
{
}

WayOut::~WayOut() { close(); }

void WayOut::close()
{
    if (log_) log_->tell_refusals_to({});
}

void WayOut::open(const std::string& proxy, egress::Policy policy)
{
    auto* session = gateway_ ? gateway_->find(proxy) : nullptr;
    if (!session) return;
    close();  // of a browser that died before it could be used
    proxy_ = proxy;
    log_ = session->log();
    requests_.write_to(log_);
    log_->tell_refusals_to([this](const egress::Exchange& exchange) { tell_refusal(exchange); });
    session->configure(std::move(policy));
}

std::optional<browser::Gate> WayOut::gate(const task::Spec& spec, std::vector<egress::UrlPattern> patterns)
{
    if (patterns.empty()) return std::nullopt;
    browser::Gate gate;
    gate.holds_everything = is_strict(spec);
    gate.may_load = [patterns = std::move(patterns)](std::string_view text) {
        return in_patterns(patterns, text);
    };
    gate.on_refusal = [this](std::string url, Error why, bool is_page) {
        if (log_)
            log_->refused_early(
                std::move(url), {egress::Verdict::allowed_urls, std::move(why.message)}, is_page
            );
    };
    return gate;
}

void WayOut::announce(std::string_view text)
{
    auto* session = gateway_ && log_ ? gateway_->find(proxy_) : nullptr;
    const auto url = net::Url::parse(text);
    if (session && url) session->want(url->host());
}

void WayOut::tell_refusal(const egress::Exchange& exchange)
{
    const auto verdict = exchange.refusal.verdict;
    if (!is_news(verdict) || told_.size() >= most_told || !told_.emplace(verdict, exchange.url).second)
        return;
    tell_(
        "request_refused",
        {{"url", exchange.url}, {"kind", egress::name_of(verdict)}, {"reason", exchange.refusal.reason}}
    );
}

}  // namespace lissom::runner
