#pragma once

#include <cstddef>
#include <deque>

#include "base/nursery.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "browser/watch.hpp"

namespace lissom::live {

// Does in the browser what a person does in the viewer, one thing after the other. The owner awaits close()
// before the browser goes.
class Hand {
public:
    Hand(boost::asio::any_io_executor executor, browser::Context& browser);

    // A message of the viewer: {"type": "mouse" | "wheel" | "key" | "text" | "touch" | "dialog" | "go" |
    // "tab", …}; what it holds is in docs/live.md. invalid_argument: it is none of these.
    Done act(const JsonObject& message);
    // Resumes when the page has had all that was done so far.
    Async<void> rest(Millis limit);
    Async<void> close();

private:
    // What of its kind may become one with what follows, as long as it waits.
    enum class Run { none, moves, wheel };
    struct Input {
        std::string method;
        JsonObject params;
        Run run = Run::none;
    };

    static bool takes_in(Input& waiting, Input& input);
    Done queue(Input input);
    Async<void> work();
    Async<void> answer_dialog(bool accept, std::string text);
    Async<void> go(std::string where);
    Async<void> raise_tab(std::string id);

    browser::Context& browser_;
    std::deque<Input> inputs_;
    bool is_at_work_ = false;  // one input is on its way to the page
    int answers_ = 0;          // dialogs that are being answered
    browser::Watch watch_;
    Nursery nursery_;
};

// The protocol's parameters of a message; exposed for tests.
Result<JsonObject> mouse_params(const JsonObject& message);
Result<JsonObject> wheel_params(const JsonObject& message);
Result<JsonObject> key_params(const JsonObject& message);
Result<JsonObject> touch_params(const JsonObject& message);

}  // namespace lissom::live
