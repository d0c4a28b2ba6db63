#include "egress/network_log.hpp"

#include <algorithm>
#include <utility>

#include "net/url.hpp"

namespace lissom::egress {
namespace {

constexpr std::size_t most_exchanges = 10'000;  // some 3 MB
constexpr std::size_t longest_url = 2'000;
// Between the word of a request and the word of its refusal, which come by different ways.
constexpr Millis same_request(3'000);

std::string cut(std::string url)
{
    if (url.size() > longest_url) url.resize(longest_url);
    return url;
}

}  // namespace

NetworkLog::NetworkLog(Clock clock)
    : clock_(std::move(clock))
{
}

NetworkLog::Number
NetworkLog::begin(std::string method, std::string host, std::uint16_t port, std::string url)
{
    if (exchanges_.size() >= most_exchanges) {
        exchanges_.pop_front();
        ++first_;
    }
    Exchange exchange;
    exchange.started_ms = clock_();
    exchange.started = moment();
    exchange.method = std::move(method);
    exchange.host = std::move(host);
    exchange.port = port;
    exchange.url = cut(std::move(url));
    ++totals_.requests;
    exchanges_.push_back(std::move(exchange));
    return first_ + exchanges_.size() - 1;
}

Exchange* NetworkLog::find(Number number)
{
    return number < first_ ? nullptr : &exchanges_.at(static_cast<std::size_t>(number - first_));
}

void NetworkLog::connected(Number number, std::string address)
{
    if (auto* exchange = find(number)) exchange->address = std::move(address);
}

void NetworkLog::answered(Number number, int status, std::string type)
{
    auto* exchange = find(number);
    if (!exchange) return;
    exchange->status = status;
    exchange->type = std::move(type);
    if (!exchange->is_open) return;
    exchange->waited = std::chrono::duration_cast<Millis>(moment() - exchange->started);
    if (exchange->method != "CONNECT") exchange->protocol = "http/1.1";
}

void NetworkLog::sent(Number number, std::size_t octets)
{
    totals_.sent += octets;
    if (auto* exchange = find(number)) exchange->sent += octets;
}

void NetworkLog::received(Number number, std::size_t octets)
{
    totals_.received += octets;
    auto* exchange = find(number);
    if (!exchange) return;
    exchange->received += octets;
    exchange->took = std::chrono::duration_cast<Millis>(moment() - exchange->started);
}

void NetworkLog::refused(Number number, Refusal refusal)
{
    if (auto* exchange = find(number)) refuse(*exchange, std::move(refusal));
}

void NetworkLog::refuse(Exchange& exchange, Refusal refusal)
{
    ++totals_.refused;
    exchange.refusal = std::move(refusal);
    exchange.took = std::chrono::duration_cast<Millis>(moment() - exchange.started);
    exchange.is_open = false;
    if (on_refusal_ && exchange.refusal.verdict != Verdict::advertisement) on_refusal_(exchange);
}

void NetworkLog::ended(Number number)
{
    auto* exchange = find(number);
    if (exchange) exchange->is_open = false;
}

void NetworkLog::refused_early(std::string url, Refusal refusal, bool is_page)
{
    url = cut(std::move(url));
    const auto since = moment() - same_request;
    for (auto entry = exchanges_.rbegin(); entry != exchanges_.rend() && entry->started >= since; ++entry) {
        if (!entry->is_told || !entry->is_open || entry->url != url) continue;
        entry->is_page = is_page;
        return refuse(*entry, std::move(refusal));
    }
    const auto place = net::Url::parse(url);
    const auto number = begin(
        "GET", place ? place->host() : std::string(), place ? place->port() : std::uint16_t(0), std::move(url)
    );
    find(number)->is_page = is_page;
    find(number)->is_early_refusal = true;
    refused(number, std::move(refusal));
}

NetworkLog::Number NetworkLog::told(std::string method, std::string url, std::int64_t started_ms)
{
    url = cut(std::move(url));
    const auto since = moment() - same_request;
    for (std::size_t back = 1; back <= exchanges_.size(); ++back) {
        auto& entry = exchanges_[exchanges_.size() - back];
        if (entry.started < since) break;
        if (!entry.is_early_refusal || entry.url != url) continue;
        entry.is_early_refusal = false;
        entry.method = std::move(method);
        return first_ + exchanges_.size() - back;
    }
    const auto place = net::Url::parse(url);
    const auto number = begin(
        std::move(method),
        place ? place->host() : std::string(),
        place ? place->port() : std::uint16_t(0),
        url
    );
    auto* exchange = find(number);
    exchange->is_told = true;
    exchange->started_ms = started_ms;
    return number;
}

// The connection that a request went through, most likely.
const Exchange* NetworkLog::newest_tunnel(const Exchange& request) const
{
    for (auto entry = exchanges_.rbegin(); entry != exchanges_.rend(); ++entry)
        if (!entry->is_told && entry->method == "CONNECT" && entry->host == request.host &&
            entry->port == request.port)
            return &*entry;
    return nullptr;
}

void NetworkLog::told_answer(Number number, int status, std::string type, std::string protocol)
{
    auto* exchange = find(number);
    if (!exchange) return;
    exchange->status = status;
    exchange->type = std::move(type);
    exchange->protocol = std::move(protocol);
    if (const auto* tunnel = newest_tunnel(*exchange)) exchange->address = tunnel->address;
}

void NetworkLog::told_wait(Number number, Millis waited)
{
    if (auto* exchange = find(number)) exchange->waited = waited;
}

void NetworkLog::told_cached(Number number)
{
    if (auto* exchange = find(number)) exchange->is_cached = true;
}

void NetworkLog::told_end(Number number, Millis took, std::uint64_t received)
{
    auto* exchange = find(number);
    if (!exchange || !exchange->is_open) return;
    exchange->is_open = false;
    exchange->took = took;
    exchange->received = received;
}

void NetworkLog::told_failure(Number number, Millis took, std::string why)
{
    auto* exchange = find(number);
    if (!exchange || !exchange->is_open) return;
    exchange->is_open = false;
    exchange->took = took;
    // A tunnel that was refused is counted, and told of, once: as the tunnel.
    const auto* tunnel = newest_tunnel(*exchange);
    if (tunnel && tunnel->refusal.verdict != Verdict::allowed && exchange->status == 0)
        exchange->refusal = tunnel->refusal;
    else
        exchange->refusal.reason = std::move(why);
}

template <class Condition>
const Exchange* NetworkLog::newest(Moment since, Condition condition) const
{
    for (auto entry = exchanges_.rbegin(); entry != exchanges_.rend() && entry->started >= since; ++entry)
        if (entry->refusal.verdict != Verdict::allowed && condition(*entry)) return &*entry;
    return nullptr;
}

const Exchange* NetworkLog::refusal_of(std::string_view host, std::uint16_t port, Moment since) const
{
    return newest(since, [&](const Exchange& exchange) {
        return exchange.host == host && exchange.port == port;
    });
}

const Exchange* NetworkLog::newest_refusal(Moment since) const
{
    return newest(since, [](const Exchange&) { return true; });
}

const Exchange* NetworkLog::newest_page_refusal(Moment since) const
{
    return newest(since, [](const Exchange& exchange) { return exchange.is_page; });
}

}  // namespace lissom::egress
