#include "browser/demand.hpp"

#include <algorithm>
#include <chrono>

namespace lissom::browser {
namespace {

constexpr std::chrono::seconds remembered(60);
constexpr std::chrono::seconds at_once(2);
constexpr std::size_t most_remembered = 256;

}  // namespace

void Demand::note_session(Moment now)
{
    begun_.push_back(now);
    while (begun_.size() > most_remembered || now - begun_.front() > remembered) begun_.pop_front();
}

std::size_t Demand::crowd(Moment now) const
{
    std::size_t largest = 0;
    auto first = std::ranges::lower_bound(begun_, now - remembered);
    for (auto last = first; last != begun_.end(); ++last) {
        while (*last - *first > at_once) ++first;
        largest = std::max(largest, static_cast<std::size_t>(last - first) + 1);
    }
    return largest;
}

}  // namespace lissom::browser
