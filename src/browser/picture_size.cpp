#include "browser/picture_size.hpp"

#include <cstddef>

namespace lissom::browser {
namespace {

int big_endian(std::string_view bytes, std::size_t at, std::size_t count)
{
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) number = number * 256 + static_cast<unsigned char>(bytes[at + i]);
    return number;
}

// A JPEG is a row of segments: 0xFF, a marker, a length; the one that starts a frame carries the size.
PictureSize jpeg_size(std::string_view bytes)
{
    std::size_t at = 2;
    while (at + 9 < bytes.size() && static_cast<unsigned char>(bytes[at]) == 0xFF) {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        const bool starts_frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (starts_frame) return {big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
        at += 2 + static_cast<std::size_t>(big_endian(bytes, at + 2, 2));
    }
    return {};
}

}  // namespace

PictureSize picture_size(std::string_view bytes)
{
    if (bytes.size() > 24 && bytes.starts_with("\x89PNG"))
        return {big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
    if (bytes.starts_with("\xFF\xD8")) return jpeg_size(bytes);
    return {};
}

}  // namespace lissom::browser
