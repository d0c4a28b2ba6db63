// The network log as JSON, our own and that of browsers' tools.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>
#include <string>
#include <string_view>

#include "egress/network_log.hpp"

namespace lissom::egress {
namespace {

std::string iso_time(std::int64_t ms)
{
    const auto seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        parts.tm_year + 1900,
        parts.tm_mon + 1,
        parts.tm_mday,
        parts.tm_hour,
        parts.tm_min,
        parts.tm_sec,
        ms % 1000
    );
}

JsonObject to_json(const Exchange& exchange)
{
    return {
        {"started_at", exchange.started_ms},
        {"took_ms", exchange.took.count()},
        {"open", exchange.is_open},
        {"method", exchange.method},
        {"host", exchange.host},
        {"port", exchange.port},
        {"url", exchange.url},
        {"address", exchange.address.empty() ? Json() : Json(exchange.address)},
        {"status", exchange.status == 0 ? Json() : Json(exchange.status)},
        {"type", exchange.type.empty() ? Json() : Json(exchange.type)},
        {"protocol", exchange.protocol.empty() ? Json() : Json(exchange.protocol)},
        {"waited_ms", exchange.waited ? Json(exchange.waited->count()) : Json()},
        {"cached", exchange.is_cached},
        {"seen_by", exchange.is_told ? "browser" : "gateway"},
        {"sent", static_cast<std::int64_t>(exchange.sent)},
        {"received", static_cast<std::int64_t>(exchange.received)},
        {"verdict", name_of(exchange.refusal.verdict)},
        {"reason", exchange.refusal.reason.empty() ? Json() : Json(exchange.refusal.reason)},
    };
}

constexpr std::string_view tunnel = "CONNECT";

bool is_told(const JsonObject& exchange) { return string_or(exchange, "seen_by") == "browser"; }

std::string http_version(const JsonObject& exchange)
{
    const auto protocol = string_or(exchange, "protocol");
    return protocol.empty() || protocol == "http/1.1" ? "HTTP/1.1" : protocol;
}

JsonArray har_query(std::string_view url)
{
    JsonArray list;
    const auto mark = url.find('?');
    if (mark == std::string_view::npos) return list;
    auto rest = url.substr(mark + 1);
    while (!rest.empty()) {
        const auto part = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        if (part.empty()) continue;
        const auto equals = part.find('=');
        const auto value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
        list.push_back(JsonObject{{"name", part.substr(0, equals)}, {"value", value}});
    }
    return list;
}

// What the browser tells of in a tunnel has no size on the way out.
JsonObject har_request(const JsonObject& exchange)
{
    const auto url = string_or(exchange, "url");
    return {
        {"method", string_or(exchange, "method")},
        {"url", string_or(exchange, "method") == tunnel ? "https://" + url + "/" : url},
        {"httpVersion", http_version(exchange)},
        {"cookies", JsonArray()},
        {"headers", JsonArray()},
        {"queryString", har_query(url)},
        {"headersSize", -1},
        {"bodySize", is_told(exchange) ? -1 : int_or(exchange, "sent")},
    };
}

JsonObject har_response(const JsonObject& exchange)
{
    const auto received = int_or(exchange, "received");
    return {
        {"status", int_or(exchange, "status")},
        {"statusText", ""},
        {"httpVersion", http_version(exchange)},
        {"cookies", JsonArray()},
        {"headers", JsonArray()},
        {"content", {{"size", received}, {"mimeType", string_or(exchange, "type")}}},
        {"redirectURL", ""},
        {"headersSize", -1},
        {"bodySize", received},
    };
}

JsonObject har_entry(const JsonObject& exchange)
{
    const auto took = int_or(exchange, "took_ms");
    const auto waited = std::min(int_or(exchange, "waited_ms", took), took);
    JsonObject entry{
        {"startedDateTime", iso_time(int_or(exchange, "started_at"))},
        {"time", took},
        {"request", har_request(exchange)},
        {"response", har_response(exchange)},
        {"cache", JsonObject()},
        {"timings", {{"send", 0}, {"wait", waited}, {"receive", took - waited}}},
        {"_verdict", string_or(exchange, "verdict")},
    };
    if (const auto address = string_or(exchange, "address"); !address.empty())
        entry["serverIPAddress"] = address;
    if (const auto reason = string_or(exchange, "reason"); !reason.empty()) entry["comment"] = reason;
    return entry;
}

std::string place_of(const JsonObject& exchange)
{
    return string_or(exchange, "host") + ":" + std::to_string(int_or(exchange, "port"));
}

}  // namespace

JsonArray to_json(const NetworkLog& log)
{
    JsonArray list;
    for (const auto& exchange : log.exchanges()) list.push_back(to_json(exchange));
    return list;
}

JsonObject totals_to_json(const NetworkLog& log)
{
    const auto& totals = log.totals();
    return {
        {"requests", totals.requests},
        {"refused", totals.refused},
        {"sent", totals.sent},
        {"received", totals.received},
        {"dropped", log.dropped()},
    };
}

JsonObject to_har(const JsonArray& exchanges, std::string_view version)
{
    // Browsers' tools show requests: a tunnel stands there only when nobody knows what went through it.
    std::set<std::string> known;
    for (const auto& exchange : exchanges)
        if (const auto* object = exchange.if_object(); object && is_told(*object))
            known.insert(place_of(*object));
    JsonArray entries;
    for (const auto& exchange : exchanges) {
        const auto* object = exchange.if_object();
        if (!object) continue;
        if (string_or(*object, "method") == tunnel && known.contains(place_of(*object))) continue;
        entries.push_back(har_entry(*object));
    }
    return {
        {"log",
         {{"version", "1.2"},
          {"creator", {{"name", "Lissom"}, {"version", version}}},
          {"pages", JsonArray()},
          {"entries", std::move(entries)}}}
    };
}

}  // namespace lissom::egress
