#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "base/async.hpp"
#include "base/nursery.hpp"
#include "base/signal.hpp"

namespace lissom::runner {

// The order in which one session's work is done: first come, first served, one at a time. While an agent
// waits for a client's tool, what that tool itself asks for must get through although the agent's own job is
// not over: then a nested lane takes the new jobs, and only it. Nested lanes nest. Owned by its Session,
// which awaits stop().
class Lanes {
public:
    // Makes the coroutine when its turn has come. The function is kept until that coroutine has ended.
    using Job = std::function<Async<void>()>;
    class Lane;

    explicit Lanes(boost::asio::any_io_executor executor);
    ~Lanes();

    void push(Job job);  // to the innermost lane
    void start();        // until then jobs only queue up
    bool is_idle() const;
    std::size_t queued() const;

    // From now on jobs go to a lane of their own.
    std::shared_ptr<Lane> open_nested();
    // Jobs go to the lane around it again, its unstarted ones first; resumes when its running job has ended.
    Async<void> close_nested(std::shared_ptr<Lane> lane);
    // The same for whoever cannot wait: its running job is cancelled.
    void abandon_nested(const std::shared_ptr<Lane>& lane);

    Async<void> stop();  // cancels all, resumes when nothing runs any more

private:
    void leave(const std::shared_ptr<Lane>& lane);
    static Async<void> work(std::shared_ptr<Lane> lane);

    boost::asio::any_io_executor executor_;
    std::list<std::shared_ptr<Lane>> open_;  // the innermost last; shared with the lanes' workers
    std::list<std::shared_ptr<Lane>> left_;  // whose workers may still be ending
};

}  // namespace lissom::runner
