#include "live/viewer.hpp"

#include <algorithm>
#include <utility>

namespace lissom::live {
namespace {

// Frames on their way to a viewer. Enough for 20 a second over a line of 200 ms, few enough to stay current.
constexpr std::uint32_t most_on_the_way = 4;
// What the network has not yet taken; a frame of a rich page has about 100 kB.
constexpr std::size_t most_backlog = 300'000;

void append(std::string& text, std::uint32_t number)
{
    for (const int shift : {24, 16, 8, 0}) text.push_back(static_cast<char>((number >> shift) & 0xFF));
}

std::uint32_t whole(double number) { return static_cast<std::uint32_t>(std::clamp(number, 0.0, 1e6)); }

}  // namespace

std::string frame_message(const Frame& frame, std::uint32_t number, Moment now)
{
    const auto waited = std::chrono::duration<double, std::milli>(now - frame.at).count();
    std::string message;
    message.reserve(16 + frame.jpeg->size());
    append(message, number);
    append(message, whole(frame.width));
    append(message, whole(frame.height));
    append(message, whole(waited));
    return message += *frame.jpeg;
}

Viewer::Viewer(std::shared_ptr<net::WebSocket> socket)
    : socket_(std::move(socket))
{
}

bool Viewer::has_room() const
{
    // Whoever never says what it has seen is measured by the network alone.
    const bool is_behind = seen_ && sent_ - *seen_ >= most_on_the_way;
    return !is_behind && socket_->backlog() < most_backlog;
}

void Viewer::show(const Frame& frame)
{
    if (has_room())
        send(frame);
    else
        kept_ = frame;
}

void Viewer::send(const Frame& frame)
{
    kept_.reset();
    ++sent_;
    socket_->send({.is_binary = true, .data = frame_message(frame, sent_, moment())});
}

void Viewer::seen(std::uint32_t number)
{
    seen_ = std::clamp(number, seen_.value_or(0), sent_);
    if (kept_ && has_room()) send(Frame(*kept_));
}

void Viewer::tell(const JsonObject& message) { socket_->send({.is_binary = false, .data = dump(message)}); }

void Viewer::close() { socket_->close(); }

}  // namespace lissom::live
