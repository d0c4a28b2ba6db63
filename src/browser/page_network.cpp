// Of ChromiumPage: the requests of a page, its frames and its workers.

#include "browser/chromium_page.hpp"

namespace lissom::browser {
namespace {

// Those that say what became of a request.
constexpr std::string_view request_events[] = {
    "Network.requestWillBeSent",
    "Network.responseReceived",
    "Network.requestServedFromCache",
    "Network.loadingFinished",
    "Network.loadingFailed",
    "Network.webSocketCreated",
    "Network.webSocketHandshakeResponseReceived",
    "Network.webSocketClosed",
};

// A person waits for these; pictures, fonts and beacons come when they come.
bool is_waited_for(std::string_view type) { return type == "Document" || type == "XHR" || type == "Fetch"; }

}  // namespace

// Bodies are not asked for, so Chromium need not keep them.
void ChromiumPage::enable_network(const std::string& session)
{
    JsonObject network;
    network["maxTotalBufferSize"] = 0;
    network["maxResourceBufferSize"] = 0;
    network["maxPostDataSize"] = 0;
    post(session, "Network.enable", std::move(network));
}

void ChromiumPage::relay_network(const std::string& session)
{
    auto& held = subscriptions_[session];
    for (const auto event : request_events)
        held.push_back(channel_.on(session, std::string(event), [this, event](const JsonObject& params) {
            owner_.network_told(event, params);
        }));
}

void ChromiumPage::listen_to_worker(const std::string& session)
{
    relay_network(session);
    enable_network(session);
}

void ChromiumPage::listen_to_network(const std::string& session)
{
    relay_network(session);
    auto& held = subscriptions_[session];
    const auto on = [&](std::string method, cdp::Handler handler) {
        held.push_back(channel_.on(session, std::move(method), std::move(handler)));
    };
    const auto ended = [this](const JsonObject& p) {
        requests_.ended(string_or(p, "requestId"));
        watch_.notify();
    };
    on("Network.requestWillBeSent", [this](const JsonObject& p) { request_started(p); });
    on("Network.loadingFinished", ended);
    on("Network.loadingFailed", ended);
    on("Network.responseReceived", [this](const JsonObject& p) {
        if (string_or(p, "type") != "Document" || !frames_.is_main(string_or(p, "frameId"))) return;
        const auto* response = object_at(p, "response");
        status_loader_ = string_or(p, "loaderId");
        status_ = response ? static_cast<int>(int_or(*response, "status")) : 0;
    });
}

void ChromiumPage::request_started(const JsonObject& params)
{
    ++activity_.requests_started;
    if (is_waited_for(string_or(params, "type")))
        requests_.started(string_or(params, "requestId"), moment(), activity_.requests_started);
}

}  // namespace lissom::browser
