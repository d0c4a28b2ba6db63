#pragma once

#include <string_view>

namespace lissom::browser {

struct PictureSize {
    int width = 0;
    int height = 0;
};

// In pixels, from the head of a PNG or JPEG; zeros when it is neither.
PictureSize picture_size(std::string_view bytes);

}  // namespace lissom::browser
