#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cdp/channel.hpp"

namespace lissom::cdp {

// Who wants to hear of which event of which session.
class Subscribers {
public:
    Subscription add(std::string session, std::string method, Handler handler);

    // False: nobody listens, the event need not be parsed.
    bool want(std::string_view session, std::string_view method);

    void dispatch(std::string_view session, std::string_view method, const JsonObject& params);

private:
    using Key = std::pair<std::string, std::string>;
    using View = std::pair<std::string_view, std::string_view>;
    struct Less {
        using is_transparent = void;
        bool operator()(const auto& a, const auto& b) const
        {
            return View(a.first, a.second) < View(b.first, b.second);
        }
    };

    std::map<Key, std::vector<std::weak_ptr<const Handler>>, Less> handlers_;
};

}  // namespace lissom::cdp
