#include "live/camera.hpp"

#include <algorithm>
#include <utility>

#include "base/base64.hpp"
#include "base/log.hpp"

namespace lissom::live {
namespace {

constexpr Millis command_limit(5'000);
// When a page does not let itself be filmed (it has crashed, it is just being replaced), it is tried again.
constexpr Millis retry_interval(500);
// Nothing tells us of a page that comes to the front by ways of its own; a look costs nothing.
constexpr Millis look_interval(2'000);

constexpr int jpeg_quality = 60;
// Larger pictures would be scaled down by the viewer; telephones have three pixels for one of CSS.
constexpr int most_width = 1920;
constexpr int most_height = 1700;

}  // namespace

Camera::Camera(boost::asio::any_io_executor executor, browser::Context& browser, Take take)
    : browser_(browser),
      take_(std::move(take)),
      watch_(executor),
      nursery_(executor)
{
    nursery_.spawn("camera", run());
}

void Camera::want(Demand demand)
{
    if (policy_.demand() == demand) return;
    policy_.want(demand);
    look_again();
}

void Camera::look_again()
{
    must_look_ = true;
    watch_.notify();
}

void Camera::look_anew()
{
    ++beginnings_;
    earliest_ = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    last_screenshot_.reset();
    must_begin_anew_ = true;
    next_screenshot_ = moment();
    look_again();
}

// By run(), which never films and takes a screenshot at the same time: frames of a telephone would have the
// wrong size then.
Async<std::shared_ptr<const std::string>> Camera::shoot(Millis limit)
{
    is_shot_wanted_ = true;
    look_again();
    co_await watch_.until(moment() + limit, [this] { return !is_shot_wanted_; });
    is_shot_wanted_ = false;
    co_return std::exchange(shot_, nullptr);
}

Async<void> Camera::close()
{
    policy_.want(Demand::none);
    frames_.reset();
    co_await nursery_.stop();
    if (filmed_ && !browser_.failure()) co_await stop_screencast();
}

Async<void> Camera::run()
{
    for (;;) {
        must_look_ = false;
        auto wait = look_interval;
        if (is_shot_wanted_) {
            if (filmed_) co_await stop_screencast();
            if (!browser_.failure()) shot_ = co_await capture(browser_.page());
            is_shot_wanted_ = false;
            watch_.notify();
        }
        const auto way = browser_.failure() ? Way::none : policy_.way();
        const bool begins_anew = std::exchange(must_begin_anew_, false);
        if ((way != Way::screencast || begins_anew) && filmed_) co_await stop_screencast();
        if (way == Way::screencast) {
            co_await point_at(browser_.page());
            if (!filmed_) wait = retry_interval;
        } else if (way == Way::screenshots) {
            // Looking because of some other change is no reason for one more.
            if (moment() >= next_screenshot_) {
                const auto began = moment();
                co_await take_screenshot(browser_.page());
                // A machine that is slow with them has other things to do: never more than half of its time.
                const auto taken = moment();
                next_screenshot_ = std::max(began + policy_.screenshot_interval(), taken + (taken - began));
            }
            wait = std::chrono::duration_cast<Millis>(next_screenshot_ - moment());
        }
        const auto looks_anew = way == Way::none ? Moment::max() : moment() + wait;
        co_await watch_.until(looks_anew, [this] { return must_look_; });
    }
}

Async<void> Camera::point_at(browser::Page& page)
{
    if (filmed_ == &page && !page.is_closed()) co_return;
    if (filmed_) co_await stop_screencast();
    if (page.is_closed()) co_return;

    frames_ = page.on_event("Page.screencastFrame", [this, &page](const JsonObject& params) {
        frame_came(page, params);
    });
    JsonObject params;
    params["format"] = "jpeg";
    params["quality"] = jpeg_quality;
    params["maxWidth"] = most_width;
    params["maxHeight"] = most_height;
    filmed_ = &page;
    auto started = co_await page.send(page.id(), "Page.startScreencast", std::move(params), command_limit);
    if (started) co_return;
    log::debug("a page could not be filmed", {{"why", started.error().message}});
    frames_.reset();
    filmed_ = nullptr;
}

Async<void> Camera::stop_screencast()
{
    frames_.reset();
    auto* page = std::exchange(filmed_, nullptr);
    if (!page->is_closed()) (void)co_await page->send(page->id(), "Page.stopScreencast", {}, command_limit);
}

void Camera::frame_came(browser::Page& page, const JsonObject& params)
{
    // Chromium sends the next one when this one is acknowledged: at once, whatever becomes of it.
    nursery_.spawn("frame", acknowledge(page, int_or(params, "sessionId")));
    const auto* data = params.if_contains("data");
    if (!data || !data->is_string()) return;
    auto bytes = from_base64(std::string_view(data->get_string()));
    if (!bytes) return;
    if (const auto* facts = object_at(params, "metadata")) {
        // Frames that wait to be packed are sent even after the screencast has begun anew.
        if (number_or(*facts, "timestamp", earliest_) < earliest_) return;
        width_ = number_or(*facts, "deviceWidth");
        height_ = number_or(*facts, "deviceHeight");
    }
    if (policy_.frame_came(moment())) look_again();
    take_({std::make_shared<const std::string>(*std::move(bytes)), width_, height_, moment()});
}

Async<void> Camera::acknowledge(browser::Page& page, std::int64_t number)
{
    JsonObject params;
    params["sessionId"] = number;
    (void)co_await page.send(page.id(), "Page.screencastFrameAck", std::move(params), command_limit);
}

Async<std::shared_ptr<const std::string>> Camera::capture(browser::Page& page)
{
    if (page.is_closed() || page.open_dialog()) co_return nullptr;
    JsonObject params;
    params["format"] = "jpeg";
    params["quality"] = jpeg_quality;
    params["optimizeForSpeed"] = true;
    auto answer = co_await page.send(page.id(), "Page.captureScreenshot", std::move(params), command_limit);
    const auto* data = answer ? answer->if_contains("data") : nullptr;
    if (!data || !data->is_string()) co_return nullptr;
    auto bytes = from_base64(std::string_view(data->get_string()));
    if (!bytes) co_return nullptr;
    co_return std::make_shared<const std::string>(*std::move(bytes));
}

Async<void> Camera::take_screenshot(browser::Page& page)
{
    const auto beginning = beginnings_;
    auto jpeg = co_await capture(page);
    if (!jpeg || beginning != beginnings_) co_return;
    // Chromium draws and packs the same picture into the same bytes.
    const bool is_same = last_screenshot_ && *last_screenshot_ == *jpeg;
    if (policy_.screenshot_taken(is_same)) look_again();
    if (is_same) co_return;
    last_screenshot_ = std::move(jpeg);
    take_({last_screenshot_, width_, height_, moment()});
}

}  // namespace lissom::live
