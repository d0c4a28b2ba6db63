#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "browser/geometry.hpp"
#include "cdp/channel.hpp"

namespace lissom::browser {

// Chromium's identifier of a frame; stable while the frame lives, also across its navigations.
using FrameId = std::string;

struct Frame {
    FrameId id;
    FrameId parent;  // empty for the main frame
    std::string url;
    std::string name;
};

// What a navigation came to. A page that answers 404 is a page: `status` says so, it is no error.
struct Navigation {
    std::string url;  // after redirects
    int status = 0;   // HTTP status of the document; 0 where there is none (data:, about:, same document)
};

enum class MouseButton { left, middle, right };

struct Click {
    MouseButton button = MouseButton::left;
    int count = 1;      // 2 is a double click
    int modifiers = 0;  // sum of Alt 1, Control 2, Meta 4, Shift 8
};

enum class DialogKind { alert, confirm, prompt, before_unload };

// The mouse or a finger did something on the page, whoever guided it.
struct Pointer {
    enum class Kind { move, down, up };
    Kind kind = Kind::move;
    Point at;
};

// A JavaScript dialog that is open now. The page's scripts stand still until it is answered.
struct Dialog {
    DialogKind kind = DialogKind::alert;
    std::string message;
    std::string default_text;
};

// Counts of what happened to a page since it was opened: compare two readings to know what an action caused.
struct Activity {
    std::uint64_t navigations = 0;        // committed in the main frame, other documents only
    std::uint64_t same_document = 0;      // fragment and history.pushState changes of the main frame
    std::uint64_t frame_navigations = 0;  // committed in other frames
    std::uint64_t requests_started = 0;
    std::uint64_t dialogs = 0;
    std::uint64_t popups = 0;  // pages this page opened
    std::uint64_t downloads = 0;
    std::uint64_t file_choosers = 0;  // a file input was clicked: give it files with set_files()
};

struct Screenshot {
    std::string bytes;  // PNG or JPEG, as asked
    int width = 0;      // pixels
    int height = 0;
};

struct ScreenshotOptions {
    bool full_page = false;
    int jpeg_quality = 0;  // 0 is PNG
    std::optional<Rect> clip;
};

// One tab, with all its frames, in-process or not. Owned by its browser::Context; every call ends with an
// answer, an ErrorCode::page_error (crashed, closed, script threw) or ErrorCode::timeout, never a hang.
class Page {
public:
    virtual ~Page() = default;

    virtual const std::string& id() const = 0;  // Chromium's target id
    virtual std::string url() const = 0;        // of the main frame, as committed
    virtual std::string title() const = 0;      // as last told by Chromium; may lag a few milliseconds
    virtual bool is_closed() const = 0;         // closed or crashed: no call can succeed any more
    virtual bool is_crashed() const = 0;
    virtual const Activity& activity() const = 0;

    // -- navigation
    // ------------------------------------------------------------------------------------------------ Only
    // http, https, about:blank and data: (the last two as the start of a session). Waits until the document
    // is loaded (load event) or, for a page whose load does not end, some seconds after its DOM is usable.
    virtual Async<Result<Navigation>> go_to(std::string url, Millis limit) = 0;
    virtual Async<Result<Navigation>> go_back(Millis limit) = 0;
    virtual Async<Result<Navigation>> go_forward(Millis limit) = 0;
    virtual Async<Result<Navigation>> reload(Millis limit) = 0;

    // Waits until the page has come to rest after an action: no navigation on its way (if one is, until its
    // DOM is ready), no dialog, no fetch or XHR started since `before` still open, nothing that the document
    // of `frame` (where the action was; empty: the main frame) has asked for is about to change it. Returns
    // at once (a few milliseconds) where nothing moves; never later than `cap`.
    virtual Async<Done> settle(Activity before, Millis cap, FrameId frame = {}) = 0;

    // -- scripts
    // --------------------------------------------------------------------------------------------------- A
    // client's JavaScript in the page's own world: an expression, a statement body with `return`, a function
    // or arrow function (async too) that is called with `args`, an object literal; promises are awaited,
    // undefined is null, what JSON cannot carry becomes a string. A throw is page_error with the exception's
    // text.
    virtual Async<Result<Json>> evaluate(std::string js, Json args, Millis limit) = 0;

    // Our own code: `function` is the text of a JavaScript function, called with `args` by value in our
    // isolated world of that frame, where the world script (PoolSettings::world_script) has run before; it
    // runs once a document, when the first function is called there. The page cannot see that world.
    virtual Async<Result<Json>> call(FrameId frame, std::string function, JsonArray args, Millis limit) = 0;

    // The same, but answers the number of a remote object (element), for set_files. Release it when done.
    virtual Async<Result<std::string>>
    call_for_object(FrameId frame, std::string function, JsonArray args, Millis limit) = 0;

    // Our own code again: `function` is called with the elements that have these numbers in the protocol
    // (backendNodeId), null for those that are gone or of another frame.
    virtual Async<Result<Json>>
    call_with_nodes(FrameId frame, std::string function, std::vector<std::int64_t> nodes, Millis limit) = 0;

    // Main frame first, parents before children, in document order.
    virtual std::vector<Frame> frames() const = 0;

    // Where the top left corner of a frame's viewport now is in the main viewport. (0,0) for the main frame.
    virtual Async<Result<Point>> frame_origin(FrameId frame) = 0;

    // -- input, always trusted events
    // ------------------------------------------------------------------------------
    virtual Async<Done> move_mouse(Point to) = 0;
    virtual Async<Done> press_mouse(Point at, Click click) = 0;    // button down only
    virtual Async<Done> release_mouse(Point at, Click click) = 0;  // button up only
    virtual Async<Done> click(Point at, Click click) = 0;          // move, down, up; `count` times
    virtual Async<Done> turn_wheel(Point at, double dx, double dy) = 0;
    // Press at the first point, move through the others, release at the last. Serves mouse-event drags and
    // HTML5 drag and drop alike.
    virtual Async<Done> drag(std::vector<Point> path) = 0;
    virtual Async<Done> tap(Point at) = 0;  // touch

    virtual Async<Done> type_text(std::string text
    ) = 0;  // key by key, as a person: key events for every character
    virtual Async<Done> insert_text(std::string text) = 0;  // at once, like a paste or an input method
    // "Enter", "Control+A", "Shift+Tab", "ArrowDown", "a". invalid_argument names an unknown key.
    virtual Async<Done> press_key(std::string chord) = 0;
    virtual Async<Done> key_down(std::string key) = 0;
    virtual Async<Done> key_up(std::string key) = 0;

    // Gives files of this machine to a file input; `object` is from call_for_object.
    virtual Async<Done> set_files(FrameId frame, std::string object, std::vector<std::string> paths) = 0;

    // -- dialogs
    // ---------------------------------------------------------------------------------------------------
    // While a dialog is open, evaluate() and call() answer page_error at once instead of waiting for it.
    virtual std::optional<Dialog> open_dialog() const = 0;
    virtual Async<Done> answer_dialog(bool accept, std::string text) = 0;

    // -- pictures
    // --------------------------------------------------------------------------------------------------
    virtual Async<Result<Screenshot>> screenshot(ScreenshotOptions options) = 0;
    virtual Async<Result<std::string>> print_pdf() = 0;  // the PDF's bytes

    // -- the way out for rooms that know the protocol better (view for closed shadow roots, live for the
    // screencast) --
    virtual Async<Result<JsonObject>>
    send(FrameId frame, std::string method, JsonObject params, Millis limit) = 0;
    // Events of the main frame's session, for as long as the answer is held (the screencast's frames).
    virtual cdp::Subscription on_event(std::string, cdp::Handler) { return nullptr; }

    // Called with everything the pointer does, before the page hears of it; null ends that. For live, which
    // shows it.
    virtual void watch_pointer(std::function<void(const Pointer&)>) {}

    // For view alone: how many numbers it has given to elements of this page, so that none is ever given
    // twice.
    std::int64_t refs_given = 0;

    // Likewise: what it knows of what listens in a frame.
    struct Heard {
        std::uint64_t navigations = 0;           // of the frame, when the document was asked for
        std::string document;                    // its handle in the page's own world; empty: not asked yet
        std::unordered_set<std::int64_t> known;  // elements (backendNodeId) the walker was told of
    };
    std::map<FrameId, Heard> heard;
};

}  // namespace lissom::browser
