#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/nursery.hpp"
#include "browser/context.hpp"
#include "browser/watch.hpp"
#include "live/frame.hpp"
#include "live/frame_policy.hpp"

namespace lissom::live {

// Takes the pictures of one session: always of the page in front, at the rate the demand is worth. Costs
// nothing while nobody wants any. The owner awaits close() before the browser goes.
class Camera {
public:
    using Take = std::function<void(const Frame& frame)>;

    Camera(boost::asio::any_io_executor executor, browser::Context& browser, Take take);

    void want(Demand demand);
    bool is_on() const { return policy_.demand() != Demand::none; }
    // The page in front may be another one now.
    void look_again();
    // What was on its way until now is not shown; the page is looked at once more, even if it rests.
    void look_anew();
    // A picture now, whatever is wanted; null where nothing can be seen. Not for two at a time.
    Async<std::shared_ptr<const std::string>> shoot(Millis limit);
    Async<void> close();

private:
    Async<void> run();
    Async<void> point_at(browser::Page& page);
    Async<void> stop_screencast();
    Async<std::shared_ptr<const std::string>> capture(browser::Page& page);
    Async<void> take_screenshot(browser::Page& page);
    void frame_came(browser::Page& page, const JsonObject& params);
    Async<void> acknowledge(browser::Page& page, std::int64_t number);

    browser::Context& browser_;
    Take take_;
    FramePolicy policy_;
    browser::Page* filmed_ = nullptr;  // whose screencast is on; a page lives as long as its context
    cdp::Subscription frames_;
    std::shared_ptr<const std::string> last_screenshot_;
    std::shared_ptr<const std::string> shot_;
    bool is_shot_wanted_ = false;
    Moment next_screenshot_;
    double width_ = 0;  // as the last frame of a screencast told
    double height_ = 0;
    browser::Watch watch_;
    bool must_look_ = true;
    bool must_begin_anew_ = false;
    std::uint64_t beginnings_ = 0;  // screenshots that were begun before the last one are not shown
    double earliest_ = 0;           // nor are the screencast's frames of before, in seconds since 1970
    Nursery nursery_;
};

}  // namespace lissom::live
