#include "browser/gatekeeper.hpp"

#include <string>
#include <string_view>

namespace lissom::browser {
namespace {

constexpr std::string_view document = "Document";

// What a page makes of itself (about:srcdoc, blob:, data:) comes from no other place; Chromium keeps pages
// from opening the others by themselves.
bool leads_nowhere(std::string_view url)
{
    for (const std::string_view start : {"about:", "blob:", "data:", "chrome-extension:", "javascript:"})
        if (url.starts_with(start)) return true;
    return false;
}

Done judge(const Gate& gate, const std::string& url)
{
    if (leads_nowhere(url)) return Done();
    if (url.starts_with("http:") || url.starts_with("https:")) return gate.may_load(url);
    return Error{ErrorCode::forbidden, url + " is no web address"};
}

}  // namespace

JsonObject gate_command(const Gate& gate)
{
    JsonObject requests;
    requests["urlPattern"] = "*";
    if (!gate.holds_everything) requests["resourceType"] = document;
    JsonObject params;
    params["patterns"] = JsonArray{requests};
    return params;
}

void let_pass(cdp::Channel& channel, const JsonObject& request)
{
    JsonObject params;
    params["requestId"] = string_or(request, "requestId");
    channel.post({.session = "", .method = "Fetch.continueRequest", .params = std::move(params)});
}

void refuse(cdp::Channel& channel, const JsonObject& request)
{
    JsonObject params;
    params["requestId"] = string_or(request, "requestId");
    // An aborted navigation leaves the page that is there; any other failure would put an error in its place.
    const bool is_document = string_or(request, "resourceType") == document;
    params["errorReason"] = is_document ? "Aborted" : "BlockedByClient";
    channel.post({.session = "", .method = "Fetch.failRequest", .params = std::move(params)});
}

void decide_at_gate(const Gate& gate, cdp::Channel& channel, const JsonObject& request, bool is_page)
{
    const auto* facts = object_at(request, "request");
    auto url = facts ? string_or(*facts, "url") : std::string();
    auto verdict = judge(gate, url);
    if (verdict) return let_pass(channel, request);
    refuse(channel, request);
    const bool is_document = string_or(request, "resourceType") == document;
    if (gate.on_refusal) gate.on_refusal(std::move(url), std::move(verdict).error(), is_document && is_page);
}

}  // namespace lissom::browser
