#pragma once

#include <memory>
#include <string>

#include "base/time.hpp"

namespace lissom::live {

// One picture of the page in front. Shared: viewers and the recorder look at the same bytes.
struct Frame {
    std::shared_ptr<const std::string> jpeg;
    double width = 0;  // of the viewport, in the pixels of CSS that input is given in
    double height = 0;
    Moment at;
};

}  // namespace lissom::live
