#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "live/recording/marks.hpp"

namespace lissom::live {

struct PictureSize {
    int width = 0;
    int height = 0;
};

// Pictures in, a film out: H.264 in an MP4 of fragments, of which a crash costs the last seconds only. The
// times are milliseconds since its beginning, as they were; nothing is forced into a frame rate. All of it
// blocks: it belongs on a thread of its own.
class Encoder {
public:
    static Result<std::unique_ptr<Encoder>> open(const std::filesystem::path& file, PictureSize size);
    virtual ~Encoder() = default;

    // Another picture is shown from then on. Fitted into the film's size. What is no JPEG is left out.
    virtual Done show(const std::string& jpeg, const Marks& marks, std::int64_t at_ms) = 0;
    // The same picture with other marks. Nothing before the first one.
    virtual Done show_again(const Marks& marks, std::int64_t at_ms) = 0;
    // The last picture stays until then. A film without pictures is an error.
    virtual Done finish(std::int64_t at_ms) = 0;
};

}  // namespace lissom::live
