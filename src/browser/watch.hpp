#pragma once

#include <functional>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "base/async.hpp"
#include "base/time.hpp"

namespace lissom::browser {

// Waits for conditions on some state: whoever changes the state calls notify(), whoever waits looks again.
class Watch {
public:
    explicit Watch(boost::asio::any_io_executor executor);

    // True as soon as the condition holds, false at the deadline.
    Async<bool> until(Moment deadline, std::function<bool()> holds);

    void notify();

private:
    boost::asio::any_io_executor executor_;
    std::vector<boost::asio::steady_timer*> waiting_;
};

}  // namespace lissom::browser
