#include "live/hand.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/try.hpp"
#include "live/shortened.hpp"

namespace lissom::live {
namespace {

// A person is faster than a busy page only for moments; what comes after so much is lost.
constexpr std::size_t most_inputs = 256;
// Also keeps a paste from being a flood.
constexpr std::size_t most_text = 100'000;
constexpr std::size_t most_commands = 8;  // dialogs, tabs, back and reload under way at once
constexpr std::size_t most_touches = 10;
constexpr Millis input_limit(10'000);
constexpr Millis navigation_limit(30'000);
// What was typed before a button of the viewer was pressed reaches the page first, if the page lets it.
constexpr Millis rest_limit(1'000);

Error unknown(std::string_view what, std::string_view given)
{
    return Error{
        ErrorCode::invalid_argument, "unknown " + std::string(what) + " \"" + std::string(given) + "\""
    };
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> these)
{
    return std::ranges::find(these, text) != these.end();
}

}  // namespace

// https://chromedevtools.github.io/devtools-protocol/tot/Input/#method-dispatchMouseEvent
Result<JsonObject> mouse_params(const JsonObject& message)
{
    const auto kind = string_or(message, "kind");
    const auto button = string_or(message, "button", "none");
    if (!is_one_of(kind, {"move", "down", "up"})) return unknown("kind of mouse input", kind);
    if (!is_one_of(button, {"none", "left", "middle", "right", "back", "forward"}))
        return unknown("mouse button", button);
    JsonObject params;
    params["type"] = kind == "move" ? "mouseMoved" : kind == "down" ? "mousePressed" : "mouseReleased";
    params["x"] = number_or(message, "x");
    params["y"] = number_or(message, "y");
    params["button"] = button;
    params["buttons"] = int_or(message, "buttons");
    params["clickCount"] = kind == "move" ? 0 : std::clamp<std::int64_t>(int_or(message, "count", 1), 1, 3);
    params["modifiers"] = int_or(message, "modifiers") & 15;
    params["pointerType"] = "mouse";
    return params;
}

Result<JsonObject> wheel_params(const JsonObject& message)
{
    JsonObject params;
    params["type"] = "mouseWheel";
    params["x"] = number_or(message, "x");
    params["y"] = number_or(message, "y");
    params["deltaX"] = number_or(message, "dx");
    params["deltaY"] = number_or(message, "dy");
    params["modifiers"] = int_or(message, "modifiers") & 15;
    params["pointerType"] = "mouse";
    return params;
}

// https://chromedevtools.github.io/devtools-protocol/tot/Input/#method-dispatchKeyEvent
Result<JsonObject> key_params(const JsonObject& message)
{
    const auto kind = string_or(message, "kind");
    if (!is_one_of(kind, {"down", "up"})) return unknown("kind of key input", kind);
    const auto key = string_or(message, "key");
    // What the layout of the person's keyboard makes of the key; the viewer sends none with commands.
    const auto text = key == "Enter" ? "\r" : string_or(message, "text");
    JsonObject params;
    params["type"] = kind == "up" ? "keyUp" : text.empty() ? "rawKeyDown" : "keyDown";
    params["key"] = key;
    params["code"] = string_or(message, "code");
    params["windowsVirtualKeyCode"] = int_or(message, "number");
    params["location"] = std::clamp<std::int64_t>(int_or(message, "location"), 0, 3);
    params["modifiers"] = int_or(message, "modifiers") & 15;
    params["autoRepeat"] = bool_or(message, "repeats");
    if (kind == "down" && !text.empty()) params["text"] = params["unmodifiedText"] = text;
    return params;
}

// https://chromedevtools.github.io/devtools-protocol/tot/Input/#method-dispatchTouchEvent
Result<JsonObject> touch_params(const JsonObject& message)
{
    const auto kind = string_or(message, "kind");
    if (!is_one_of(kind, {"start", "move", "end", "cancel"})) return unknown("kind of touch", kind);
    JsonArray points;
    if (const auto* given = array_at(message, "points"))
        for (const auto& entry : *given) {
            if (!entry.is_object() || points.size() == most_touches) break;
            JsonObject point;
            point["x"] = number_or(entry.get_object(), "x");
            point["y"] = number_or(entry.get_object(), "y");
            point["id"] = int_or(entry.get_object(), "id");
            points.push_back(std::move(point));
        }
    JsonObject params;
    params["type"] = kind == "start"  ? "touchStart"
                     : kind == "move" ? "touchMove"
                     : kind == "end"  ? "touchEnd"
                                      : "touchCancel";
    params["touchPoints"] = std::move(points);
    params["modifiers"] = int_or(message, "modifiers") & 15;
    return params;
}

Hand::Hand(boost::asio::any_io_executor executor, browser::Context& browser)
    : browser_(browser),
      watch_(executor),
      nursery_(executor)
{
    nursery_.spawn("hand", work());
}

Done Hand::act(const JsonObject& message)
{
    const auto type = string_or(message, "type");
    if (type == "mouse") {
        TRY(auto params, mouse_params(message));
        const bool is_move = string_or(message, "kind") == "move";
        return queue({"Input.dispatchMouseEvent", std::move(params), is_move ? Run::moves : Run::none});
    }
    if (type == "wheel") {
        TRY(auto params, wheel_params(message));
        return queue({"Input.dispatchMouseEvent", std::move(params), Run::wheel});
    }
    if (type == "key") {
        TRY(auto params, key_params(message));
        return queue({"Input.dispatchKeyEvent", std::move(params)});
    }
    if (type == "touch") {
        TRY(auto params, touch_params(message));
        const bool is_move = string_or(message, "kind") == "move";
        return queue({"Input.dispatchTouchEvent", std::move(params), is_move ? Run::moves : Run::none});
    }
    if (type == "text") {
        JsonObject params;
        params["text"] = beginning(string_or(message, "text"), most_text);
        return queue({"Input.insertText", std::move(params)});
    }
    // These are no input of a page: they go through although one stands still.
    if (nursery_.running() > most_commands)
        return Error{ErrorCode::too_many_requests, "the browser does not keep up"};
    if (type == "dialog")
        nursery_.spawn("dialog", answer_dialog(bool_or(message, "accept"), string_or(message, "text")));
    else if (type == "go")
        nursery_.spawn("navigation", go(string_or(message, "where")));
    else if (type == "tab")
        nursery_.spawn("tab", raise_tab(string_or(message, "id")));
    else
        return unknown("message", type);
    return {};
}

// A wheel tells some hundred times a second that it turns, and a page takes each as a picture of its own:
// what waits becomes one turn, or the page would go on turning when the hand has long stopped.
bool Hand::takes_in(Input& waiting, Input& input)
{
    if (input.run == Run::none || waiting.run != input.run || waiting.method != input.method) return false;
    if (input.run == Run::wheel) {
        if (waiting.params["modifiers"] != input.params["modifiers"]) return false;
        for (const auto* delta : {"deltaX", "deltaY"})
            input.params[delta] = number_or(waiting.params, delta) + number_or(input.params, delta);
    }
    waiting = std::move(input);
    return true;
}

Done Hand::queue(Input input)
{
    if (!inputs_.empty() && takes_in(inputs_.back(), input)) return {};
    if (inputs_.size() >= most_inputs)
        return Error{ErrorCode::too_many_requests, "the page does not keep up with the input"};
    inputs_.push_back(std::move(input));
    watch_.notify();
    return {};
}

Async<void> Hand::work()
{
    for (;;) {
        while (inputs_.empty()) co_await watch_.until(Moment::max(), [this] { return !inputs_.empty(); });
        auto input = std::move(inputs_.front());
        inputs_.pop_front();
        if (browser_.failure()) continue;
        auto& page = browser_.page();
        if (page.is_closed() || page.open_dialog()) continue;
        is_at_work_ = true;
        auto done = co_await page.send(page.id(), input.method, std::move(input.params), input_limit);
        is_at_work_ = false;
        watch_.notify();
        if (!done) log::debug("input of a person was not taken", {{"why", done.error().message}});
    }
}

Async<void> Hand::answer_dialog(bool accept, std::string text)
{
    auto& page = browser_.page();
    const auto dialog = page.open_dialog();
    if (!dialog) co_return;
    ++answers_;
    (void)co_await page.answer_dialog(accept, std::move(text));
    if (dialog->kind == browser::DialogKind::before_unload && !accept) {
        // Chromium gives the navigation up when the page's thread has gone on, and until then takes the next
        // one along with it. A thread that answers has gone on.
        JsonObject params;
        params["expression"] = "0";
        (void)co_await page.send(page.id(), "Runtime.evaluate", std::move(params), rest_limit);
    }
    --answers_;
    watch_.notify();
}

Async<void> Hand::go(std::string where)
{
    co_await rest(rest_limit);
    auto& page = browser_.page();
    if (where == "back") (void)co_await page.go_back(navigation_limit);
    if (where == "forward") (void)co_await page.go_forward(navigation_limit);
    if (where == "reload") (void)co_await page.reload(navigation_limit);
}

Async<void> Hand::raise_tab(std::string id)
{
    co_await rest(rest_limit);
    for (auto* page : browser_.pages())
        if (page->id() == id) {
            (void)co_await browser_.bring_to_front(*page);
            co_return;
        }
}

Async<void> Hand::rest(Millis limit)
{
    co_await watch_.until(moment() + limit, [this] {
        return inputs_.empty() && !is_at_work_ && answers_ == 0;
    });
}

Async<void> Hand::close() { co_await nursery_.stop(); }

}  // namespace lissom::live
