#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <set>

namespace lissom::runner {

// So many sessions may have a browser at once; the others wait in the order they came.
class Slots {
public:
    using Ticket = std::uint64_t;

    explicit Slots(std::size_t limit);

    // Calls `granted` at once if a slot is free, else when one becomes free.
    Ticket ask(std::function<void()> granted);
    // Gives a slot back, or leaves the queue.
    void leave(Ticket ticket);

    std::size_t limit() const { return limit_; }
    std::size_t taken() const { return taken_.size(); }
    std::size_t waiting() const { return queue_.size(); }

private:
    struct Waiting {
        Ticket ticket;
        std::function<void()> granted;
    };
    void hand_out();

    std::size_t limit_;
    Ticket last_ = 0;
    std::set<Ticket> taken_;
    std::list<Waiting> queue_;
};

// As many sessions as this machine carries: what Chromium needs for an ordinary page, in cores and in memory.
std::size_t sessions_for_this_machine();

}  // namespace lissom::runner
