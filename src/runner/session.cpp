#include "runner/session.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/system/system_error.hpp>

#include "agent/values_at.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/folders.hpp"
#include "runner/joined.hpp"
#include "runner/outfit.hpp"
#include "runner/task_files.hpp"

namespace lissom::runner {
namespace {

// What is still coming in when the work is done may take a moment to arrive.
constexpr Millis download_grace(5'000);
constexpr Millis settle_limit(3'000);
// A picture of the last step is mostly there by the time everything is saved.
constexpr Millis last_picture_limit(1'000);

// Sessions at once that the key may have.
std::size_t key_limit(const Keys* keys, const std::string& key_id)
{
    constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
    const auto limit = keys ? keys->limits_of(key_id).concurrent_sessions : std::nullopt;
    return limit ? static_cast<std::size_t>(*limit) : unlimited;
}

}  // namespace

Ending Ending::done(Json output, std::string reason)
{
    return {task::Status::done, std::move(output), std::move(reason)};
}

Ending Ending::failed(std::string sentence, std::string reason)
{
    return {task::Status::failed, Json(sentence), std::move(reason)};
}

Ending Ending::cancelled(std::string reason) { return {task::Status::cancelled, nullptr, std::move(reason)}; }

Session::Session(House& house, task::Task task, task::Spec spec)
    : house_(house),
      task_(std::move(task)),
      spec_(std::move(spec)),
      stored_spec_(std::move(task_.spec)),
      webhook_url_(spec_.webhook_url),
      log_(house.executor, house.store, house.clock, task_.id, house.counts.event_latency),
      trace_(house.executor, house.disk, trace_path(house.settings.folder, task_.id)),
      changed_(house.executor),
      put_away_waiters_(house.executor),
      lanes_(house.executor),
      tools_(house.executor, house.settings.max_tool_output_bytes),
      way_out_(
          house.crew.gateway,
          [this](std::string event, JsonObject payload) { tell(std::move(event), std::move(payload)); }
      ),
      console_(house.executor),
      work_(house.executor),
      pictures_(house.executor)
{
    task_.spec = {};
    // First in line, whatever the client asks for before the browser is there.
    if (spec_.instruction)
        lanes_.push([this] { return carry_out_task(); });
    else if (!spec_.url.empty())
        lanes_.push([this] { return go_to_start(); });
}

// -- life
// ----------------------------------------------------------------------------------------------------------

Async<void> Session::live()
{
    const auto ticket = house_.slots.ask(task_.key_id, key_limit(house_.keys, task_.key_id), [this] {
        has_slot_ = true;
        changed_.wake_all();
    });
    while (!has_slot_ && !ending_) co_await changed_.wait_until(never);

    if (!ending_) {
        started_ = touched_ = moment();
        work_.spawn("session", open_and_watch());
    }
    while (!ending_) {
        co_await changed_.wait_until(next_limit());
        hold_to_limits();
    }

    co_await lanes_.stop();
    co_await work_.stop();
    co_await put_browser_away();
    house_.slots.leave(ticket);
    answer_rest();
    co_await log_.written();
    co_await let_results_be_read();
    co_await finish();
}

Async<void> Session::open_and_watch()
{
    try {
        if (auto opened = co_await open_browser(); !opened)
            co_return end(Ending::failed(opened.error().message, "its browser could not be started"));
        lanes_.start();
        while (!browser_->failure()) co_await browser_->changed().wait();
        end(Ending::failed(browser_->failure()->message, "its browser ended"));
    } catch (const boost::system::system_error& error) {
        if (error.code() == boost::asio::error::operation_aborted) throw;
        log::error("session broke", {{"task", task_.id}, {"what", error.what()}});
        end(Ending::failed("an internal error of the server", "the server made a mistake"));
    } catch (const std::exception& error) {
        log::error("session broke", {{"task", task_.id}, {"what", error.what()}});
        end(Ending::failed("an internal error of the server", "the server made a mistake"));
    }
}

Async<Done> Session::open_browser()
{
    CO_TRY(auto outfit, co_await fit_out(house_, task_.key_id, task_.id, spec_));
    folder_ = std::move(outfit.folder);
    profile_ = std::move(outfit.profile);
    outfit.context.gate = way_out_.gate(spec_, std::move(outfit.patterns));
    outfit.context.on_network = [this](std::string_view event, const JsonObject& params) {
        way_out_.take_network(event, params);
    };
    outfit.context.on_proxy = [this, policy = std::move(outfit.policy)](const browser::ProxySettings& proxy) {
        way_out_.open(proxy.server, policy);
    };
    CO_TRY(browser_, co_await house_.browsers.acquire(std::move(outfit.context)));
    if (way_out_.is_needed() && !way_out_.is_open())
        co_return Error{ErrorCode::unavailable, "there is no port left for the browser's way to the web"};
    if (profile_ && profile_->use == ProfileUse::read_and_write) work_.spawn("profile", keep_cookies());
    stage_.emplace(actions::Stage{
        *browser_,
        std::move(outfit.files),
        [this, may_visit = std::move(outfit.may_visit)](std::string_view url) -> Done {
            if (may_visit)
                if (auto may = may_visit(url); !may) return may;
            way_out_.announce(url);
            return {};
        },
        std::move(outfit.artifacts),
        way_out_.log()
    });

    // The link comes before the status and the event: whoever sees either has the link too.
    if (house_.crew.open_live) {
        is_live_ = true;
        auto url = co_await house_.crew.open_live(live_session());
        if (!url.empty()) task_.live_url = std::move(url);
    }
    if (house_.crew.wait_for_person) stage_->turn = [this] { return take_turn(); };
    if (spec_.use_captcha_solver && house_.crew.find_challenge)
        doorkeeper_.emplace(house_.executor, doorkeeper_ways());
    console_.follow(*browser_, spec_.use_stealth ? ConsoleReads::browser_only : ConsoleReads::everything);
    task_.status = task::Status::running;
    is_open_ = true;
    changed_.wake_all();  // now the session can be idle
    tell("session_started", {{"device", task::name_of(task_.device)}});
    log::info("task started", {{"task", task_.id}, {"session", task_.is_session}});
    co_return Done();
}

// Waits while a person holds the controls. True: the agent does not know yet that one did.
Async<bool> Session::take_turn()
{
    co_await house_.crew.wait_for_person(task_.id);
    co_return std::exchange(had_person_, false);
}

LiveSession Session::live_session()
{
    return {
        task_,
        *browser_,
        spec_.show_cursor,
        [this](std::string name, JsonObject payload) {
            if (name == "control" && string_or(payload, "by") == "person") had_person_ = true;
            tell(std::move(name), std::move(payload));
        },
        [this] { touched_ = moment(); },
        [this](std::string_view url) { return agent::values_at(given_secrets_, url); },
        [this](std::string text) { return masked(std::move(text)); },
    };
}

Doorkeeper::Ways Session::doorkeeper_ways()
{
    Doorkeeper::Ways ways{
        *browser_,
        house_.crew.find_challenge,
        [this](std::string name, JsonObject payload) { tell(std::move(name), std::move(payload)); },
        nullptr,
        house_.settings.challenge_limit,
    };
    if (house_.crew.wait_for_person)
        ways.wait_for_person = [this] { return house_.crew.wait_for_person(task_.id); };
    return ways;
}

Moment Session::next_limit() const
{
    auto limit = started_ + house_.settings.session_limit;
    if (task_.is_session && is_open_) limit = std::min(limit, touched_ + house_.settings.idle_limit);
    return limit;
}

void Session::hold_to_limits()
{
    if (ending_ || moment() < next_limit()) return;
    if (moment() >= started_ + house_.settings.session_limit) {
        auto sentence = timed_out("the session", house_.settings.session_limit).message;
        return end(Ending::failed(sentence, sentence));
    }
    if (!lanes_.is_idle()) {  // work of its own keeps a session from being idle
        touched_ = moment();
        return;
    }
    tell("session_ended", {{"reason", "nobody used the session"}});
    end(Ending::done(nullptr, "nobody used it for a long time"));
}

void Session::end(Ending ending)
{
    if (ending_ || is_final()) return;
    ending_ = std::move(ending);
    was_deleted_ = ending_->status == task::Status::cancelled;
    changed_.wake_all();
}

// -- the end
// -------------------------------------------------------------------------------------------------------

Async<void> Session::put_browser_away()
{
    if (browser_) {
        auto saved = co_await within(house_.settings.close_limit, "saving the session", save());
        co_await console_.close();
        (void)co_await within(last_picture_limit, "the last picture", joined(pictures_));
        co_await pictures_.stop();
        // With no limit from here: the live view holds on to the browser, and a recording takes what it
        // takes.
        co_await close_live();
        if (saved)
            saved = co_await within(house_.settings.close_limit, "closing the browser", close_browser());
        if (!saved)
            log::warn(
                "session was not put away in full", {{"task", task_.id}, {"error", saved.error().message}}
            );
        doorkeeper_.reset();
        stage_.reset();
        browser_.reset();
        way_out_.close();
        co_await keep_logs();
    }
    if (!folder_.empty()) co_await put_outfit_away(house_, folder_, std::exchange(profile_, std::nullopt));
    co_await on(house_.disk, [data = house_.settings.folder, id = task_.id] { tidy_task_folder(data, id); });
    is_put_away_ = true;
    put_away_waiters_.wake_all();
}

Async<Done> Session::save()
{
    if (!browser_->failure()) {
        // A link that was clicked just now turns into a download only when its answer comes.
        auto& page = browser_->page();
        (void)co_await page.settle(page.activity(), settle_limit);
        auto complete =
            co_await within(download_grace, "a download at the end of the task", wait_for_downloads());
        if (!complete) log::info("a download was cut off", {{"task", task_.id}});
        if (profile_) {
            // Kept at once: should closing take too long and be cut off, the logins are not lost.
            if (auto known = co_await browser_->cookies())
                log_unsaved(co_await house_.profiles->save_cookies(*profile_, *std::move(known)));
        }
    }
    co_return Done();
}

Async<void> Session::close_live()
{
    if (!std::exchange(is_live_, false) || !house_.crew.close_live) co_return;
    auto ended = task_;
    ended.status = ending_->status;
    recording_url_ = co_await house_.crew.close_live(std::move(ended));
}

Async<Done> Session::close_browser()
{
    co_await browser_->close();
    // Only a closed browser has written all it has.
    if (profile_) co_return co_await house_.profiles->save(*profile_, std::nullopt);
    co_return Done();
}

// A profile that was deleted meanwhile, a full disk: no reason to keep the browser.
void Session::log_unsaved(const Done& saved) const
{
    if (!saved) log::warn("cookies were not saved", {{"task", task_.id}, {"why", saved.error().message}});
}

Async<void> Session::keep_cookies()
{
    for (;;) {
        co_await pause(house_.settings.profile_interval);
        if (auto known = co_await browser_->cookies())
            log_unsaved(co_await house_.profiles->save_cookies(*profile_, *std::move(known)));
    }
}

Async<Done> Session::wait_for_downloads()
{
    const auto is_running = [](const browser::Download& download) {
        return download.state == browser::DownloadState::running;
    };
    while (!browser_->failure() && std::ranges::any_of(browser_->downloads(), is_running))
        co_await browser_->changed().wait();
    co_return Done();
}

JsonArray Session::network_json() const
{
    if (!way_out_.log()) return {};
    return masked(egress::to_json(*way_out_.log())).get_array();
}

Async<void> Session::keep_logs()
{
    if (auto console = console_json(); !array_at(console, "entries")->empty()) {
        const auto kept = co_await on(
            house_.disk,
            [data = house_.settings.folder, id = task_.id, console = std::move(console)] {
                return write_log(data, id, Log::console, console);
            }
        );
        if (!kept) log::warn("console was not kept", {{"task", task_.id}, {"why", kept.error().message}});
    }
    if (!way_out_.log() || way_out_.log()->exchanges().empty()) co_return;
    add(house_.counts.network, way_out_.log()->totals());
    const auto kept = co_await on(
        house_.disk,
        [data = house_.settings.folder,
         id = task_.id,
         list = network_json(),
         totals = egress::totals_to_json(*way_out_.log())] {
            return write_log(data, id, Log::network, {{"entries", list}, {"totals", totals}});
        }
    );
    if (!kept) log::warn("network log was not kept", {{"task", task_.id}, {"why", kept.error().message}});
}

void Session::hurry()
{
    is_hurried_ = true;
    changed_.wake_all();
}

Async<void> Session::put_away()
{
    const auto deadline = moment() + house_.settings.close_limit + download_grace;
    while (!is_put_away_ && moment() < deadline) co_await put_away_waiters_.wait_until(deadline);
}

// The SDKs ignore the events of an answer whose status is final. So the status stays `running` until a reader
// has come back with a cursor behind the last result, or until every reader that still polls has had the time
// to.
Async<void> Session::let_results_be_read()
{
    const auto is_read = [this] {
        return std::max(taken_in_, was_deleted_ ? handed_out_ : 0) >= last_result_;
    };
    const auto deadline = last_result_at_ + house_.settings.result_grace;
    while (!is_read() && !is_hurried_ && moment() < deadline) co_await changed_.wait_until(deadline);

    const bool wants_to_be_seen = task_.live_url && !task_.is_session && !was_deleted_;
    const auto shown_until = started_ + house_.settings.live_url_grace;
    while (wants_to_be_seen && !is_live_url_seen_ && !is_hurried_ && moment() < shown_until)
        co_await changed_.wait_until(shown_until);
}

Async<void> Session::finish()
{
    // Whoever sees the end may delete the data: nothing of it may be written after.
    co_await trace_.written();
    auto final = task_;
    final.status = ending_->status;
    final.output = masked(ending_->output);
    final.ended_at_ms = house_.clock();
    final.live_url.reset();
    // Only now: the SDK takes an empty one that it sees while the task runs for the link.
    final.recording_url = spec_.enable_recording ? recording_url_ : std::string();

    // As with events: what could not be kept is told all the same.
    if (auto kept = co_await house_.store.update_task(final); !kept)
        log::error(
            "end of a task could not be written", {{"task", task_.id}, {"error", kept.error().message}}
        );
    if (house_.keys && final.credits_used > 0) {
        auto charged = co_await house_.keys->charge(final.key_id, final.credits_used);
        if (!charged)
            log::error(
                "credits could not be charged", {{"task", task_.id}, {"error", charged.error().message}}
            );
    }
    task_ = std::move(final);
    ++house_.counts.ended[task_.status];
    log::info(
        "task ended",
        {{"task", task_.id}, {"status", task::name_of(task_.status)}, {"reason", ending_->reason}}
    );
    spec_ = {};
    co_await log_.close();
    co_await trace_.close();
    log_.readers().wake_all();
}

// -- readers
// -------------------------------------------------------------------------------------------------------

std::vector<task::Event> Session::events_after(std::int64_t cursor)
{
    auto events = log_.after(cursor);
    if (!events.empty()) handed_out_ = std::max(handed_out_, events.back().timestamp_ms);
    if (is_final()) std::erase_if(events, [](const task::Event& event) { return event.name == "tool_call"; });
    return events;
}

void Session::note_cursor(std::int64_t cursor)
{
    touched_ = moment();
    // A cursor beyond all events is somebody's "from now on" and proves nothing.
    if (cursor <= taken_in_ || cursor > log_.last_visible()) return;
    taken_in_ = cursor;
    if (ending_) changed_.wake_all();
}

void Session::note_live_url_seen()
{
    if (!task_.live_url || std::exchange(is_live_url_seen_, true)) return;
    if (ending_) changed_.wake_all();
}

bool Session::has_downloads() const
{
    return browser_ && std::ranges::any_of(browser_->downloads(), [](const browser::Download& download) {
               return download.state == browser::DownloadState::done;
           });
}

}  // namespace lissom::runner
