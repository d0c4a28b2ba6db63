#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/nursery.hpp"
#include "browser/context.hpp"
#include "live/camera.hpp"
#include "live/chooser.hpp"
#include "live/controls.hpp"
#include "live/hand.hpp"
#include "live/recording/recorder.hpp"
#include "live/veil.hpp"
#include "live/viewer.hpp"
#include "task/task.hpp"

namespace lissom::live {

// What a show is about, and whom it tells.
struct Subject {
    task::Task task;
    browser::Context& browser;
    bool shows_cursor = false;
    std::function<void(std::string name, JsonObject payload)> tell;  // an event for the task's log
    std::function<void()> touch;                                     // somebody uses the session
    std::filesystem::path film;                                      // empty: it is not recorded
    std::filesystem::path files;  // a folder, made at need, for what a person gives to a page
    SecretsAt secrets_at;         // what is covered in pictures; empty: nothing ever
    std::function<std::string(std::string)> hide;  // the same for texts
};

enum class Right { to_watch, to_control };

// One session as people see it: its pictures, its address, its steps, and who holds its controls. Shared by
// Live and by the connections of its viewers, which may outlast it; the owner awaits close() before the
// browser goes.
class Show {
public:
    Show(
        boost::asio::any_io_executor executor,
        boost::asio::thread_pool& encoders,
        Subject subject,
        Millis patience
    );

    const task::Task& task() const { return subject_.task; }

    // One viewer's visit, until either side ends it. `self` keeps the show for so long.
    static Async<void> visit(std::shared_ptr<Show> self, std::shared_ptr<net::WebSocket> socket, Right right);

    void tell_event(const task::Event& event);
    // Returns when no person holds the controls, and what the last one did has reached the page.
    Async<void> wait_for_person();
    // There are secrets that were not there before: returns when pages show them no more.
    Async<void> hide_secrets() { return veil_.hide_more(); }
    // Nothing moves any more; viewers look at the last picture until end(). True: there is a recording.
    Async<bool> close();
    // What the page looks like now, small; an error where nothing can be seen. Not for two at a time.
    Async<Result<std::string>> still();
    // The last word to the viewers.
    void end(task::Status status, const std::string& recording_url);

private:
    struct Visit;

    Async<void> follow_browser();
    Async<void> follow_titles();
    std::string hidden(std::string text) const;
    void take(const Frame& frame);
    void pointer_moved(const browser::Pointer& pointer);
    void files_wanted(bool takes_several);
    void controls_changed(const Viewer* holder);
    void set_leave_question();
    void greet(Visit& visit);
    void hear(Visit& visit, const net::Message& message);
    void tell_all(const JsonObject& message);
    void set_demand();
    Async<void> film_end();
    JsonObject page_message();

    Subject subject_;
    boost::asio::thread_pool& encoders_;
    std::vector<Visit*> visits_;
    std::deque<JsonObject> steps_;
    std::optional<Frame> last_frame_;
    Moment looked_until_ = Moment::min();  // what changed before is in a picture
    std::optional<JsonObject> last_page_;
    bool is_closed_ = false;
    bool follows_titles_ = false;
    std::function<void(const browser::Pointer&)> pointer_watcher_;
    std::optional<Recorder> recorder_;
    Controls controls_;
    Hand hand_;
    Chooser chooser_;
    Veil veil_;
    Camera camera_;
    Nursery nursery_;
};

}  // namespace lissom::live
