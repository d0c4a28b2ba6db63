#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/nursery.hpp"
#include "browser/chromium.hpp"
#include "browser/device.hpp"
#include "browser/frame_tree.hpp"
#include "browser/leaving.hpp"
#include "browser/page.hpp"
#include "browser/requests.hpp"
#include "browser/titled.hpp"
#include "browser/watch.hpp"
#include "cdp/connection.hpp"

namespace lissom::browser {

// What runs in our isolated world of a frame. Chromium takes milliseconds to read the whole of it, and most
// documents (those that are passed through, the frames of advertisements) are never looked at: they get the
// first part only.
struct WorldScripts {
    std::string first;  // what must see a document from its beginning
    std::string whole;  // that and the rest
    std::string mark;   // a name in that world which no page can guess: says which of them has run
};

// What every page of a context is prepared with.
struct PagePreparation {
    std::shared_ptr<const WorldScripts> world;
    Disguise disguise;
    bool needs_front = false;  // full Chromium: a page behind another one takes no input
};

class ChromiumPage;

// What a page tells its context.
class PageOwner {
public:
    virtual ~PageOwner() = default;
    virtual void page_changed() = 0;
    virtual void read_title_soon(ChromiumPage& page) = 0;  // answers with told_title()
    virtual bool is_in_front(const Page& page) const = 0;
    virtual void network_told(std::string_view event, const JsonObject& params) = 0;
};

// browser::Page over the DevTools Protocol. Owned by ChromiumContext. The parts of one idea are in files of
// their own: page_events, page_network, page_navigation, page_scripts, page_evaluate, page_input,
// page_keyboard, page_pictures.
class ChromiumPage final : public Page, public AsksBeforeLeaving, public Titled {
public:
    ChromiumPage(
        boost::asio::any_io_executor executor,
        cdp::Channel& channel,
        AttachedPage attached,
        const PagePreparation& preparation,
        const BrowserFolder& folder,
        std::optional<UnixUser> browser_user,
        PageOwner& owner
    );

    // Prepares the page, which stands still until then, and lets it run.
    Async<Done> prepare();
    bool is_prepared() const { return is_prepared_; }
    // Another device than the one it was prepared for.
    Async<Done> disguise_as(const Disguise& disguise);

    const std::string& session() const { return session_; }
    const std::string& opener() const { return opener_; }
    bool has_frame(const std::string& frame) const { return frames_.find(frame) != nullptr; }
    void told_title(const std::string& title) { title_ = title; }
    void note_popup() { ++activity_.popups; }
    void note_download();
    void note_closed();  // its target is gone, or the whole browser is

    const std::string& id() const override { return target_; }
    std::string url() const override;
    std::string title() const override { return title_; }
    void read_title() override { owner_.read_title_soon(*this); }
    bool is_closed() const override { return is_closed_ || is_crashed_; }
    bool is_crashed() const override { return is_crashed_; }
    const Activity& activity() const override { return activity_; }

    Async<Result<Navigation>> go_to(std::string url, Millis limit) override;
    Async<Result<Navigation>> go_back(Millis limit) override;
    Async<Result<Navigation>> go_forward(Millis limit) override;
    Async<Result<Navigation>> reload(Millis limit) override;
    Async<Done> settle(Activity before, Millis cap, FrameId frame) override;

    Async<Result<Json>> evaluate(std::string js, Json args, Millis limit) override;
    Async<Result<Json>> call(FrameId frame, std::string function, JsonArray args, Millis limit) override;
    Async<Result<std::string>>
    call_for_object(FrameId frame, std::string function, JsonArray args, Millis limit) override;

    Async<Result<Json>> call_with_nodes(
        FrameId frame,
        std::string function,
        std::vector<std::int64_t> nodes,
        Millis limit
    ) override;

    std::vector<Frame> frames() const override { return frames_.list(); }
    Async<Result<Point>> frame_origin(FrameId frame) override;

    Async<Done> move_mouse(Point to) override;
    Async<Done> press_mouse(Point at, Click click) override;
    Async<Done> release_mouse(Point at, Click click) override;
    Async<Done> click(Point at, Click click) override;
    Async<Done> turn_wheel(Point at, double dx, double dy) override;
    Async<Done> drag(std::vector<Point> path) override;
    Async<Done> tap(Point at) override;
    Async<Done> type_text(std::string text) override;
    Async<Done> insert_text(std::string text) override;
    Async<Done> press_key(std::string chord) override;
    Async<Done> key_down(std::string key) override;
    Async<Done> key_up(std::string key) override;
    Async<Done> set_files(FrameId frame, std::string object, std::vector<std::string> paths) override;

    std::optional<Dialog> open_dialog() const override { return dialog_; }
    void set_leave_question(LeaveQuestion question) override { leave_question_ = question; }
    Async<Done> answer_dialog(bool accept, std::string text) override;

    Async<Result<Screenshot>> screenshot(ScreenshotOptions options) override;
    Async<Result<std::string>> print_pdf() override;

    Async<Result<JsonObject>> send(FrameId frame, std::string method, JsonObject params, Millis limit)
        override;
    cdp::Subscription on_event(std::string method, cdp::Handler handler) override;
    void watch_pointer(std::function<void(const Pointer&)> watcher) override
    {
        pointer_watcher_ = std::move(watcher);
    }

private:
    // -- protocol
    Async<void> fit_window(JsonObject metrics);
    Async<Result<JsonObject>> ask(std::string method, JsonObject params, Millis limit);
    Async<Result<JsonObject>>
    ask_script(std::string session, std::string method, JsonObject params, Millis limit);
    void post(const std::string& session, std::string method, JsonObject params);
    Done check_usable() const;   // page_error: closed, crashed
    Done check_running() const;  // or stands still behind a dialog
    Result<std::string> session_of(const FrameId& frame) const;
    Error behind_dialog() const;

    // -- events
    void listen(const std::string& session);
    void listen_to_frames(const std::string& session);
    void listen_to_network(const std::string& session);
    void listen_to_worker(const std::string& session);
    void enable_network(const std::string& session);
    void relay_network(const std::string& session);
    void prepare_session(const std::string& session);
    void child_attached(const JsonObject& params);
    void child_detached(const JsonObject& params);
    void frame_navigated(const std::string& session, const JsonObject& params);
    void navigation_announced(const std::string& frame, const std::string& url);
    void navigation_ended(const std::string& frame);
    void dialog_opened(const JsonObject& params);
    void request_started(const JsonObject& params);
    void crashed();
    void changed();  // wakes waits here and in the context

    // -- navigation
    Async<Result<Navigation>>
    wait_for_load(std::string loader, std::uint64_t navigations, Moment deadline, Millis limit);
    Async<Result<Navigation>> go_in_history(int step, Millis limit);
    Navigation arrived() const;
    bool is_navigating() const;
    Async<Done> wait_for_rest(FrameId frame, Moment deadline);

    // -- scripts
    Async<Result<std::int64_t>> world_of(FrameId frame, Moment deadline);
    // A function of ours, to be called in our world of a frame.
    struct WorldCall {
        FrameId frame;
        std::string function;
        JsonArray args;
        bool is_by_value = true;
        bool needs_whole = true;  // else the first part of the script will do
    };
    void complete_world(FrameState& state, std::int64_t world);
    Async<Result<JsonObject>> call_once(const WorldCall& call, Moment deadline);
    Async<Result<JsonObject>> call_in_world(WorldCall call, Millis limit);
    Async<Result<Json>> call_in_world_for_value(WorldCall call, Millis limit);
    Async<Result<JsonObject>> run_script(JsonObject params, Moment deadline);
    Async<Result<Json>> evaluate_script(std::string js, std::string args, Moment deadline);
    Async<Result<std::int64_t>> owner_of(FrameId frame, std::string session);
    Async<Result<std::vector<std::string>>>
    objects_of(std::string session, std::int64_t world, std::vector<std::int64_t> nodes, Moment deadline);
    void terminate(const std::string& session);

    // -- input
    Async<Done> input(std::string method, JsonObject params);
    void post_input(std::string method, JsonObject params);
    Async<Done> come_to_front();
    JsonObject mouse_event(std::string_view type, Point at, const Click& click, int count) const;
    Async<Done> move_along(std::vector<Point> path);
    Async<Done> drop_along(std::vector<Point> path, std::shared_ptr<JsonObject> data);
    Async<bool> may_start_drag(Point at);

    boost::asio::any_io_executor executor_;
    cdp::Channel& channel_;
    std::string target_;
    std::string session_;
    std::string opener_;
    const PagePreparation& preparation_;  // the context's
    const BrowserFolder& folder_;
    std::optional<UnixUser> browser_user_;  // who must be able to read files given to the page
    PageOwner& owner_;

    FrameTree frames_;
    // Somebody who hears an event from all sessions of the page, and those to come.
    struct Relay {
        std::string method;
        cdp::Handler handler;
        std::vector<cdp::Subscription> parts;
    };
    void relay_from(const std::string& session, const std::shared_ptr<Relay>& relay);
    std::vector<std::shared_ptr<Relay>> living_relays();
    std::vector<std::weak_ptr<Relay>> relays_;
    std::map<std::string, FrameId> child_sessions_;  // of frames in other processes, by session
    std::map<std::string, std::vector<cdp::Subscription>> subscriptions_;  // by session
    std::string title_;
    Activity activity_;
    Requests requests_;
    std::optional<Dialog> dialog_;
    LeaveQuestion leave_question_ = LeaveQuestion::accepted;
    bool is_prepared_ = false;
    bool is_closed_ = false;
    bool is_crashed_ = false;
    std::optional<Moment> navigation_announced_;  // the main frame's next document is on its way
    std::string status_loader_;  // of the last answer to a document request of the main frame
    int status_ = 0;
    void show_pointer(Pointer::Kind kind, Point at) const
    {
        if (pointer_watcher_) pointer_watcher_({kind, at});
    }

    std::function<void(const Pointer&)> pointer_watcher_;
    Point mouse_;
    int buttons_ = 0;    // held mouse buttons, as the protocol counts them
    int modifiers_ = 0;  // held modifier keys
    Watch watch_;
};

}  // namespace lissom::browser
