#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace lissom::cdp {

// One command of the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).
struct Command {
    std::string session;  // empty: the browser itself
    std::string method;
    JsonObject params;
    Millis limit = Millis(30'000);
    bool is_interruptible = false;  // interrupt() may end it: a script that stands still behind a dialog
};

using Handler = std::function<void(const JsonObject& params)>;

// The handler is called for as long as this is held.
using Subscription = std::shared_ptr<const Handler>;

// Commands out, answers and events in. The seam that every browser test fakes.
class Channel {
public:
    virtual ~Channel() = default;

    // Answers with the command's result. page_error: Chromium refused, the session's target crashed or was
    // closed; timeout: the command's limit; unavailable: the browser is gone.
    virtual Async<Result<JsonObject>> send(Command command) = 0;

    // For commands whose answer nobody needs. Commands are executed in the order of their sending, whichever
    // way.
    virtual void post(Command command) = 0;

    // The handler runs on the event loop, at once when the event arrives; it must not wait.
    virtual Subscription on(std::string session, std::string method, Handler handler) = 0;

    // Ends the session's interruptible commands with this error.
    virtual void interrupt(std::string_view session, const Error& error) = 0;
};

}  // namespace lissom::cdp
