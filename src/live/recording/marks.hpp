#pragma once

#include <cstdint>

struct AVFrame;

namespace lissom::live {

// What is drawn over a picture of a recording, in its pixels.
struct Marks {
    bool has_pointer = false;
    double x = 0;
    double y = 0;
    double click = 0;  // 1: the button went down just now; fades to 0
    double scale = 1;  // of the picture against CSS
};

// Into a picture of the format YUV 4:2:0.
void draw_marks(AVFrame& picture, const Marks& marks);

}  // namespace lissom::live
