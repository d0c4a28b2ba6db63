// Of ChromiumPage: what Chromium tells about a page and all its sessions.

#include "base/try.hpp"
#include "browser/chromium_page.hpp"

namespace lissom::browser {
namespace {

constexpr Millis preparation_limit(15'000);
constexpr std::int64_t default_window_width = 1280;  // of the command line

DialogKind dialog_kind(std::string_view type)
{
    if (type == "confirm") return DialogKind::confirm;
    if (type == "prompt") return DialogKind::prompt;
    if (type == "beforeunload") return DialogKind::before_unload;
    return DialogKind::alert;
}

std::string_view name_of(DialogKind kind)
{
    switch (kind) {
        case DialogKind::alert: return "an alert";
        case DialogKind::confirm: return "a confirm dialog";
        case DialogKind::prompt: return "a prompt";
        case DialogKind::before_unload: return "a leave-page dialog";
    }
    return "a dialog";
}

bool stays_in_page(std::string_view url) { return url.starts_with("http:") || url.starts_with("https:"); }

}  // namespace

ChromiumPage::ChromiumPage(
    boost::asio::any_io_executor executor,
    cdp::Channel& channel,
    AttachedPage attached,
    const PagePreparation& preparation,
    const BrowserFolder& folder,
    std::optional<UnixUser> browser_user,
    PageOwner& owner
)
    : executor_(executor),
      channel_(channel),
      target_(std::move(attached.target)),
      session_(std::move(attached.session)),
      opener_(std::move(attached.opener)),
      preparation_(preparation),
      folder_(folder),
      browser_user_(std::move(browser_user)),
      owner_(owner),
      watch_(executor)
{
    listen(session_);
}

Async<Done> ChromiumPage::prepare()
{
    // Everything is sent at once: Chromium executes it in order, and the page runs only after the last line.
    prepare_session(session_);
    post(session_, "Emulation.setDeviceMetricsOverride", preparation_.disguise.metrics);
    post(session_, "Emulation.setTouchEmulationEnabled", preparation_.disguise.touch);
    post(session_, "Runtime.runIfWaitingForDebugger", {});

    CO_TRY(const auto answer, co_await ask("Page.getFrameTree", {}, preparation_limit));
    if (const auto* tree = object_at(answer, "frameTree")) frames_.take_tree(session_, *tree);
    co_await fit_window(preparation_.disguise.metrics);
    is_prepared_ = true;
    changed();
    co_return Done();
}

// Main page and frames of other processes alike.
void ChromiumPage::prepare_session(const std::string& session)
{
    JsonObject lifecycle;
    lifecycle["enabled"] = true;
    JsonObject script;
    script["source"] = preparation_.world->first;
    script["worldName"] = "lissom";
    script["runImmediately"] = true;
    JsonObject attach;
    attach["autoAttach"] = true;
    attach["waitForDebuggerOnStart"] = true;
    attach["flatten"] = true;
    JsonObject choosers;
    choosers["enabled"] = true;

    post(session, "Page.enable", {});
    post(session, "Page.setInterceptFileChooserDialog", std::move(choosers));
    post(session, "Page.setLifecycleEventsEnabled", std::move(lifecycle));
    post(session, "Page.addScriptToEvaluateOnNewDocument", std::move(script));
    enable_network(session);
    post(session, "Target.setAutoAttach", std::move(attach));
    if (!preparation_.disguise.user_agent.empty())
        post(session, "Emulation.setUserAgentOverride", preparation_.disguise.user_agent);
}

Async<Done> ChromiumPage::disguise_as(const Disguise& disguise)
{
    post(session_, "Emulation.setTouchEmulationEnabled", disguise.touch);
    if (!disguise.user_agent.empty()) post(session_, "Emulation.setUserAgentOverride", disguise.user_agent);
    CO_TRY_DONE(co_await ask("Emulation.setDeviceMetricsOverride", disguise.metrics, preparation_limit));
    co_await fit_window(disguise.metrics);
    co_return Done();
}

// A page cannot be wider than its window. Where the window cannot be had, the page is no worse for it.
Async<void> ChromiumPage::fit_window(JsonObject metrics)
{
    const auto width = int_or(metrics, "width");
    if (width <= default_window_width) co_return;
    const auto found = co_await ask("Browser.getWindowForTarget", {}, preparation_limit);
    if (!found) co_return;
    JsonObject params;
    params["windowId"] = int_or(*found, "windowId");
    params["bounds"] =
        JsonObject{{"left", 0}, {"top", 0}, {"width", width}, {"height", int_or(metrics, "height")}};
    (void)co_await ask("Browser.setWindowBounds", std::move(params), preparation_limit);
}

void ChromiumPage::listen(const std::string& session)
{
    listen_to_frames(session);
    listen_to_network(session);
    auto& held = subscriptions_[session];
    held.push_back(channel_.on(session, "Target.attachedToTarget", [this](const JsonObject& p) {
        child_attached(p);
    }));
    held.push_back(channel_.on(session, "Target.detachedFromTarget", [this](const JsonObject& p) {
        child_detached(p);
    }));
    held.push_back(channel_.on(session, "Page.fileChooserOpened", [this](const JsonObject&) {
        ++activity_.file_choosers;
        changed();
    }));
    if (session != session_) return;

    held.push_back(channel_.on(session, "Page.javascriptDialogOpening", [this](const JsonObject& p) {
        dialog_opened(p);
    }));
    held.push_back(channel_.on(session, "Page.javascriptDialogClosed", [this](const JsonObject&) {
        dialog_.reset();
        changed();
    }));
    held.push_back(channel_.on(session, "Inspector.targetCrashed", [this](const JsonObject&) { crashed(); }));
}

void ChromiumPage::listen_to_frames(const std::string& session)
{
    auto& held = subscriptions_[session];
    const auto on = [&](std::string method, cdp::Handler handler) {
        held.push_back(channel_.on(session, std::move(method), std::move(handler)));
    };
    on("Page.frameAttached", [this, session](const JsonObject& p) {
        frames_.attached(session, string_or(p, "frameId"), string_or(p, "parentFrameId"));
    });
    on("Page.frameDetached", [this, session](const JsonObject& p) {
        if (string_or(p, "reason") == "swap")
            frames_.swapped_out(session, string_or(p, "frameId"));
        else
            frames_.detached(session, string_or(p, "frameId"));
        changed();
    });
    on("Page.frameNavigated", [this, session](const JsonObject& p) { frame_navigated(session, p); });
    on("Page.navigatedWithinDocument", [this](const JsonObject& p) {
        const auto frame = string_or(p, "frameId");
        frames_.moved_within_document(frame, string_or(p, "url"));
        if (frames_.is_main(frame)) {
            ++activity_.same_document;
            navigation_announced_.reset();
        }
        changed();
    });
    on("Page.lifecycleEvent", [this](const JsonObject& p) {
        const auto name = string_or(p, "name");
        frames_.lifecycle(string_or(p, "frameId"), string_or(p, "loaderId"), name);
        if (name != "DOMContentLoaded" && name != "load") return;
        if (frames_.is_main(string_or(p, "frameId"))) owner_.read_title_soon(*this);
        changed();
    });
    on("Page.frameRequestedNavigation", [this](const JsonObject& p) {
        if (string_or(p, "disposition", "currentTab") == "currentTab")
            navigation_announced(string_or(p, "frameId"), string_or(p, "url"));
    });
    on("Page.frameStartedNavigating", [this](const JsonObject& p) {
        if (!string_or(p, "navigationType").ends_with("SameDocument") &&
            string_or(p, "navigationType") != "sameDocument")
            navigation_announced(string_or(p, "frameId"), string_or(p, "url"));
    });
    on("Page.frameStoppedLoading",
       [this](const JsonObject& p) { navigation_ended(string_or(p, "frameId")); });
}

void ChromiumPage::child_attached(const JsonObject& params)
{
    const auto child = string_or(params, "sessionId");
    const auto* info = object_at(params, "targetInfo");
    if (child.empty() || !info) return;

    if (string_or(*info, "type") != "iframe") {
        // Workers: what they say they are must agree with the page.
        if (!preparation_.disguise.user_agent.empty())
            post(child, "Network.setUserAgentOverride", preparation_.disguise.user_agent);
        listen_to_worker(child);
        post(child, "Runtime.runIfWaitingForDebugger", {});
        return;
    }
    // A frame's target has the frame's id.
    const auto frame = string_or(*info, "targetId");
    child_sessions_[child] = frame;
    frames_.attached(child, frame, string_or(*info, "parentFrameId"));
    listen(child);
    for (const auto& relay : living_relays()) relay_from(child, relay);
    prepare_session(child);
    post(child, "Runtime.runIfWaitingForDebugger", {});
}

void ChromiumPage::child_detached(const JsonObject& params)
{
    const auto child = string_or(params, "sessionId");
    subscriptions_.erase(child);
    if (child_sessions_.erase(child) == 0) return;
    frames_.session_ended(child);
    changed();
}

void ChromiumPage::frame_navigated(const std::string& session, const JsonObject& params)
{
    const auto* facts = object_at(params, "frame");
    if (!facts) return;
    frames_.navigated(session, *facts);
    if (frames_.is_main(string_or(*facts, "id"))) {
        ++activity_.navigations;
        navigation_announced_.reset();
        is_crashed_ = false;  // a navigation brings a crashed page back
    } else {
        ++activity_.frame_navigations;
    }
    changed();
}

void ChromiumPage::navigation_announced(const std::string& frame, const std::string& url)
{
    if (!frames_.is_main(frame) || !stays_in_page(url)) return;
    navigation_announced_ = moment();
    watch_.notify();
}

void ChromiumPage::navigation_ended(const std::string& frame)
{
    if (!frames_.is_main(frame)) return;
    navigation_announced_.reset();
    watch_.notify();
}

void ChromiumPage::dialog_opened(const JsonObject& params)
{
    const auto kind = dialog_kind(string_or(params, "type"));
    if (kind == DialogKind::before_unload && leave_question_ == LeaveQuestion::accepted) {
        JsonObject answer;
        answer["accept"] = true;
        post(session_, "Page.handleJavaScriptDialog", std::move(answer));
        return;
    }
    dialog_ = Dialog{kind, string_or(params, "message"), string_or(params, "defaultPrompt")};
    ++activity_.dialogs;
    // Scripts stand still now: what waits for them would wait until somebody answers.
    channel_.interrupt(session_, behind_dialog());
    for (const auto& [child, frame] : child_sessions_) channel_.interrupt(child, behind_dialog());
    changed();
}

void ChromiumPage::crashed()
{
    is_crashed_ = true;
    dialog_.reset();
    requests_.clear();
    navigation_announced_.reset();
    buttons_ = modifiers_ = 0;
    frames_.forget_worlds(session_);
    changed();
}

void ChromiumPage::note_closed()
{
    is_closed_ = true;
    dialog_.reset();
    subscriptions_.clear();
    changed();
}

void ChromiumPage::note_download()
{
    ++activity_.downloads;
    navigation_announced_.reset();
    changed();
}

void ChromiumPage::changed()
{
    watch_.notify();
    owner_.page_changed();
}

Async<Result<JsonObject>> ChromiumPage::ask(std::string method, JsonObject params, Millis limit)
{
    CO_TRY_DONE(check_usable());
    co_return co_await channel_.send(
        {.session = session_, .method = std::move(method), .params = std::move(params), .limit = limit}
    );
}

Async<Result<JsonObject>>
ChromiumPage::ask_script(std::string session, std::string method, JsonObject params, Millis limit)
{
    CO_TRY_DONE(check_running());
    co_return co_await channel_.send(
        {.session = std::move(session),
         .method = std::move(method),
         .params = std::move(params),
         .limit = limit,
         .is_interruptible = true}
    );
}

void ChromiumPage::post(const std::string& session, std::string method, JsonObject params)
{
    channel_.post({.session = session, .method = std::move(method), .params = std::move(params)});
}

Done ChromiumPage::check_usable() const
{
    if (is_closed_) return Error{ErrorCode::page_error, "the page was closed"};
    if (is_crashed_)
        return Error{ErrorCode::page_error, "the page crashed; go to an address to bring it back"};
    return Done();
}

Done ChromiumPage::check_running() const
{
    if (auto usable = check_usable(); !usable) return usable;
    if (dialog_) return behind_dialog();
    return Done();
}

Error ChromiumPage::behind_dialog() const
{
    const auto& dialog = *dialog_;
    return Error{
        ErrorCode::page_error,
        "the page waits behind " + std::string(name_of(dialog.kind)) + " that says \"" + dialog.message +
            "\"; answer it first"
    };
}

Result<std::string> ChromiumPage::session_of(const FrameId& frame) const
{
    const auto* state = frames_.find(frame);
    if (!state) return Error{ErrorCode::page_error, "that frame is gone"};
    return state->session;
}

std::string ChromiumPage::url() const
{
    const auto* main = frames_.main();
    return main ? main->frame.url : "about:blank";
}

Async<Result<JsonObject>>
ChromiumPage::send(FrameId frame, std::string method, JsonObject params, Millis limit)
{
    CO_TRY_DONE(check_usable());
    CO_TRY(auto session, session_of(frame));
    co_return co_await channel_.send(
        {.session = std::move(session),
         .method = std::move(method),
         .params = std::move(params),
         .limit = limit}
    );
}

cdp::Subscription ChromiumPage::on_event(std::string method, cdp::Handler handler)
{
    auto relay = std::make_shared<Relay>(std::move(method), std::move(handler));
    relay_from(session_, relay);
    for (const auto& [child, frame] : child_sessions_) relay_from(child, relay);
    (void)living_relays();
    relays_.push_back(relay);
    return {relay, &relay->handler};
}

void ChromiumPage::relay_from(const std::string& session, const std::shared_ptr<Relay>& relay)
{
    // Its holder may let go of it while it is being called.
    relay->parts.push_back(channel_.on(
        session,
        relay->method,
        [weak = std::weak_ptr(relay)](const JsonObject& params) {
            if (const auto held = weak.lock()) held->handler(params);
        }
    ));
}

std::vector<std::shared_ptr<ChromiumPage::Relay>> ChromiumPage::living_relays()
{
    std::erase_if(relays_, [](const std::weak_ptr<Relay>& relay) { return relay.expired(); });
    std::vector<std::shared_ptr<Relay>> living;
    for (const auto& relay : relays_)
        if (auto held = relay.lock()) living.push_back(std::move(held));
    return living;
}

Async<Done> ChromiumPage::answer_dialog(bool accept, std::string text)
{
    if (!dialog_) co_return Error{ErrorCode::page_error, "no dialog is open"};
    JsonObject answer;
    answer["accept"] = accept;
    if (accept && dialog_->kind == DialogKind::prompt) answer["promptText"] = std::move(text);
    const auto opened = activity_.dialogs;
    CO_TRY_DONE(co_await ask("Page.handleJavaScriptDialog", std::move(answer), Millis(10'000)));
    // The script may have gone on to its next dialog by now.
    if (activity_.dialogs == opened) dialog_.reset();
    changed();
    co_return Done();
}

}  // namespace lissom::browser
