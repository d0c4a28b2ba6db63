#include "browser/requests.hpp"

#include <algorithm>

namespace lissom::browser {
namespace {

constexpr Millis patience(1500);  // longer than a slow API call, shorter than a long poll
constexpr std::size_t most_open =
    500;  // beyond it the oldest are forgotten: they are past the patience anyway

}  // namespace

void Requests::started(const std::string& id, Moment now, std::uint64_t number)
{
    ended(id);  // a redirect keeps its id
    if (open_.size() >= most_open) open_.erase(open_.begin());
    open_.push_back({id, now, number});
}

void Requests::ended(const std::string& id)
{
    std::erase_if(open_, [&](const Open& request) { return request.id == id; });
}

Moment Requests::busy_until(std::uint64_t number, Moment now) const
{
    Moment until;
    for (const auto& request : open_) {
        const auto end = request.started + patience;
        if (request.number > number && end > now) until = std::max(until, end);
    }
    return until;
}

}  // namespace lissom::browser
