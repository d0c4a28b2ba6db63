#include "live/frame_policy.hpp"

namespace lissom::live {
namespace {

// More pictures than this in that time, and the page is one that does not rest. Loading and scrolling stay
// below it for the most part; where they do not, little is lost.
constexpr std::size_t many_frames = 20;
constexpr Millis their_span(2'500);

// Screenshots without a change before the screencast is worth another try: about a second and a half.
constexpr int enough_same = 4;

constexpr Millis recorded_interval(350);
// Ten pictures a second are still a motion.
constexpr Millis watched_interval(100);

}  // namespace

FramePolicy::FramePolicy(Crowd& crowd)
    : crowd_(crowd)
{
}

FramePolicy::~FramePolicy()
{
    if (is_in_crowd_) crowd_.leave();
}

void FramePolicy::want(Demand demand)
{
    if (demand == Demand::none) {
        is_restless_ = false;
        recent_.clear();
    }
    demand_ = demand;
    settle();
}

// Keeps the crowd's count right.
void FramePolicy::settle()
{
    const bool belongs = demand_ == Demand::watch && is_restless_;
    if (belongs == is_in_crowd_) return;
    is_in_crowd_ = belongs;
    belongs ? crowd_.enter() : crowd_.leave();
}

Way FramePolicy::way() const
{
    switch (demand_) {
        case Demand::none: return Way::none;
        case Demand::record: return is_restless_ ? Way::screenshots : Way::screencast;
        case Demand::watch: return is_in_crowd_ && crowd_.is_too_large() ? Way::screenshots : Way::screencast;
    }
    return Way::none;
}

Millis FramePolicy::screenshot_interval() const
{
    return demand_ == Demand::watch ? watched_interval : recorded_interval;
}

bool FramePolicy::has_changed(Way before)
{
    settle();
    return way() != before;
}

bool FramePolicy::frame_came(Moment now)
{
    const auto before = way();
    recent_.push_back(now);
    if (recent_.size() > many_frames) recent_.pop_front();
    is_restless_ = recent_.size() == many_frames && now - recent_.front() < their_span;
    same_in_a_row_ = 0;
    return has_changed(before);
}

bool FramePolicy::screenshot_taken(bool is_same)
{
    const auto before = way();
    same_in_a_row_ = is_same ? same_in_a_row_ + 1 : 0;
    if (same_in_a_row_ < enough_same) return false;
    is_restless_ = false;
    recent_.clear();
    return has_changed(before);
}

}  // namespace lissom::live
