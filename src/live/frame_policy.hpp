#pragma once

#include <deque>

#include "base/time.hpp"

namespace lissom::live {

// Who wants pictures.
enum class Demand { none, record, watch };

// How they are taken.
enum class Way { none, screencast, screenshots };

// Chooses the cheapest way that serves the demand. The screencast tells of each change and is free while
// nothing moves, but costs most of a core on a page that never rests; a few screenshots a second cost a tenth
// of that and are wasted on a page that rests. So a recording begins with the screencast, goes over to
// screenshots where pictures keep coming, and back when they have become the same. Whoever watches gets the
// screencast, however many do: Chromium itself draws less often where the machine does not keep up, and eight
// pages that never rest still come at twice the rate of screenshots (`bench/live`).
class FramePolicy {
public:
    void want(Demand demand);
    Demand demand() const { return demand_; }
    Way way() const;
    // True when the way has changed with it.
    bool frame_came(Moment now);
    bool screenshot_taken(bool is_same);

    Millis screenshot_interval() const;

private:
    Demand demand_ = Demand::none;
    bool is_restless_ = false;
    std::deque<Moment> recent_;
    int same_in_a_row_ = 0;
};

}  // namespace lissom::live
