#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include <boost/asio/thread_pool.hpp>

#include "base/nursery.hpp"
#include "browser/page.hpp"
#include "browser/watch.hpp"
#include "live/frame.hpp"
#include "live/recording/encoder.hpp"
#include "live/recording/film.hpp"

namespace lissom::live {

struct RecorderSettings {
    PictureSize size;
    double scale = 1;  // of the film against CSS
    bool shows_cursor = false;
};

// Films one session. Pictures are handed over and never waited for: where encoding does not keep up, some are
// left out. The owner awaits finish().
class Recorder {
public:
    Recorder(
        boost::asio::any_io_executor executor,
        boost::asio::thread_pool& encoders,
        FilmFiles files,
        RecorderSettings settings
    );

    void take(const Frame& frame);
    void point(const browser::Pointer& pointer);
    // Said of the time from then until now, and for a moment longer.
    void tell(std::string text, Millis took);

    bool has_picture() const { return has_picture_; }
    // True: the film is there.
    Async<bool> finish();

private:
    struct Shot {
        std::shared_ptr<const std::string> jpeg;  // null: the same picture again
        Marks marks;
        std::int64_t at_ms = 0;
    };
    // What the thread of the encoder works on; this thread does not look at it meanwhile.
    struct Work;

    Async<void> encode();
    Async<void> animate();
    void add(Shot shot);
    void add_now();
    Marks marks(Moment now) const;
    std::int64_t since_start(Moment when) const;

    boost::asio::thread_pool& encoders_;
    RecorderSettings settings_;
    std::shared_ptr<Work> work_;  // shared with the encoder's thread, which finishes what it has begun
    std::deque<Shot> shots_;
    std::deque<Caption> captions_;
    Moment start_ = moment();
    Moment last_shot_ = start_ - Millis(1'000);
    std::shared_ptr<const std::string> latest_;  // came too soon after the one before, and waits
    bool has_pointer_ = false;
    browser::Point pointer_;
    Moment clicked_ = Moment::min();
    bool must_redraw_ = false;
    bool has_picture_ = false;
    std::size_t left_out_ = 0;
    bool is_ending_ = false;
    bool has_failed_ = false;
    browser::Watch watch_;
    Nursery animating_;
    Nursery encoding_;
};

}  // namespace lissom::live
