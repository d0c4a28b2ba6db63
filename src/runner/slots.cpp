#include "runner/slots.hpp"

#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace lissom::runner {

Slots::Slots(std::size_t limit)
    : limit_(limit)
{
}

Slots::Ticket Slots::ask(std::function<void()> granted)
{
    const auto ticket = ++last_;
    queue_.push_back({ticket, std::move(granted)});
    hand_out();
    return ticket;
}

void Slots::leave(Ticket ticket)
{
    if (taken_.erase(ticket) == 0)
        queue_.remove_if([&](const Waiting& waiting) { return waiting.ticket == ticket; });
    hand_out();
}

void Slots::hand_out()
{
    while (!queue_.empty() && taken_.size() < limit_) {
        auto next = std::move(queue_.front());
        queue_.pop_front();
        taken_.insert(next.ticket);
        next.granted();
    }
}

std::size_t sessions_for_this_machine()
{
    // A session at work keeps about a fifth of a core busy and holds 100 to 200 MB; half of the memory stays
    // for others.
    constexpr std::size_t sessions_per_core = 5;
    constexpr std::size_t bytes_per_session = 400u << 20;
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    const auto pages = sysconf(_SC_PHYS_PAGES);
    const auto page_size = sysconf(_SC_PAGE_SIZE);
    const auto memory = pages > 0 && page_size > 0
                            ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_size)
                            : 0;
    return std::max<std::size_t>(2, std::min(cores * sessions_per_core, memory / bytes_per_session));
}

}  // namespace lissom::runner
