#include "actions/hand.hpp"

#include "base/try.hpp"

namespace lissom::actions {
namespace {

// What end_and_tell() of the world script answers.
struct Account {
    bool is_lost = false;  // the document that was watched is no more
    std::int64_t added = 0;
    std::int64_t removed = 0;
    std::int64_t attributes = 0;
    std::int64_t texts = 0;
    bool has_scrolled = false;
    bool has_changed_field = false;
    bool is_target_gone = false;
    bool has_landed = true;
    std::string stopped_by;
    std::string focus;
    std::string words;
    std::string state;
};

Account account_from(const Json& json)
{
    Account told;
    const auto* object = json.if_object();
    if (object == nullptr || bool_or(*object, "is_lost")) {
        told.is_lost = true;
        return told;
    }
    told.added = int_or(*object, "added");
    told.removed = int_or(*object, "removed");
    told.attributes = int_or(*object, "attributes");
    told.texts = int_or(*object, "texts");
    told.has_scrolled = bool_or(*object, "has_scrolled");
    told.has_changed_field = bool_or(*object, "has_changed_field");
    told.is_target_gone = bool_or(*object, "is_target_gone");
    told.has_landed = bool_or(*object, "has_landed", true);
    told.stopped_by = string_or(*object, "stopped_by");
    told.focus = string_or(*object, "focus");
    told.words = string_or(*object, "words");
    told.state = string_or(*object, "state");
    return told;
}

std::string_view word_for(browser::DialogKind kind)
{
    switch (kind) {
        case browser::DialogKind::alert: return "an alert";
        case browser::DialogKind::confirm: return "a question (confirm)";
        case browser::DialogKind::prompt: return "a question that wants text (prompt)";
        case browser::DialogKind::before_unload: return "the question whether to leave the page";
    }
    return "a dialog";
}

void say(Effect& effect, const std::string& words)
{
    effect.text += (effect.has_changed ? ", " : "; ") + words;
    effect.has_changed = true;
}

void tell_document(const Account& told, Effect& effect)
{
    if (!told.words.empty()) {
        say(effect, "the page now shows \"" + told.words + "\"");
    } else if (told.added + told.removed + told.texts > 0) {
        say(effect,
            "the page changed (" + std::to_string(told.added) + " parts added, " +
                std::to_string(told.removed) + " removed)");
    } else if (told.attributes > 0) {
        say(effect, "the page's look changed");
    }
    if (!told.state.empty() && told.has_changed_field) {
        say(effect, "it is now " + told.state);
    } else if (told.has_changed_field && effect.text.find('=') == std::string::npos) {
        say(effect, "a field changed");
    }
    effect.state = told.state;
    if (told.has_scrolled) say(effect, "it scrolled");
    if (!told.focus.empty()) say(effect, "the focus is on " + told.focus);
    if (told.is_target_gone) say(effect, "the element is gone");
}

void tell_address(const Before& before, const browser::Page& page, const std::string& title, Effect& effect)
{
    const auto& activity = page.activity();
    if (activity.navigations > before.activity.navigations) {
        effect.has_navigated = true;
        say(effect, "the page went to " + page.url() + " \"" + title + "\"");
    } else if (page.url() != before.url) {
        effect.has_navigated = true;
        say(effect, "the address is now " + page.url());
    } else if (activity.frame_navigations > before.activity.frame_navigations) {
        say(effect, "a frame of the page loaded anew");
    }
}

void tell_downloads(Stage& stage, const Before& before, Effect& effect)
{
    const auto& downloads = stage.browser.downloads();
    for (auto i = before.downloads; i < downloads.size(); ++i) {
        const auto& download = downloads[i];
        effect.has_downloaded = true;
        const std::string_view state = download.state == browser::DownloadState::done ? " (complete)"
                                       : download.state == browser::DownloadState::running
                                           ? " (still loading)"
                                           : " (failed)";
        say(effect, "a download began: \"" + download.file_name + "\"" + std::string(state));
    }
}

void tell_dialog(const browser::Dialog& dialog, Effect& effect)
{
    effect.has_opened_dialog = true;
    say(effect, std::string(word_for(dialog.kind)) + " opened: \"" + dialog.message + "\"");
}

// Presses that landed elsewhere were stopped by the guard; a frame of another document hides its own from
// ours.
std::optional<Error> astray(const Account& told)
{
    if (told.stopped_by.empty()) return std::nullopt;
    return Error{
        ErrorCode::conflict,
        "the element moved away or was covered at the last moment: the press would have reached " +
            told.stopped_by + " and was stopped"
    };
}

Async<Result<browser::Point>>
seen_from_main(browser::Page& page, browser::FrameId frame, browser::Point point, std::string what)
{
    const auto frames = page.frames();
    if (frames.empty() || frames.front().id == frame) co_return point;

    // Out through the frames around it: nothing may lie over any of them there.
    auto inner = frame;
    CO_TRY(auto origin, co_await page.frame_origin(inner));
    const browser::Point in_main{origin.x + point.x, origin.y + point.y};
    while (true) {
        browser::FrameId outer;
        for (const auto& each : frames) {
            if (each.id == inner) outer = each.parent;
        }
        if (outer.empty()) break;
        CO_TRY(const auto outer_origin, co_await page.frame_origin(outer));
        JsonArray at{in_main.x - outer_origin.x, in_main.y - outer_origin.y};
        CO_TRY(
            const auto cover,
            co_await page.call(outer, "(x, y) => lissom.cover_of_frame(x, y)", std::move(at), call_limit)
        );
        if (cover.is_string() && !cover.get_string().empty()) {
            co_return Error{
                ErrorCode::page_error,
                what + " lies in a frame that is covered there by " + std::string(cover.get_string())
            };
        }
        inner = outer;
    }
    co_return in_main;
}

}  // namespace

// From the document itself: what Chromium tells of it comes a little later.
Async<std::string> title_of(browser::Page& page)
{
    const auto frames = page.frames();
    if (!frames.empty() && !page.open_dialog()) {
        const auto title = co_await page.call(
            frames.front().id,
            "() => document.contentType === 'application/pdf' ? 'a PDF, which `read` reads' : document.title",
            {},
            call_limit
        );
        if (title && title->is_string()) co_return std::string(title->get_string());
    }
    co_return page.title();
}

Result<browser::Page*> front_page(Stage& stage)
{
    if (const auto failure = stage.browser.failure()) return *failure;
    auto& page = stage.browser.page();
    if (page.is_crashed())
        return Error{ErrorCode::page_error, "the page has crashed; go to an address to begin again"};
    if (page.is_closed()) return Error{ErrorCode::page_error, "the page is closed"};
    if (const auto dialog = page.open_dialog()) {
        return Error{
            ErrorCode::page_error,
            std::string(word_for(dialog->kind)) + " is open (\"" + dialog->message +
                "\") and must be answered first"
        };
    }
    return &page;
}

Async<Result<browser::FrameId>> frame_of(browser::Page& page, view::Ref ref)
{
    for (const auto& frame : page.frames()) {
        const auto has = co_await page.call(
            frame.id, "ref => lissom.element_of(ref) !== null", JsonArray{ref}, call_limit
        );
        if (has && has->is_bool() && has->get_bool()) co_return frame.id;
    }
    co_return Error{ErrorCode::page_error, "e" + std::to_string(ref) + " is not on the page (any more)"};
}

Async<Result<Told>> ask_element(browser::Page& page, view::Ref ref, std::string function)
{
    // As in call_on(); most elements are in the main frame, which is asked first.
    const auto body =
        "async (ref, next) => { lissom.reserve(next); const element = lissom.element_of(ref);"
        " if (!element) return null; const answer = await (" +
        function + ")(element); return [answer ?? null, lissom.reserve(0)]; }";
    for (const auto& frame : page.frames()) {
        auto answer = co_await page.call(frame.id, body, JsonArray{ref, page.refs_given + 1}, call_limit);
        if (!answer && frame.parent.empty()) co_return std::move(answer).error();
        auto* pair = answer ? answer->if_array() : nullptr;
        if (pair == nullptr || pair->size() != 2) continue;
        page.refs_given = std::max(page.refs_given, pair->at(1).to_number<view::Ref>() - 1);
        co_return Told{frame.id, std::move(pair->at(0))};
    }
    co_return Error{ErrorCode::page_error, "e" + std::to_string(ref) + " is not on the page (any more)"};
}

Async<Result<Json>>
call_on(browser::Page& page, browser::FrameId frame, view::Ref ref, std::string function, JsonArray args)
{
    JsonArray all{ref, page.refs_given + 1};
    for (auto& each : args) all.push_back(std::move(each));
    // The function may give numbers to elements nobody has named before; what it answers comes with the next
    // free one.
    auto body =
        "async (ref, next, ...args) => { lissom.reserve(next); const element = lissom.element_of(ref);"
        " if (!element) throw new Error('e' + ref + ' is no longer on the page');"
        " const answer = await (" +
        std::move(function) + ")(element, ...args); return [answer ?? null, lissom.reserve(0)]; }";
    CO_TRY(auto answer, co_await page.call(std::move(frame), std::move(body), std::move(all), call_limit));
    auto* pair = answer.if_array();
    if (pair == nullptr || pair->size() != 2)
        co_return Error{ErrorCode::internal, "the world script gave no answer"};
    page.refs_given = std::max(page.refs_given, pair->at(1).to_number<view::Ref>() - 1);
    co_return std::move(pair->at(0));
}

Before look_before(Stage& stage, browser::Page& page)
{
    Before before;
    before.page = &page;
    before.pages = stage.browser.pages().size();
    before.downloads = stage.browser.downloads().size();
    before.url = page.url();
    before.activity = page.activity();
    return before;
}

Async<Done> watch_page(browser::Page& page, Before& before, view::Ref ref)
{
    const auto frames = page.frames();
    if (frames.empty()) co_return Error{ErrorCode::page_error, "the page has no document"};
    auto frame = frames.front().id;
    if (ref != 0) {
        CO_TRY(frame, co_await frame_of(page, ref));
    }
    CO_TRY_DONE(
        co_await page.call(frame, "ref => { lissom.begin_watch(ref, false); }", JsonArray{ref}, call_limit)
    );
    before.watched = frame;
    co_return Done();
}

Async<Result<Target>> aim_at(browser::Page& page, Before& before, view::Ref ref, Aim aim)
{
    JsonObject options{
        {"guard", aim.is_guarded},
        {"enabled", aim.must_be_enabled},
        {"reach", aim.must_be_reachable},
        {"focus", aim.takes_focus}
    };
    if (aim.at) options["at"] = JsonArray{aim.at->x, aim.at->y};

    // The main frame has most elements; a number belongs to one frame only, so the others are asked in turn.
    for (const auto& frame : page.frames()) {
        auto answer = co_await page.call(
            frame.id, "(ref, options) => lissom.make_ready(ref, options)", JsonArray{ref, options}, call_limit
        );
        if (!answer) {
            if (frame.parent.empty()) co_return std::move(answer).error();
            continue;  // a frame that hangs or has gone is not the one that was meant
        }
        const auto* object = answer->if_object();
        if (object == nullptr) co_return Error{ErrorCode::internal, "the world script gave no aim"};
        if (object->contains("none")) continue;
        if (const auto error = string_or(*object, "error"); !error.empty())
            co_return Error{ErrorCode::page_error, error};

        before.watched = frame.id;
        Target target{
            ref,
            frame.id,
            {number_or(*object, "x"), number_or(*object, "y")},
            string_or(*object, "what"),
            bool_or(*object, "has_focus")
        };
        CO_TRY(target.point, co_await seen_from_main(page, frame.id, target.point, target.what));
        co_return target;
    }
    co_return Error{
        ErrorCode::page_error,
        "e" + std::to_string(ref) + " is not on the page; look at it again for the elements it has now"
    };
}

Async<Result<Effect>> finish(Stage& stage, Before before, std::string did)
{
    Effect effect;
    effect.text = std::move(did);
    auto* page = before.page;
    if (page->is_crashed()) co_return Error{ErrorCode::page_error, effect.text + ", and the page crashed"};
    if (!page->is_closed() && !page->open_dialog()) {
        auto settled = co_await page->settle(before.activity, settle_cap, before.watched);
        // A page that closes itself or asks a question while it settles is told below.
        if (!settled && !page->is_closed() && !page->open_dialog()) co_return std::move(settled).error();
    }

    if (page->is_closed()) {
        say(effect, "the tab is closed");
    } else {
        Account told;
        told.is_lost = true;
        if (!before.watched.empty() && !page->open_dialog() &&
            page->activity().navigations == before.activity.navigations) {
            const auto answer =
                co_await page->call(before.watched, "() => lissom.end_and_tell()", {}, call_limit);
            if (answer) told = account_from(*answer);
        }
        const bool has_left = page->activity().navigations > before.activity.navigations;
        tell_address(before, *page, has_left ? co_await title_of(*page) : "", effect);
        if (!told.is_lost) {
            if (const auto error = astray(told)) co_return *error;
            tell_document(told, effect);
            // What was put into a field stands in the words already.
            effect.has_changed = effect.has_changed || told.has_changed_field;
        }
        if (const auto dialog = page->open_dialog()) tell_dialog(*dialog, effect);
    }
    if (stage.browser.pages().size() > before.pages || page->activity().popups > before.activity.popups) {
        effect.has_opened_tab = true;
        say(effect, "a new tab opened and is in front: " + stage.browser.page().url());
    }
    tell_downloads(stage, before, effect);
    if (stage.network)
        if (const auto* refused = stage.network->newest_page_refusal(before.since))
            say(effect, "the page was kept from going to " + refused->url + ": " + refused->refusal.reason);
    if (!effect.has_changed) effect.text += "; nothing changed";
    effect.url = stage.browser.page().url();
    co_return effect;
}

}  // namespace lissom::actions
