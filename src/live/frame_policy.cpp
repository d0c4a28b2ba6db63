#include "live/frame_policy.hpp"

namespace lissom::live {
namespace {

// More pictures than this in that time, and the page is one that does not rest. Loading and scrolling stay
// below it for the most part; where they do not, little is lost.
constexpr std::size_t many_frames = 20;
constexpr Millis their_span(2'500);

// Screenshots without a change before the screencast is worth another try: about a second and a half.
constexpr int enough_same = 4;

constexpr Millis between_screenshots(350);

}  // namespace

void FramePolicy::want(Demand demand)
{
    if (demand == Demand::none) {
        is_restless_ = false;
        recent_.clear();
    }
    demand_ = demand;
}

Way FramePolicy::way() const
{
    switch (demand_) {
        case Demand::none: return Way::none;
        case Demand::record: return is_restless_ ? Way::screenshots : Way::screencast;
        case Demand::watch: return Way::screencast;
    }
    return Way::none;
}

Millis FramePolicy::screenshot_interval() const { return between_screenshots; }

bool FramePolicy::frame_came(Moment now)
{
    const auto before = way();
    recent_.push_back(now);
    if (recent_.size() > many_frames) recent_.pop_front();
    is_restless_ = recent_.size() == many_frames && now - recent_.front() < their_span;
    same_in_a_row_ = 0;
    return way() != before;
}

bool FramePolicy::screenshot_taken(bool is_same)
{
    const auto before = way();
    same_in_a_row_ = is_same ? same_in_a_row_ + 1 : 0;
    if (same_in_a_row_ < enough_same) return false;
    is_restless_ = false;
    recent_.clear();
    return way() != before;
}

}  // namespace lissom::live
