// Of ChromiumPage: going somewhere, and knowing when the page has come to rest.

#include <algorithm>

#include "base/try.hpp"
#include "browser/chromium_page.hpp"
#include "browser/net_error.hpp"

namespace lissom::browser {
namespace {

Millis left_until(Moment deadline)
{
    return std::max(Millis(1), std::chrono::duration_cast<Millis>(deadline - moment()));
}

Done check_address(std::string_view url)
{
    for (const std::string_view start : {"http://", "https://", "data:"})
        if (url.starts_with(start)) return Done();
    if (url == "about:blank") return Done();
    return Error{
        ErrorCode::invalid_argument,
        "\"" + std::string(url) + "\" is not an address to go to; it must begin with http:// or https://"
    };
}

// A download or a 204 answer ends the navigation and leaves the page where it was.
bool is_left_where_it_was(std::string_view net_error) { return net_error == "net::ERR_ABORTED"; }

// How long an event may lag behind the answer to the command that caused it.
constexpr Millis event_delay(200);

// How long the DOM must be still where the page may change it later, and how long a page that never rests may
// keep us.
constexpr int quiet_ms = 20;
constexpr int restless_ms = 250;

// How long the load event of a page that can be read already may take: advertisers and counters that never
// answer are no reason to make anybody wait until the limit.
constexpr Millis late_load(8'000);

}  // namespace

Async<Result<Navigation>> ChromiumPage::go_to(std::string url, Millis limit)
{
    CO_TRY_DONE(check_address(url));
    if (is_closed_) co_return check_usable().error();
    const auto deadline = moment() + limit;
    const auto before = activity_;
    dialog_ ? (void)co_await answer_dialog(false, "") : void();

    JsonObject params;
    params["url"] = url;
    auto answer = co_await channel_.send(
        {.session = session_,
         .method = "Page.navigate",
         .params = std::move(params),
         .limit = left_until(deadline)}
    );
    if (!answer) {
        if (answer.error().code != ErrorCode::timeout)
            co_return Error{answer.error().code, "could not go to " + url + ": " + answer.error().message};
        post(session_, "Page.stopLoading", {});
        co_return timed_out("loading " + url, limit);
    }
    is_crashed_ = false;  // an answer means that there is a new renderer
    const auto error = string_or(*answer, "errorText");
    if (!error.empty() && !is_left_where_it_was(error) && !bool_or(*answer, "isDownload"))
        co_return navigation_error(url, error);

    const auto loader = string_or(*answer, "loaderId");
    if (!error.empty() || loader.empty()) {
        // A download, an answer without content, a move within the document: the event that says so may come
        // a little later than the answer.
        const auto is_told = [this, before] {
            return is_closed() || activity_.downloads > before.downloads ||
                   activity_.navigations > before.navigations ||
                   activity_.same_document > before.same_document;
        };
        co_await watch_.until(std::min(deadline, moment() + event_delay), is_told);
        CO_TRY_DONE(check_usable());
        co_return arrived();
    }
    co_return co_await wait_for_load(loader, activity_.navigations, deadline, limit);
}

// Waits for the document of `loader`, or for whatever came after it: `navigations` had been committed by now.
Async<Result<Navigation>>
ChromiumPage::wait_for_load(std::string loader, std::uint64_t navigations, Moment deadline, Millis limit)
{
    const auto is_there = [this, loader, navigations] {
        const auto* main = frames_.main();
        return main && (main->loader == loader || activity_.navigations > navigations);
    };
    const auto is_over = [this, is_there] {
        const auto* main = frames_.main();
        return is_closed() || dialog_ || (is_there() && main->has_loaded);
    };
    const auto is_readable = [this, is_there, is_over] {
        const auto* main = frames_.main();
        return is_over() || (is_there() && main->has_dom);
    };
    if (co_await watch_.until(deadline, is_readable)) {
        co_await watch_.until(std::min(deadline, moment() + late_load), is_over);
        CO_TRY_DONE(check_usable());
        co_return arrived();
    }
    CO_TRY_DONE(check_usable());
    post(session_, "Page.stopLoading", {});
    co_return timed_out("loading " + url(), limit);
}

Navigation ChromiumPage::arrived() const
{
    const auto* main = frames_.main();
    return Navigation{url(), main && main->loader == status_loader_ ? status_ : 0};
}

Async<Result<Navigation>> ChromiumPage::go_in_history(int step, Millis limit)
{
    const auto deadline = moment() + limit;
    CO_TRY(const auto history, co_await ask("Page.getNavigationHistory", {}, left_until(deadline)));
    const auto* entries = array_at(history, "entries");
    const auto wanted = int_or(history, "currentIndex") + step;
    if (!entries || wanted < 0 || wanted >= static_cast<std::int64_t>(entries->size()))
        co_return Error{
            ErrorCode::page_error,
            step < 0 ? "there is no page before this one in the tab's history"
                     : "there is no page after this one in the tab's history"
        };

    const auto before = activity_;
    JsonObject params;
    params["entryId"] = int_or(entries->at(static_cast<std::size_t>(wanted)).as_object(), "id");
    CO_TRY_DONE(co_await ask("Page.navigateToHistoryEntry", std::move(params), left_until(deadline)));
    const auto has_moved = [this, before] {
        return is_closed() || dialog_ || activity_.navigations > before.navigations ||
               activity_.same_document > before.same_document;
    };
    if (!co_await watch_.until(deadline, has_moved)) co_return timed_out("going through the history", limit);
    if (activity_.navigations == before.navigations) {
        CO_TRY_DONE(check_usable());
        co_return arrived();
    }
    co_return co_await wait_for_load("", before.navigations, deadline, limit);
}

Async<Result<Navigation>> ChromiumPage::go_back(Millis limit) { return go_in_history(-1, limit); }
Async<Result<Navigation>> ChromiumPage::go_forward(Millis limit) { return go_in_history(1, limit); }

Async<Result<Navigation>> ChromiumPage::reload(Millis limit)
{
    // There is nothing left to load anew; its address is.
    if (is_crashed_) co_return co_await go_to(url(), limit);
    const auto deadline = moment() + limit;
    const auto navigations = activity_.navigations;
    CO_TRY_DONE(co_await ask("Page.reload", {}, left_until(deadline)));
    co_return co_await wait_for_load("", navigations, deadline, limit);
}

bool ChromiumPage::is_navigating() const
{
    // An announcement that nothing follows (a mail address, a blocked one) must not keep anybody.
    constexpr Millis believed(5000);
    if (navigation_announced_ && moment() - *navigation_announced_ < believed) return true;
    const auto* main = frames_.main();
    return main && !main->has_dom && !main->loader.empty() && activity_.navigations > 0;
}

Async<Done> ChromiumPage::settle(Activity before, Millis cap, FrameId frame)
{
    const auto deadline = moment() + cap;
    const auto is_left = [this] { return is_closed() || dialog_.has_value(); };
    while (moment() < deadline) {
        CO_TRY_DONE(check_usable());
        if (dialog_) co_return Done();

        if (is_navigating()) {
            co_await watch_.until(deadline, [&] { return is_left() || !is_navigating(); });
            continue;
        }
        if (const auto busy_until = requests_.busy_until(before.requests_started, moment());
            busy_until > moment()) {
            const auto is_free = [&] {
                return is_left() || is_navigating() ||
                       requests_.busy_until(before.requests_started, moment()) <= moment();
            };
            co_await watch_.until(std::min(deadline, busy_until), is_free);
            continue;
        }
        const auto seen = activity_;
        (void)co_await wait_for_rest(frame, deadline);  // one that navigates away is looked at again
        const bool is_at_rest = !is_navigating() && activity_.navigations == seen.navigations &&
                                requests_.busy_until(before.requests_started, moment()) <= moment();
        if (is_at_rest) co_return check_usable();
    }
    co_return Done();
}

Async<Done> ChromiumPage::wait_for_rest(FrameId frame, Moment deadline)
{
    const auto* main = frames_.main();
    if (!main) co_return Done();
    const bool is_main = frame.empty() || !frames_.find(frame) || frame == main->frame.id;
    if (is_main) frame = main->frame.id;
    const auto limit = left_until(deadline);
    const auto restless = std::min<std::int64_t>(restless_ms, limit.count());
    WorldCall rest{
        .frame = std::move(frame),
        .function = "(quiet, limit) => __lissom_page.rest(quiet, limit)",
        .args = {quiet_ms, restless},
        .needs_whole = false
    };
    CO_TRY(const auto title, co_await call_in_world_for_value(std::move(rest), limit));
    if (is_main && title.is_string()) title_ = title.get_string();
    co_return Done();
}

}  // namespace lissom::browser
