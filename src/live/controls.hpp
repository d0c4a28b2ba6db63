#pragma once

#include <functional>

#include "base/async.hpp"
#include "base/nursery.hpp"
#include "base/time.hpp"
#include "browser/watch.hpp"

namespace lissom::live {

class Viewer;

// Who holds the controls of a session: an agent, or one person, from whom they go back when nothing has come
// for a while. Agents wait meanwhile.
class Controls {
public:
    // `on_change` hears of each change of hands; `patience` is how long a person may do nothing.
    Controls(
        boost::asio::any_io_executor executor,
        Millis patience,
        std::function<void(const Viewer* holder)> on_change
    );

    const Viewer* holder() const { return holder_; }  // null: the agent

    // Taken from another person only by saying so, not by a stray click.
    bool use(const Viewer& viewer);
    void take(const Viewer& viewer);
    void give_back(const Viewer& viewer);

    // Returns when no person holds them.
    Async<void> wait_until_free();
    Async<void> close();

private:
    void hand_to(const Viewer* viewer);
    Async<void> expire();

    Millis patience_;
    std::function<void(const Viewer* holder)> on_change_;
    const Viewer* holder_ = nullptr;
    Moment last_use_;
    browser::Watch watch_;
    Nursery nursery_;
};

}  // namespace lissom::live
