// Of ChromiumPage: mouse and touch, and files for file inputs.

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/ids.hpp"
#include "base/try.hpp"
#include "browser/chromium_page.hpp"

namespace lissom::browser {
namespace {

constexpr Millis input_limit(10'000);  // a page that is busy for longer does not take input
constexpr double step_px = 24;         // how far a dragged pointer moves at once, which takes a frame
constexpr std::size_t most_steps = 20;
constexpr Millis drag_start_limit(150);  // from the first moves to Chromium's word that a drag has begun

std::string_view name_of(MouseButton button)
{
    switch (button) {
        case MouseButton::left: return "left";
        case MouseButton::middle: return "middle";
        case MouseButton::right: return "right";
    }
    return "left";
}

int bit_of(MouseButton button)
{
    switch (button) {
        case MouseButton::left: return 1;
        case MouseButton::right: return 2;
        case MouseButton::middle: return 4;
    }
    return 1;
}

// The path with points in between: pages follow a drag by its mousemove events.
std::vector<Point> in_steps(const std::vector<Point>& path)
{
    std::vector<Point> points;
    for (std::size_t i = 1; i < path.size(); ++i) {
        const auto from = path[i - 1];
        const auto to = path[i];
        const auto distance = std::hypot(to.x - from.x, to.y - from.y);
        const auto steps =
            std::clamp<std::size_t>(static_cast<std::size_t>(distance / step_px), 3, most_steps);
        for (std::size_t step = 1; step <= steps; ++step) {
            const auto part = static_cast<double>(step) / static_cast<double>(steps);
            points.push_back({from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
        }
    }
    return points;
}

}  // namespace

// An event that opens a dialog is answered by Chromium only when the dialog is: then it has done its work for
// us.
Async<Done> ChromiumPage::input(std::string method, JsonObject params)
{
    CO_TRY_DONE(check_running());
    CO_TRY_DONE(co_await come_to_front());
    auto answer = co_await ask_script(session_, std::move(method), std::move(params), input_limit);
    if (!answer && !dialog_) co_return std::move(answer).error();
    co_return Done();
}

void ChromiumPage::post_input(std::string method, JsonObject params)
{
    post(session_, std::move(method), std::move(params));
}

Async<Done> ChromiumPage::come_to_front()
{
    if (!preparation_.needs_front || owner_.is_in_front(*this)) co_return Done();
    CO_TRY_DONE(co_await ask("Page.bringToFront", {}, input_limit));
    co_return Done();
}

JsonObject ChromiumPage::mouse_event(std::string_view type, Point at, const Click& click, int count) const
{
    const bool is_move = type == "mouseMoved";
    JsonObject event;
    event["type"] = type;
    event["x"] = at.x;
    event["y"] = at.y;
    event["modifiers"] = modifiers_ | click.modifiers;
    event["button"] = is_move && buttons_ == 0 ? "none" : name_of(click.button);
    event["buttons"] = buttons_;
    event["clickCount"] = is_move ? 0 : count;
    event["pointerType"] = "mouse";
    return event;
}

Async<Done> ChromiumPage::move_mouse(Point to)
{
    mouse_ = to;
    show_pointer(Pointer::Kind::move, to);
    co_return co_await input("Input.dispatchMouseEvent", mouse_event("mouseMoved", to, {}, 0));
}

Async<Done> ChromiumPage::press_mouse(Point at, Click click)
{
    buttons_ |= bit_of(click.button);
    mouse_ = at;
    show_pointer(Pointer::Kind::down, at);
    co_return co_await input("Input.dispatchMouseEvent", mouse_event("mousePressed", at, click, click.count));
}

Async<Done> ChromiumPage::release_mouse(Point at, Click click)
{
    buttons_ &= ~bit_of(click.button);
    mouse_ = at;
    show_pointer(Pointer::Kind::up, at);
    co_return co_await input(
        "Input.dispatchMouseEvent", mouse_event("mouseReleased", at, click, click.count)
    );
}

Async<Done> ChromiumPage::click(Point at, Click click)
{
    // The move comes first: a menu that opens on hover does not exist until the pointer is over it. Chromium
    // answers a move with the next frame only; a press takes along what is queued before it, so nobody waits.
    CO_TRY_DONE(check_running());
    CO_TRY_DONE(co_await come_to_front());
    mouse_ = at;
    show_pointer(Pointer::Kind::move, at);
    post_input("Input.dispatchMouseEvent", mouse_event("mouseMoved", at, {}, 0));
    for (int count = 1; count <= click.count; ++count) {
        auto nth = click;
        nth.count = count;
        CO_TRY_DONE(co_await press_mouse(at, nth));
        if (dialog_) {
            buttons_ &= ~bit_of(click.button);
            co_return Done();
        }
        CO_TRY_DONE(co_await release_mouse(at, nth));
        if (dialog_) co_return Done();
    }
    co_return Done();
}

Async<Done> ChromiumPage::turn_wheel(Point at, double dx, double dy)
{
    auto event = mouse_event("mouseWheel", at, {}, 0);
    event["button"] = "none";
    event["deltaX"] = dx;
    event["deltaY"] = dy;
    mouse_ = at;
    co_return co_await input("Input.dispatchMouseEvent", std::move(event));
}

Async<Done> ChromiumPage::tap(Point at)
{
    JsonObject touch;
    touch["x"] = at.x;
    touch["y"] = at.y;
    JsonObject start;
    start["type"] = "touchStart";
    start["touchPoints"] = JsonArray{touch};
    JsonObject end;
    end["type"] = "touchEnd";
    end["touchPoints"] = JsonArray();
    show_pointer(Pointer::Kind::down, at);
    CO_TRY_DONE(co_await input("Input.dispatchTouchEvent", std::move(start)));
    show_pointer(Pointer::Kind::up, at);
    if (dialog_) co_return Done();
    co_return co_await input("Input.dispatchTouchEvent", std::move(end));
}

// HTML5 drag and drop is done by the operating system, which is not there: Chromium hands us the dragged data
// instead of starting it (Input.setInterceptDrags), and we carry it. Where the page follows the mouse itself,
// no such thing happens.
Async<Done> ChromiumPage::drag(std::vector<Point> path)
{
    if (path.size() < 2) co_return Error{ErrorCode::invalid_argument, "a drag needs at least two points"};
    auto data = std::make_shared<JsonObject>();
    const auto listening =
        channel_.on(session_, "Input.dragIntercepted", [data, this](const JsonObject& params) {
            if (const auto* carried = object_at(params, "data")) *data = *carried;
            watch_.notify();
        });
    JsonObject intercept;
    intercept["enabled"] = true;
    CO_TRY_DONE(co_await ask("Input.setInterceptDrags", intercept, input_limit));

    auto done = co_await move_mouse(path.front());
    const bool may_be_dragged = done && !dialog_ && co_await may_start_drag(path.front());
    if (done) done = co_await press_mouse(path.front(), {});
    const auto points = in_steps(path);
    const auto first_moves = std::min<std::size_t>(3, points.size());
    if (done)
        done =
            co_await move_along({points.begin(), points.begin() + static_cast<std::ptrdiff_t>(first_moves)});
    if (done && may_be_dragged)
        co_await watch_.until(moment() + drag_start_limit, [&] {
            return !data->empty() || is_closed() || dialog_;
        });

    const std::vector<Point> rest(points.begin() + static_cast<std::ptrdiff_t>(first_moves), points.end());
    if (done) done = data->empty() ? co_await move_along(rest) : Done();
    // Something may turn out to be draggable only on the way.
    if (done && !data->empty())
        done = co_await drop_along(rest.empty() ? std::vector{path.back()} : rest, data);
    auto released = co_await release_mouse(path.back(), {});
    intercept["enabled"] = false;
    post(session_, "Input.setInterceptDrags", std::move(intercept));
    co_return done ? released : done;
}

Async<Done> ChromiumPage::move_along(std::vector<Point> path)
{
    for (const auto point : path) {
        if (dialog_) break;
        CO_TRY_DONE(co_await move_mouse(point));
    }
    co_return Done();
}

Async<Done> ChromiumPage::drop_along(std::vector<Point> path, std::shared_ptr<JsonObject> data)
{
    const auto event = [&](std::string_view type, Point at) {
        JsonObject params;
        params["type"] = type;
        params["x"] = at.x;
        params["y"] = at.y;
        params["data"] = *data;
        params["modifiers"] = modifiers_;
        return params;
    };
    CO_TRY_DONE(co_await input("Input.dispatchDragEvent", event("dragEnter", path.front())));
    for (const auto point : path)
        CO_TRY_DONE(co_await input("Input.dispatchDragEvent", event("dragOver", point)));
    // A drop is taken only where the last dragOver was accepted.
    CO_TRY_DONE(co_await input("Input.dispatchDragEvent", event("dragOver", path.back())));
    co_return co_await input("Input.dispatchDragEvent", event("drop", path.back()));
}

// False only where it is certain: nothing draggable lies under the point in the main frame.
Async<bool> ChromiumPage::may_start_drag(Point at)
{
    constexpr std::string_view function = R"((x, y) => {
        let element = document.elementFromPoint(x, y);
        while (element && element.shadowRoot && element.shadowRoot.elementFromPoint(x, y) !== element) {
            const inner = element.shadowRoot.elementFromPoint(x, y);
            if (!inner) break;
            element = inner;
        }
        if (!element) return false;
        if (element.closest('iframe, frame, object, embed')) return true;
        for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) if (at.draggable) return true;
        return !getSelection().isCollapsed;
    })";
    const auto* main = frames_.main();
    if (!main) co_return true;
    WorldCall call{
        .frame = main->frame.id, .function = std::string(function), .args = {at.x, at.y}, .needs_whole = false
    };
    const auto answer = co_await call_in_world_for_value(std::move(call), input_limit);
    co_return !answer || !answer->is_bool() || answer->get_bool();
}

Async<Done> ChromiumPage::set_files(FrameId frame, std::string object, std::vector<std::string> paths)
{
    JsonArray files;
    for (const auto& path : paths) {
        auto readable = std::filesystem::path(path);
        if (browser_user_) {
            // Chromium runs as somebody else, who need not be able to read our files: it gets copies of its
            // own.
            const auto folder = folder_.uploads() / random_id(10);
            std::error_code ec;
            std::filesystem::create_directory(folder, ec);
            readable = folder / std::filesystem::path(path).filename();
            if (!ec) std::filesystem::copy_file(path, readable, ec);
            if (ec)
                co_return Error{ErrorCode::not_found, "cannot read the file " + path + ": " + ec.message()};
            give_to(*browser_user_, folder);
        }
        files.emplace_back(readable.string());
    }
    CO_TRY(auto session, session_of(frame));
    JsonObject params;
    params["files"] = std::move(files);
    params["objectId"] = std::move(object);
    CO_TRY_DONE(co_await ask_script(session, "DOM.setFileInputFiles", std::move(params), input_limit));
    co_return Done();
}

}  // namespace lissom::browser
