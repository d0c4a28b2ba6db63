#include "live/controls.hpp"

#include <utility>

namespace lissom::live {

Controls::Controls(
    boost::asio::any_io_executor executor,
    Millis patience,
    std::function<void(const Viewer* holder)> on_change
)
    : patience_(patience),
      on_change_(std::move(on_change)),
      watch_(executor),
      nursery_(executor)
{
}

bool Controls::use(const Viewer& viewer)
{
    if (holder_ && holder_ != &viewer) return false;
    last_use_ = moment();
    if (!holder_) hand_to(&viewer);
    return true;
}

void Controls::take(const Viewer& viewer)
{
    last_use_ = moment();
    if (holder_ != &viewer) hand_to(&viewer);
}

void Controls::give_back(const Viewer& viewer)
{
    if (holder_ == &viewer) hand_to(nullptr);
}

void Controls::hand_to(const Viewer* viewer)
{
    const bool was_free = holder_ == nullptr;
    holder_ = viewer;
    if (was_free) nursery_.spawn("controls", expire());
    watch_.notify();
    on_change_(holder_);
}

Async<void> Controls::expire()
{
    while (holder_) {
        const auto expiry = last_use_ + patience_;
        if (moment() >= expiry)
            hand_to(nullptr);
        else
            co_await watch_.until(expiry, [this] { return holder_ == nullptr; });
    }
}

Async<void> Controls::wait_until_free()
{
    while (holder_) co_await watch_.until(Moment::max(), [this] { return holder_ == nullptr; });
}

Async<void> Controls::close()
{
    if (holder_) hand_to(nullptr);
    co_await nursery_.stop();
}

}  // namespace lissom::live
