#include "egress/network_log.hpp"

#include <algorithm>
#include <utility>

#include "net/url.hpp"

namespace lissom::egress {
namespace {

constexpr std::size_t most_exchanges = 10'000;  // some 3 MB
constexpr std::size_t longest_url = 2'000;

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
    if (url.size() > longest_url) url.resize(longest_url);
    Exchange exchange;
    exchange.started_ms = clock_();
    exchange.started = moment();
    exchange.method = std::move(method);
    exchange.host = std::move(host);
    exchange.port = port;
    exchange.url = std::move(url);
    exchanges_.push_back(std::move(exchange));
    ++totals_.requests;
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
    auto* exchange = find(number);
    if (!exchange) return;
    ++totals_.refused;
    exchange->refusal = std::move(refusal);
    exchange->took = std::chrono::duration_cast<Millis>(moment() - exchange->started);
    exchange->is_open = false;
    if (on_refusal_ && exchange->refusal.verdict != Verdict::advertisement) on_refusal_(*exchange);
}

void NetworkLog::ended(Number number)
{
    auto* exchange = find(number);
    if (exchange) exchange->is_open = false;
}

void NetworkLog::refused_early(std::string url, Refusal refusal, bool is_page)
{
    const auto place = net::Url::parse(url);
    const auto number = begin(
        "GET", place ? place->host() : std::string(), place ? place->port() : std::uint16_t(0), std::move(url)
    );
    find(number)->is_page = is_page;
    refused(number, std::move(refusal));
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
