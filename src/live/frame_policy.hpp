#pragma once

#include <deque>

#include "base/time.hpp"

namespace lissom::live {

// Who wants pictures.
enum class Demand { none, record, watch };

// How they are taken.
enum class Way { none, screencast, screenshots };

// The sessions that somebody watches and that never rest: each costs most of a core at the full rate, so when
// there are more of them than cores all get fewer pictures. One for all cameras of a server.
class Crowd {
public:
    explicit Crowd(int most)
        : most_(most)
    {
    }
    void enter() { ++count_; }
    void leave() { --count_; }
    bool is_too_large() const { return count_ > most_; }

private:
    int most_;
    int count_ = 0;
};

// Chooses the cheapest way that serves the demand. The screencast tells of each change and is free while
// nothing moves, but costs most of a core on a page that never rests; a few screenshots a second cost a tenth
// of that and are wasted on a page that rests. So a recording begins with the screencast, goes over to
// screenshots where pictures keep coming, and back when they have become the same. Whoever watches gets the
// screencast, unless the crowd is too large.
class FramePolicy {
public:
    explicit FramePolicy(Crowd& crowd);
    ~FramePolicy();
    FramePolicy(const FramePolicy&) = delete;
    FramePolicy& operator=(const FramePolicy&) = delete;

    void want(Demand demand);
    Demand demand() const { return demand_; }
    Way way() const;
    // True when the way has changed with it.
    bool frame_came(Moment now);
    bool screenshot_taken(bool is_same);

    Millis screenshot_interval() const;

private:
    void settle();
    bool has_changed(Way before);

    Crowd& crowd_;
    bool is_in_crowd_ = false;
    Demand demand_ = Demand::none;
    bool is_restless_ = false;
    std::deque<Moment> recent_;
    int same_in_a_row_ = 0;
};

}  // namespace lissom::live
