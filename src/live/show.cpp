#include "live/show.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/on.hpp"
#include "browser/leaving.hpp"
#include "browser/titled.hpp"
#include "live/recording/niceness.hpp"
#include "live/recording/still.hpp"
#include "live/shortened.hpp"

namespace lissom::live {
namespace {

// What somebody who comes late still learns.
constexpr std::size_t most_steps = 100;
constexpr std::size_t most_viewers = 20;
// Pictures of steps: half of a desktop's width can be read, and has about 20 kB.
constexpr int still_width = 640;
constexpr Millis still_delay(300);
constexpr Millis still_step(20);
constexpr Millis shot_limit(10'000);
// Of the film's last picture, which nobody should wait for long.
constexpr Millis last_shot_limit(500);
constexpr Millis fresh_limit(100);
// How often the titles of pages are asked for while somebody looks on.
constexpr Millis title_interval(500);
// What a person did last may still be on its way to the page when the controls are free.
constexpr Millis rest_limit(5'000);
// The longest of the small messages: a paste.
constexpr std::size_t most_message = 400'000;
// Titles, addresses and questions of strangers may be of any length.
constexpr std::size_t most_text = 500;
constexpr std::size_t most_question = 2'000;
// What stands in the field of a prompt is an answer as it is: only a flood is cut.
constexpr std::size_t most_answer = 100'000;

std::string_view name_of(browser::DialogKind kind)
{
    switch (kind) {
        case browser::DialogKind::alert: return "alert";
        case browser::DialogKind::confirm: return "confirm";
        case browser::DialogKind::prompt: return "prompt";
        case browser::DialogKind::before_unload: return "before_unload";
    }
    return "alert";
}

std::string_view name_of(browser::Pointer::Kind kind)
{
    switch (kind) {
        case browser::Pointer::Kind::move: return "move";
        case browser::Pointer::Kind::down: return "down";
        case browser::Pointer::Kind::up: return "up";
    }
    return "move";
}

RecorderSettings film_settings(task::Device device)
{
    switch (device) {
        case task::Device::desktop: return {{1280, 720}, 1, false};
        case task::Device::desktop_lg: return {{1920, 1080}, 1, false};
        // Twice the pixels of CSS: text of a telephone stays readable.
        case task::Device::mobile: return {{780, 1688}, 2, false};
    }
    return {{1280, 720}, 1, false};
}

std::string caption_of(const JsonObject& step)
{
    auto text = std::to_string(int_or(step, "number")) + ". " + string_or(step, "action");
    if (const auto effect = string_or(step, "effect"); !effect.empty()) text += ": " + effect;
    return shortened(text, most_text);
}

Millis took(const JsonObject& step) { return Millis(static_cast<std::int64_t>(number_or(step, "took_ms"))); }

browser::Pointer pointer_of(const JsonObject& mouse)
{
    const auto kind = string_or(mouse, "kind");
    browser::Pointer pointer;
    if (kind == "down") pointer.kind = browser::Pointer::Kind::down;
    if (kind == "up") pointer.kind = browser::Pointer::Kind::up;
    pointer.at = {number_or(mouse, "x"), number_or(mouse, "y")};
    return pointer;
}

JsonObject control_message(const Viewer* holder, const Viewer& viewer)
{
    JsonObject message;
    message["type"] = "control";
    message["holder"] = !holder ? "agent" : holder == &viewer ? "you" : "person";
    return message;
}

}  // namespace

struct Show::Visit {
    Viewer viewer;
    Right right;
};

Show::Show(
    boost::asio::any_io_executor executor,
    boost::asio::thread_pool& encoders,
    Subject subject,
    Millis patience
)
    : subject_(std::move(subject)),
      encoders_(encoders),
      controls_(executor, patience, [this](const Viewer* holder) { controls_changed(holder); }),
      hand_(executor, subject_.browser),
      chooser_(
          executor,
          encoders,
          subject_.browser,
          subject_.files,
          [this](bool takes_several) { files_wanted(takes_several); }
      ),
      veil_(executor, subject_.browser, subject_.secrets_at, [this] { camera_.look_anew(); }),
      camera_(executor, subject_.browser, [this](const Frame& frame) { take(frame); }),
      nursery_(executor)
{
    if (!subject_.film.empty()) {
        auto settings = film_settings(subject_.task.device);
        settings.shows_cursor = subject_.shows_cursor;
        recorder_.emplace(executor, encoders, FilmFiles{subject_.film}, settings);
    }
    set_demand();
    pointer_watcher_ = [this](const browser::Pointer& pointer) { pointer_moved(pointer); };
    nursery_.spawn("live page", follow_browser());
}

// -- the browser
// ---------------------------------------------------------------------------------------------------

Async<void> Show::follow_browser()
{
    for (;;) {
        if (!subject_.browser.failure()) {
            for (auto* page : subject_.browser.pages()) page->watch_pointer(pointer_watcher_);
            camera_.look_again();
            chooser_.look_again();
            veil_.look_again();
            set_leave_question();
            auto page = page_message();
            if (!visits_.empty() && last_page_ != page) tell_all(page);
            last_page_ = std::move(page);
        }
        co_await subject_.browser.changed().wait();
    }
}

JsonObject Show::page_message()
{
    auto& front = subject_.browser.page();
    JsonObject message;
    message["type"] = "page";
    message["url"] = shortened(hidden(front.url()), most_text);
    message["title"] = shortened(hidden(front.title()), most_text);
    message["crashed"] = front.is_crashed();
    JsonArray tabs;
    for (auto* page : subject_.browser.pages()) {
        JsonObject tab;
        tab["id"] = page->id();
        tab["title"] = shortened(hidden(page->title()), most_text);
        tab["url"] = shortened(hidden(page->url()), most_text);
        tab["front"] = page == &front;
        tabs.push_back(std::move(tab));
    }
    message["tabs"] = std::move(tabs);
    message["dialog"] = nullptr;
    if (const auto open = front.open_dialog()) {
        JsonObject dialog;
        dialog["kind"] = name_of(open->kind);
        dialog["message"] = shortened(hidden(open->message), most_question);
        dialog["text"] = beginning(hidden(open->default_text), most_answer);
        message["dialog"] = std::move(dialog);
    }
    return message;
}

std::string Show::hidden(std::string text) const
{
    return subject_.hide ? subject_.hide(std::move(text)) : text;
}

// Scripts change titles after the load, and Chromium tells nobody.
Async<void> Show::follow_titles()
{
    follows_titles_ = true;
    while (!visits_.empty()) {
        if (!subject_.browser.failure())
            for (auto* page : subject_.browser.pages())
                if (auto* titled = dynamic_cast<browser::Titled*>(page)) titled->read_title();
        co_await pause(title_interval);
    }
    follows_titles_ = false;
}

void Show::take(const Frame& frame)
{
    // A document that has just come may show what is to be covered: its first picture is the next one.
    if (subject_.browser.failure() || !veil_.is_over(subject_.browser.page())) return;
    if (recorder_) recorder_->take(frame);
    last_frame_ = frame;
    for (auto* visit : visits_) visit->viewer.show(frame);
}

void Show::pointer_moved(const browser::Pointer& pointer)
{
    if (recorder_) recorder_->point(pointer);
    if (visits_.empty() || !subject_.shows_cursor || controls_.holder()) return;
    JsonObject message;
    message["type"] = "pointer";
    message["kind"] = name_of(pointer.kind);
    message["x"] = pointer.at.x;
    message["y"] = pointer.at.y;
    tell_all(message);
}

void Show::tell_event(const task::Event& event)
{
    const bool is_note = event.name == "notice" || event.name == "challenge";
    if (event.name != "step" && event.name != "tool_call" && !is_note) return;
    if (recorder_ && event.name == "step") recorder_->tell(caption_of(event.payload), took(event.payload));
    JsonObject message = event.payload;
    message["type"] = is_note ? "notice" : event.name;
    // May be long, and are not for everybody who was given a link to look on; the trace has them.
    message.erase("params");
    message.erase("input");
    tell_all(message);
    steps_.push_back(std::move(message));
    if (steps_.size() > most_steps) steps_.pop_front();
}

// -- viewers
// -------------------------------------------------------------------------------------------------------

Async<void> Show::visit(std::shared_ptr<Show> self, std::shared_ptr<net::WebSocket> socket, Right right)
{
    if (self->is_closed_) co_return socket->close();
    if (self->visits_.size() >= most_viewers) {
        JsonObject refusal;
        refusal["type"] = "full";
        refusal["viewers"] = self->visits_.size();
        socket->send({.is_binary = false, .data = dump(refusal)});
        co_return socket->close();
    }
    Visit visit{Viewer(socket), right};
    self->visits_.push_back(&visit);
    const struct Leave {
        Show& show;
        Visit& visit;
        ~Leave()
        {
            std::erase(show.visits_, &visit);
            if (show.is_closed_) return;
            show.controls_.give_back(visit.viewer);
            show.set_demand();
        }
    } leave{*self, visit};
    self->greet(visit);
    self->set_demand();
    if (!self->follows_titles_) self->nursery_.spawn("live titles", self->follow_titles());
    while (auto message = co_await socket->receive())
        if (!self->is_closed_) self->hear(visit, *message);
}

void Show::greet(Visit& visit)
{
    JsonObject hello;
    hello["type"] = "hello";
    hello["task"] = subject_.task.id;
    hello["session"] = subject_.task.is_session;
    hello["device"] = task::name_of(subject_.task.device);
    hello["may_control"] = visit.right == Right::to_control;
    JsonArray steps;
    for (const auto& step : steps_) steps.push_back(step);
    hello["steps"] = std::move(steps);
    visit.viewer.tell(hello);
    if (!subject_.browser.failure()) visit.viewer.tell(page_message());
    visit.viewer.tell(control_message(controls_.holder(), visit.viewer));
    // The screencast of an idle page may have nothing new to say.
    if (last_frame_) visit.viewer.show(*last_frame_);
}

void Show::hear(Visit& visit, const net::Message& message)
{
    if (message.is_binary) return;
    const auto parsed = parse_json(message.data);
    if (!parsed || !parsed->is_object()) return;
    const auto& said = parsed->get_object();
    const auto type = string_or(said, "type");
    if (type != "files" && message.data.size() > most_message) return;
    if (type == "seen") return visit.viewer.seen(static_cast<std::uint32_t>(int_or(said, "number")));
    if (visit.right != Right::to_control) return;

    subject_.touch();
    if (type == "control")
        return bool_or(said, "take") ? controls_.take(visit.viewer) : controls_.give_back(visit.viewer);
    // A pointer that only crosses the picture takes nothing from the agent.
    const bool only_moves = type == "mouse" && string_or(said, "kind") == "move";
    if (only_moves && controls_.holder() != &visit.viewer) return;
    if (!controls_.use(visit.viewer) || subject_.browser.failure()) return;
    if (type == "files") {
        if (auto done = chooser_.give(said); !done)
            log::debug("files of a viewer were refused", {{"why", done.error().message}});
        return;
    }
    if (recorder_ && type == "mouse") recorder_->point(pointer_of(said));
    if (auto done = hand_.act(said); !done)
        log::debug("input of a viewer was refused", {{"why", done.error().message}});
}

// An agent gives the files of its task; only a person is asked.
void Show::files_wanted(bool takes_several)
{
    JsonObject message;
    message["type"] = "files";
    message["several"] = takes_several;
    for (auto* visit : visits_)
        if (controls_.holder() == &visit->viewer) visit->viewer.tell(message);
}

Async<void> Show::wait_for_person()
{
    co_await controls_.wait_until_free();
    co_await hand_.rest(rest_limit);
}

void Show::controls_changed(const Viewer* holder)
{
    for (auto* visit : visits_) visit->viewer.tell(control_message(holder, visit->viewer));
    if (is_closed_) return;
    set_leave_question();
    log::info(
        holder ? "a person took over" : "a person gave the controls back", {{"task", subject_.task.id}}
    );
    JsonObject payload;
    payload["by"] = holder ? "person" : "agent";
    subject_.tell("control", std::move(payload));
}

// What an agent does leads away on purpose; a person may not have meant to.
void Show::set_leave_question()
{
    if (subject_.browser.failure()) return;
    const auto question =
        controls_.holder() ? browser::LeaveQuestion::asked : browser::LeaveQuestion::accepted;
    for (auto* page : subject_.browser.pages())
        if (auto* asks = dynamic_cast<browser::AsksBeforeLeaving*>(page)) asks->set_leave_question(question);
}

void Show::tell_all(const JsonObject& message)
{
    for (auto* visit : visits_) visit->viewer.tell(message);
}

void Show::set_demand()
{
    const auto demand = !visits_.empty() ? Demand::watch : recorder_ ? Demand::record : Demand::none;
    camera_.want(demand);
    if (demand == Demand::none) last_frame_.reset();  // when somebody comes again, it is an old one
}

// -- the browser, once
// ---------------------------------------------------------------------------------------------

Async<Result<std::string>> Show::still()
{
    const Error nothing{ErrorCode::unavailable, "there is no picture of the page"};
    if (is_closed_) co_return nothing;
    if (!co_await veil_.until_over(subject_.browser.page(), moment() + still_delay)) co_return nothing;
    std::shared_ptr<const std::string> jpeg;
    if (camera_.is_on()) {
        // Pictures that are taken anyway show what is there now a moment later; of a page at rest none comes.
        const auto asked = moment();
        const auto latest = asked + still_delay;
        while (moment() < latest && !(last_frame_ && last_frame_->at > asked)) co_await pause(still_step);
        if (last_frame_) jpeg = last_frame_->jpeg;
        looked_until_ = moment();
    } else {
        jpeg = co_await camera_.shoot(shot_limit);
    }
    if (!jpeg) co_return nothing;
    co_return co_await on(encoders_, [jpeg] {
        be_nice();
        return small_still(*jpeg, still_width);
    });
}

// -- the end
// -------------------------------------------------------------------------------------------------------

Async<bool> Show::close()
{
    is_closed_ = true;
    co_await nursery_.stop();
    if (!subject_.browser.failure())
        for (auto* page : subject_.browser.pages()) page->watch_pointer(nullptr);
    co_await controls_.close();
    co_await hand_.close();
    co_await chooser_.close();
    if (recorder_) co_await film_end();
    co_await camera_.close();
    co_await veil_.close();
    co_return recorder_&& co_await recorder_->finish();
}

// What came of the last action may not have been in a picture yet, nor may anything.
Async<void> Show::film_end()
{
    if (moment() < looked_until_ + fresh_limit) co_return;
    if (subject_.browser.failure() || !veil_.is_over(subject_.browser.page())) co_return;
    const auto limit = recorder_->has_picture() ? last_shot_limit : shot_limit;
    if (const auto jpeg = co_await camera_.shoot(limit)) recorder_->take({jpeg, 0, 0, moment()});
}

void Show::end(task::Status status, const std::string& recording_url)
{
    JsonObject message;
    message["type"] = "ended";
    message["status"] = task::name_of(status);
    message["recording_url"] = recording_url;
    tell_all(message);
    for (auto* visit : visits_) visit->viewer.close();
}

}  // namespace lissom::live
