#include "runner/told_requests.hpp"

#include <algorithm>
#include <utility>

namespace lissom::runner {
namespace {

// A page with thousands of requests that never end is told of no more than these.
constexpr std::size_t most_open = 2'000;

// Plain HTTP the gateway sees itself.
bool goes_through_tunnel(std::string_view url)
{
    return url.starts_with("https:") || url.starts_with("wss:") || url.starts_with("ws:");
}

Millis between(double began, const JsonObject& params)
{
    const auto seconds = number_or(params, "timestamp", began) - began;
    return Millis(static_cast<std::int64_t>(std::max(0.0, seconds) * 1000));
}

std::uint64_t size_of(const JsonObject& params)
{
    return static_cast<std::uint64_t>(std::max(0.0, number_or(params, "encodedDataLength")));
}

}  // namespace

void ToldRequests::write_to(std::shared_ptr<egress::NetworkLog> log)
{
    open_.clear();
    log_ = std::move(log);
}

ToldRequests::Open* ToldRequests::find(const std::string& id)
{
    const auto entry = open_.find(id);
    return entry == open_.end() ? nullptr : &entry->second;
}

void ToldRequests::take(std::string_view event, const JsonObject& params)
{
    if (!log_) return;
    const auto id = string_or(params, "requestId");
    if (event == "Network.requestWillBeSent" || event == "Network.webSocketCreated") return began(id, params);
    const auto* open = find(id);
    if (!open) return;
    if (event == "Network.responseReceived" || event == "Network.webSocketHandshakeResponseReceived") {
        if (const auto* response = object_at(params, "response")) answered(id, *response);
    } else if (event == "Network.requestServedFromCache") {
        log_->told_cached(open->number);
    } else if (event == "Network.loadingFinished" || event == "Network.webSocketClosed") {
        ended(id, params);
    } else if (event == "Network.loadingFailed") {
        failed(id, params);
    }
}

void ToldRequests::began(const std::string& id, const JsonObject& params)
{
    // A redirect keeps the request's name.
    if (const auto* redirect = object_at(params, "redirectResponse"); redirect && find(id)) {
        answered(id, *redirect);
        ended(id, params);
    }
    open_.erase(id);
    const auto* request = object_at(params, "request");
    const auto url = request ? string_or(*request, "url") : string_or(params, "url");  // of a WebSocket
    if (!goes_through_tunnel(url) || open_.size() >= most_open) return;
    const auto seconds = number_or(params, "wallTime");
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto started = seconds > 0 ? static_cast<std::int64_t>(seconds * 1000)
                                     : std::chrono::duration_cast<Millis>(now).count();
    Open open;
    open.number = log_->told(request ? string_or(*request, "method", "GET") : "GET", url, started);
    open.began = number_or(params, "timestamp");
    open_[id] = open;
}

void ToldRequests::answered(const std::string& id, const JsonObject& response)
{
    auto& open = *find(id);
    const auto status = static_cast<int>(int_or(response, "status"));
    log_->told_answer(
        open.number, status, string_or(response, "mimeType"), string_or(response, "protocol", "http/1.1")
    );
    open.received = size_of(response);
    if (bool_or(response, "fromDiskCache") || bool_or(response, "fromServiceWorker"))
        log_->told_cached(open.number);
    // Milliseconds since the request's beginning; -1: not known.
    if (const auto* timing = object_at(response, "timing"))
        if (const auto head = number_or(*timing, "receiveHeadersEnd", -1); head >= 0)
            log_->told_wait(open.number, Millis(static_cast<std::int64_t>(head)));
}

void ToldRequests::ended(const std::string& id, const JsonObject& params)
{
    const auto open = *find(id);
    open_.erase(id);
    log_->told_end(open.number, between(open.began, params), std::max(open.received, size_of(params)));
}

void ToldRequests::failed(const std::string& id, const JsonObject& params)
{
    const auto open = *find(id);
    open_.erase(id);
    auto why = string_or(params, "errorText");
    if (bool_or(params, "canceled")) why += " (canceled)";
    log_->told_failure(open.number, between(open.began, params), std::move(why));
}

}  // namespace lissom::runner
