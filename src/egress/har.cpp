// The network log as JSON, our own and that of browsers' tools.

#include <fmt/format.h>

#include <ctime>
#include <string>

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
        {"sent", static_cast<std::int64_t>(exchange.sent)},
        {"received", static_cast<std::int64_t>(exchange.received)},
        {"verdict", name_of(exchange.refusal.verdict)},
        {"reason", exchange.refusal.reason.empty() ? Json() : Json(exchange.refusal.reason)},
    };
}

JsonObject har_request(const JsonObject& exchange)
{
    const auto method = string_or(exchange, "method");
    const auto url = string_or(exchange, "url");
    return {
        {"method", method},
        {"url", method == "CONNECT" ? "https://" + url + "/" : url},
        {"httpVersion", "HTTP/1.1"},
        {"cookies", JsonArray()},
        {"headers", JsonArray()},
        {"queryString", JsonArray()},
        {"headersSize", -1},
        {"bodySize", int_or(exchange, "sent")},
    };
}

JsonObject har_response(const JsonObject& exchange)
{
    return {
        {"status", int_or(exchange, "status")},
        {"statusText", ""},
        {"httpVersion", "HTTP/1.1"},
        {"cookies", JsonArray()},
        {"headers", JsonArray()},
        {"content", {{"size", int_or(exchange, "received")}, {"mimeType", string_or(exchange, "type")}}},
        {"redirectURL", ""},
        {"headersSize", -1},
        {"bodySize", int_or(exchange, "received")},
    };
}

JsonObject har_entry(const JsonObject& exchange)
{
    const auto took = int_or(exchange, "took_ms");
    JsonObject entry{
        {"startedDateTime", iso_time(int_or(exchange, "started_at"))},
        {"time", took},
        {"request", har_request(exchange)},
        {"response", har_response(exchange)},
        {"cache", JsonObject()},
        {"timings", {{"send", 0}, {"wait", took}, {"receive", 0}}},
        {"_verdict", string_or(exchange, "verdict")},
    };
    if (const auto address = string_or(exchange, "address"); !address.empty())
        entry["serverIPAddress"] = address;
    if (const auto reason = string_or(exchange, "reason"); !reason.empty()) entry["comment"] = reason;
    return entry;
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
    JsonArray entries;
    for (const auto& exchange : exchanges)
        if (const auto* object = exchange.if_object()) entries.push_back(har_entry(*object));
    return {
        {"log",
         {{"version", "1.2"},
          {"creator", {{"name", "Lissom"}, {"version", version}}},
          {"pages", JsonArray()},
          {"entries", std::move(entries)}}}
    };
}

}  // namespace lissom::egress
