#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <string>

namespace lissom::runner {

// So many sessions may have a browser at once, of one key and in all; the others wait in the order they came.
// Whoever waits only because of the limit of its own key holds up nobody else.
class Slots {
public:
    using Ticket = std::uint64_t;

    explicit Slots(std::size_t limit);

    // Calls `granted` at once if a slot is free, else when one becomes free.
    Ticket ask(std::string key_id, std::size_t key_limit, std::function<void()> granted);
    // Gives a slot back, or leaves the queue.
    void leave(Ticket ticket);

    std::size_t limit() const { return limit_; }
    std::size_t taken() const { return taken_.size(); }
    std::size_t waiting() const { return queue_.size(); }

private:
    struct Waiting {
        Ticket ticket;
        std::string key_id;
        std::size_t key_limit;
        std::function<void()> granted;
    };
    void hand_out();
    std::size_t taken_by(const std::string& key_id) const;

    std::size_t limit_;
    Ticket last_ = 0;
    std::map<Ticket, std::string> taken_;  // by which key
    std::list<Waiting> queue_;
};

// As many sessions as this machine carries: what Chromium needs for an ordinary page, in cores and in memory.
std::size_t sessions_for_this_machine();

}  // namespace lissom::runner
