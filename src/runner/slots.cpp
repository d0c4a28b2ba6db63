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

Slots::Ticket Slots::ask(std::string key_id, std::size_t key_limit, std::function<void()> granted)
{
    const auto ticket = ++last_;
    queue_.push_back({ticket, std::move(key_id), key_limit, std::move(granted)});
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
    for (auto next = queue_.begin(); next != queue_.end() && taken_.size() < limit_;) {
        if (taken_by(next->key_id) >= next->key_limit) {
            ++next;
            continue;
        }
        taken_.emplace(next->ticket, next->key_id);
        const auto granted = std::move(next->granted);
        next = queue_.erase(next);
        granted();
    }
}

std::size_t Slots::taken_by(const std::string& key_id) const
{
    return static_cast<std::size_t>(std::ranges::count_if(taken_, [&](const auto& entry) {
        return entry.second == key_id;
    }));
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
