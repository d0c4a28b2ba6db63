#pragma once

#include <string_view>
#include <vector>

#include "view/snapshot.hpp"

namespace lissom::view {

// Where the content of a frame lies in the document around it.
struct FrameBox {
    std::size_t node = 0;  // index of its <iframe>
    browser::Rect content;
};

// What the walker says of one frame, in that frame's own coordinates.
struct Walk {
    std::string url;
    std::string title;
    Ref next_ref = 1;
    Scroll scroll;
    int suspects = 0;  // elements that may have a closed shadow root nobody looked into yet
    double in_page_ms = 0;
    std::vector<Node> nodes;
    std::vector<FrameBox> frames;
};

// Reads the walker's answer; its format is told in world/walker.js.
Result<Walk> read_walk(std::string_view text, const browser::FrameId& frame);

}  // namespace lissom::view
