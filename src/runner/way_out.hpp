#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "egress/gateway.hpp"
#include "egress/network_log.hpp"
#include "egress/policy.hpp"
#include "runner/told_requests.hpp"
#include "task/spec.hpp"

namespace lissom::runner {

// The rules that a task sets for its connections. invalid_argument names the field.
Result<egress::Policy> egress_policy(const task::Spec& spec);

void add(egress::Totals& sum, const egress::Totals& more);

// forbidden: "https://example.com/ is not in allowed_urls".
Done in_patterns(const std::vector<egress::UrlPattern>& patterns, std::string_view url);

// Whether allowed_urls binds every connection, not documents and frames alone.
bool is_strict(const task::Spec& spec);

// One session's way to the web. Owned by its Session.
class WayOut {
public:
    using Tell = std::function<void(std::string event, JsonObject payload)>;

    // `gateway` null: browsers go out by themselves, and nothing is known of what they do.
    WayOut(egress::Gateway* gateway, Tell tell);
    ~WayOut();
    WayOut(const WayOut&) = delete;
    WayOut& operator=(const WayOut&) = delete;

    // The browser that was given this proxy is the session's: its rules hold from here on.
    void open(const std::string& proxy, egress::Policy policy);
    bool is_open() const { return log_ != nullptr; }
    bool is_needed() const { return gateway_ != nullptr; }

    // Holds pages to the task's allowed_urls. None: it may go everywhere.
    std::optional<browser::Gate> gate(const task::Spec& spec, std::vector<egress::UrlPattern> patterns);

    // What the browser tells of its requests.
    void take_network(std::string_view event, const JsonObject& params) { requests_.take(event, params); }

    // Somebody is about to go there on purpose, even if it is an advertiser's site.
    void announce(std::string_view url);

    // The browser has gone; nothing more is told.
    void close();

    const std::shared_ptr<egress::NetworkLog>& log() const { return log_; }

private:
    void tell_refusal(const egress::Exchange& exchange);

    egress::Gateway* gateway_;
    Tell tell_;
    std::string proxy_;
    std::shared_ptr<egress::NetworkLog> log_;
    ToldRequests requests_;
    std::set<std::pair<egress::Verdict, std::string>> told_;  // a page that keeps trying is told of once
};

}  // namespace lissom::runner
