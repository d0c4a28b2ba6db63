#include "cdp/subscribers.hpp"

namespace lissom::cdp {

Subscription Subscribers::add(std::string session, std::string method, Handler handler)
{
    auto subscription = std::make_shared<const Handler>(std::move(handler));
    handlers_[Key(std::move(session), std::move(method))].push_back(subscription);
    return subscription;
}

bool Subscribers::want(std::string_view session, std::string_view method)
{
    const auto entry = handlers_.find(View(session, method));
    if (entry == handlers_.end()) return false;
    std::erase_if(entry->second, [](const auto& handler) { return handler.expired(); });
    if (!entry->second.empty()) return true;
    handlers_.erase(entry);
    return false;
}

void Subscribers::dispatch(std::string_view session, std::string_view method, const JsonObject& params)
{
    const auto entry = handlers_.find(View(session, method));
    if (entry == handlers_.end()) return;

    // A copy: a handler may add and drop subscriptions.
    const auto handlers = entry->second;
    for (const auto& handler : handlers)
        if (const auto alive = handler.lock()) (*alive)(params);
}

}  // namespace lissom::cdp
