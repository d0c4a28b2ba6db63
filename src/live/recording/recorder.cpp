#include "live/recording/recorder.hpp"

#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/on.hpp"
#include "live/recording/niceness.hpp"

namespace lissom::live {
namespace {

// Pictures that wait for the encoder, about 100 kB each.
constexpr std::size_t most_shots = 8;
// Where nothing moves the same picture is written again: what a crash costs, and how well a player seeks,
// does not hang on the page.
constexpr Millis repeat_interval(5'000);
// The film moves at this pace at most: smooth enough to follow, cheap enough to be no cost.
constexpr Millis redraw_interval(100);
constexpr Millis click_shown(400);
// A caption that no other follows goes away by then.
constexpr Millis caption_shown(6'000);
constexpr std::size_t most_captions_waiting = 200;

}  // namespace

struct Recorder::Work {
    FilmFiles files;
    PictureSize size;
    std::unique_ptr<Encoder> encoder;

    Done encode(const std::vector<Shot>& shots, const std::vector<Caption>& captions)
    {
        be_nice();
        if (!encoder) {
            std::error_code ec;
            std::filesystem::create_directories(files.film.parent_path(), ec);
            auto opened = Encoder::open(files.fragments(), size);
            if (!opened) return opened.error();
            encoder = *std::move(opened);
        }
        for (const auto& caption : captions)
            if (auto done = append_caption(files, caption); !done) return done;
        for (const auto& shot : shots) {
            auto done = shot.jpeg ? encoder->show(*shot.jpeg, shot.marks, shot.at_ms)
                                  : encoder->show_again(shot.marks, shot.at_ms);
            if (!done) return done;
        }
        return {};
    }

    Done finish(std::int64_t at_ms)
    {
        if (!encoder) return Error{ErrorCode::unavailable, "there was no picture"};
        auto done = encoder->finish(at_ms);
        encoder.reset();
        // What was written before something went wrong is worth keeping.
        auto made = make_film(files);
        if (!made) {
            std::error_code ignored;
            std::filesystem::remove(files.fragments(), ignored);
            std::filesystem::remove(files.captions(), ignored);
        }
        // An encoder takes some 25 MB, which the allocator would keep for this thread.
        ::malloc_trim(0);
        return made ? made : done ? made : done;
    }
};

Recorder::Recorder(
    boost::asio::any_io_executor executor,
    boost::asio::thread_pool& encoders,
    FilmFiles files,
    RecorderSettings settings
)
    : encoders_(encoders),
      settings_(settings),
      work_(std::make_shared<Work>(std::move(files), settings.size, nullptr)),
      watch_(executor),
      animating_(executor),
      encoding_(executor)
{
    encoding_.spawn("encoder", encode());
    animating_.spawn("recorder", animate());
}

std::int64_t Recorder::since_start(Moment when) const
{
    return std::max<std::int64_t>(0, std::chrono::duration_cast<Millis>(when - start_).count());
}

void Recorder::take(const Frame& frame)
{
    has_picture_ = true;
    latest_ = frame.jpeg;
    if (moment() >= last_shot_ + redraw_interval) return add_now();
    must_redraw_ = true;
    watch_.notify();
}

void Recorder::add_now()
{
    const auto now = moment();
    add({std::exchange(latest_, nullptr), marks(now), since_start(now)});
}

void Recorder::add(Shot shot)
{
    if (is_ending_ || has_failed_) return;
    last_shot_ = moment();
    must_redraw_ = false;
    if (shots_.size() >= most_shots) {
        ++left_out_;
        // The newest is the one that stays on the screen.
        if (shot.jpeg) shots_.back().jpeg = std::move(shot.jpeg);
        shots_.back().marks = shot.marks;
        return;
    }
    shots_.push_back(std::move(shot));
    watch_.notify();
}

void Recorder::point(const browser::Pointer& pointer)
{
    if (!settings_.shows_cursor) return;
    has_pointer_ = true;
    pointer_ = pointer.at;
    if (pointer.kind == browser::Pointer::Kind::down) clicked_ = moment();
    must_redraw_ = true;
    watch_.notify();
}

Marks Recorder::marks(Moment now) const
{
    Marks marks;
    marks.has_pointer = has_pointer_;
    marks.scale = settings_.scale;
    marks.x = pointer_.x * settings_.scale;
    marks.y = pointer_.y * settings_.scale;
    if (clicked_ != Moment::min()) {
        const auto age = std::chrono::duration<double, std::milli>(now - clicked_).count();
        marks.click = std::clamp(1 - age / static_cast<double>(click_shown.count()), 0.0, 1.0);
    }
    return marks;
}

void Recorder::tell(std::string text, Millis took)
{
    if (captions_.size() >= most_captions_waiting) return;
    const auto now = moment();
    captions_.push_back({since_start(now - took), since_start(now + caption_shown), std::move(text)});
    watch_.notify();
}

Async<void> Recorder::animate()
{
    for (;;) {
        const auto is_fading = [this] {
            return clicked_ != Moment::min() && moment() < clicked_ + click_shown + redraw_interval;
        };
        const auto next = last_shot_ + (must_redraw_ || is_fading() ? redraw_interval : repeat_interval);
        if (moment() >= next) {
            add_now();
            continue;
        }
        const bool was_due = must_redraw_ || is_fading();
        co_await watch_.until(next, [&] { return !was_due && must_redraw_; });
    }
}

Async<void> Recorder::encode()
{
    while (!has_failed_) {
        co_await watch_.until(Moment::max(), [this] {
            return !shots_.empty() || !captions_.empty() || is_ending_;
        });
        if (shots_.empty() && captions_.empty()) break;
        std::vector<Shot> shots(
            std::make_move_iterator(shots_.begin()), std::make_move_iterator(shots_.end())
        );
        std::vector<Caption> captions(captions_.begin(), captions_.end());
        shots_.clear();
        captions_.clear();
        auto done =
            co_await on(encoders_, [work = work_, shots = std::move(shots), captions = std::move(captions)] {
                return work->encode(shots, captions);
            });
        if (done) continue;
        has_failed_ = true;
        log::error("a recording broke off", {{"why", done.error().message}});
    }
}

Async<bool> Recorder::finish()
{
    const auto end_ms = since_start(moment());
    co_await animating_.stop();
    if (latest_) add_now();
    // Also what waits for the encoder now belongs into the film.
    is_ending_ = true;
    watch_.notify();
    co_await encoding_.join();
    if (left_out_ > 0) log::debug("pictures of a recording were left out", {{"count", left_out_}});
    const auto done = co_await on(encoders_, [work = work_, end_ms] { return work->finish(end_ms); });
    if (!done) log::warn("there is no recording", {{"why", done.error().message}});
    co_return done.has_value();
}

}  // namespace lissom::live
