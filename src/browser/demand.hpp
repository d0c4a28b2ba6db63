#pragma once

#include <cstddef>
#include <deque>

#include "base/time.hpp"

namespace lissom::browser {

// How many contexts to keep ready: sessions that came in a crowd come in a crowd again, and every one for
// which none is ready waits for a renderer to start.
class Demand {
public:
    void note_session(Moment now);

    // The largest crowd of the last minute: so many sessions began within two seconds of one another.
    std::size_t crowd(Moment now) const;

private:
    std::deque<Moment> begun_;  // in order; the last minute's, and no more than matter
};

}  // namespace lissom::browser
