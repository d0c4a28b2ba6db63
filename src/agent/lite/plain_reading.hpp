#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// One thing to be done with a control that a clause speaks of.
struct PlainDeed {
    enum class Kind { number, choose, option, tick, untick, put, day, time, press };
    Kind kind = Kind::choose;
    view::Ref ref = 0;
    std::string value;  // of number, option (of a native list), put, day (a date) and time
};

// What a person says of the controls a page shows without naming what to do with them: "a thin crust", "we
// are 3 adults and 2 kids", "stop sharing my location".
struct PlainReading {
    std::vector<PlainDeed> deeds;
    std::vector<std::string> left;  // words that speak of nothing on the page
    bool is_ambiguous = false;      // two choices of one group are named

    // Was every word understood? A guess from half of them would be a wrong deed.
    bool is_complete() const { return !deeds.empty() && left.empty() && !is_ambiguous; }
};

PlainReading read_plainly(const Scene& scene, std::string_view clause);

}  // namespace lissom::agent::lite
