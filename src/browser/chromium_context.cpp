#include "browser/chromium_context.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"

namespace lissom::browser {
namespace {

constexpr Millis command_limit(15'000);
constexpr Millis close_limit(5'000);
constexpr Millis write_down(5'000);  // what a browser with a profile gets to write it

}  // namespace

ChromiumContext::ChromiumContext(
    boost::asio::any_io_executor executor,
    boost::asio::thread_pool& disk,
    std::shared_ptr<Chromium> chromium,
    ContextSetting setting,
    OnGone on_gone
)
    : executor_(executor),
      disk_(disk),
      chromium_(std::move(chromium)),
      setting_(std::move(setting)),
      on_gone_(std::move(on_gone)),
      changed_(executor),
      watch_(executor),
      nursery_(executor)
{
    const bool is_full = chromium_->spec().engine == Engine::full;
    preparation_.world = setting_.world;
    preparation_.needs_front = is_full;
    preparation_.disguise = disguise_for(Device::desktop, is_full, chromium_->version());
}

ChromiumContext::~ChromiumContext()
{
    // Nobody has closed it: at least Chromium shall not keep it.
    if (!is_gone_ && !id_.empty())
        chromium_->connection().post(
            {.session = "", .method = "Target.disposeBrowserContext", .params = of_this_context()}
        );
    leave();
}

void ChromiumContext::leave()
{
    if (is_gone_) return;
    is_gone_ = true;
    chromium_->leave(id_);
    if (gate_) chromium_->open_gate();
    if (on_gone_) on_gone_(*this);
}

Async<Done> ChromiumContext::begin()
{
    if (!setting_.owns_browser) {
        JsonObject params;
        if (setting_.proxy) {
            params["proxyServer"] = setting_.proxy->server;
            params["proxyBypassList"] = "<-loopback>";  // else loopback addresses would go round the proxy
        }
        CO_TRY(const auto made, co_await ask("Target.createBrowserContext", std::move(params)));
        id_ = string_or(made, "browserContextId");
    }
    chromium_->enter(id_, *this);
    CO_TRY_DONE(co_await shut_gate(setting_.gate));
    CO_TRY_DONE(co_await open_page());
    co_return Done();
}

Async<Done> ChromiumContext::become(ContextOptions options)
{
    options_ = std::move(options);
    downloads_.keep_in(options_.download_folder);
    CO_TRY_DONE(co_await shut_gate(options_.gate));
    const bool is_full = chromium_->spec().engine == Engine::full;
    if (options_.device != Device::desktop) {
        preparation_.disguise = disguise_for(options_.device, is_full, chromium_->version());
        CO_TRY_DONE(co_await front_.back()->disguise_as(preparation_.disguise));
    }
    if (!options_.cookies.empty()) {
        auto params = of_this_context();
        params["cookies"] = options_.cookies;
        CO_TRY_DONE(co_await ask("Storage.setCookies", std::move(params)));
    }
    // Its answer is waited for, although nothing depends on it: it proves that the browser still lives. The
    // end of a pipe is heard of only after its process has died.
    CO_TRY_DONE(co_await ask("Browser.setDownloadBehavior", download_behaviour()));
    co_return Done();
}

bool ChromiumContext::is_page(const std::string& frame) const
{
    return std::ranges::any_of(pages_, [&](const auto& page) { return page->id() == frame; });
}

Async<Done> ChromiumContext::shut_gate(std::optional<Gate> gate)
{
    if (!gate || gate_) co_return Done();
    gate_ = std::move(gate);
    co_return co_await chromium_->shut_gate(*gate_);
}

JsonObject ChromiumContext::of_this_context() const
{
    JsonObject params;
    if (!id_.empty()) params["browserContextId"] = id_;
    return params;
}

JsonObject ChromiumContext::download_behaviour() const
{
    auto params = of_this_context();
    params["eventsEnabled"] = true;
    params["behavior"] = "allowAndName";  // "deny" would not tell that there was one: we cancel it ourselves
    params["downloadPath"] = chromium_->folder().downloads().string();
    return params;
}

Async<Result<JsonObject>> ChromiumContext::ask(std::string method, JsonObject params)
{
    co_return co_await chromium_->connection().send(
        {.session = "", .method = std::move(method), .params = std::move(params), .limit = command_limit}
    );
}

std::vector<Page*> ChromiumContext::pages()
{
    std::vector<Page*> open;
    for (const auto& page : pages_)
        if (std::ranges::find(front_, page.get()) != front_.end()) open.push_back(page.get());
    return open;
}

Async<Result<Page*>> ChromiumContext::open_page()
{
    auto params = of_this_context();
    params["url"] = "about:blank";
    // In full Chromium a tab behind another one gets no frames and no input: every page has a window to
    // itself.
    params["newWindow"] = chromium_->spec().engine == Engine::full;
    CO_TRY(const auto made, co_await ask("Target.createTarget", std::move(params)));

    const auto target = string_or(made, "targetId");
    ChromiumPage* page = nullptr;
    const bool is_ready = co_await watch_.until(moment() + command_limit, [&] {
        for (const auto& known : pages_)
            if (known->id() == target) page = known.get();
        return failure() || (page && (page->is_prepared() || page->is_closed()));
    });
    if (auto gone = failure()) co_return *gone;
    if (!is_ready || !page || page->is_closed())
        co_return Error{ErrorCode::unavailable, "the browser could not open a page"};
    co_return page;
}

void ChromiumContext::page_attached(AttachedPage attached)
{
    for (const auto& opener : pages_)
        if (opener->id() == attached.opener) opener->note_popup();
    PageOwner& owner = *this;
    pages_.push_back(std::make_unique<ChromiumPage>(
        executor_,
        chromium_->connection(),
        std::move(attached),
        preparation_,
        chromium_->folder(),
        chromium_->user(),
        owner
    ));
    auto& page = *pages_.back();
    // The last page stays in front after it was closed, until this one takes its place.
    std::erase_if(front_, [](const ChromiumPage* known) {
        return known->is_closed() && !known->is_crashed();
    });
    front_.push_back(&page);
    nursery_.spawn("page preparation", prepare(page));
}

Async<void> ChromiumContext::prepare(ChromiumPage& page)
{
    const auto done = co_await page.prepare();
    if (!done && !page.is_closed()) {
        log::warn("a page could not be prepared", {{"why", done.error().message}});
        page.note_closed();
        std::erase(front_, &page);
    }
    page_changed();
}

void ChromiumContext::page_detached(const std::string& session)
{
    for (const auto& page : pages_) {
        if (page->session() != session || page->is_closed()) continue;
        const bool was_in_front = front_.back() == page.get();
        page->note_closed();
        if (front_.size() > 1) {
            std::erase(front_, page.get());
            if (was_in_front) nursery_.spawn("raise page", raise(*front_.back()));
        } else if (!is_closing_) {
            nursery_.spawn("replace page", replace_last_page());
        }
        break;
    }
    page_changed();
}

// There is always a page to look at.
Async<void> ChromiumContext::replace_last_page()
{
    const auto page = co_await open_page();
    if (!page) {
        if (!failure() && !is_closing_)
            log::warn("no new page after the last one was closed", {{"why", page.error().message}});
        co_return;
    }
    page_changed();
}

Async<void> ChromiumContext::raise(ChromiumPage& page)
{
    if (page.is_closed()) co_return;
    (void)co_await page.send(page.id(), "Page.bringToFront", {}, command_limit);
}

Async<Done> ChromiumContext::bring_to_front(Page& page)
{
    auto* known = find(page);
    if (!known) co_return Error{ErrorCode::page_error, "that page was closed"};
    std::erase(front_, known);
    front_.push_back(known);
    co_await raise(*known);
    page_changed();
    co_return Done();
}

Async<Done> ChromiumContext::close_page(Page& page)
{
    const auto* known = find(page);
    if (!known) co_return Done();
    JsonObject params;
    params["targetId"] = known->id();
    CO_TRY_DONE(co_await ask("Target.closeTarget", std::move(params)));
    const auto is_gone = [&] { return failure() || (page.is_closed() && !front_.back()->is_closed()); };
    if (!co_await watch_.until(moment() + close_limit, is_gone))
        co_return timed_out("closing the page", close_limit);
    co_return Done();
}

ChromiumPage* ChromiumContext::find(const Page& page)
{
    const auto entry = std::ranges::find(front_, &page);
    return entry == front_.end() ? nullptr : *entry;
}

Async<Result<JsonArray>> ChromiumContext::cookies()
{
    CO_TRY(auto answer, co_await ask("Storage.getCookies", of_this_context()));
    auto* cookies = answer.if_contains("cookies");
    co_return cookies && cookies->is_array() ? std::move(cookies->get_array()) : JsonArray();
}

void ChromiumContext::read_title_soon(ChromiumPage& page) { nursery_.spawn("page title", read_title(page)); }

// Chromium tells no changes of a title; it knows it even while the page is busy.
Async<void> ChromiumContext::read_title(ChromiumPage& page)
{
    JsonObject params;
    params["targetId"] = page.id();
    const auto answer = co_await ask("Target.getTargetInfo", std::move(params));
    const auto* info = answer ? object_at(*answer, "targetInfo") : nullptr;
    if (!info || string_or(*info, "title") == page.title()) co_return;
    page.told_title(string_or(*info, "title"));
    page_changed();
}

bool ChromiumContext::owns_frame(const std::string& frame) const
{
    return std::ranges::any_of(pages_, [&](const auto& page) {
        return page->id() == frame || page->has_frame(frame);
    });
}

void ChromiumContext::download_began(const JsonObject& facts)
{
    downloads_.began(facts);
    if (options_.download_folder.empty()) {
        auto params = of_this_context();
        params["guid"] = string_or(facts, "guid");
        chromium_->connection().post(
            {.session = "", .method = "Browser.cancelDownload", .params = std::move(params)}
        );
    }
    const auto frame = string_or(facts, "frameId");
    for (const auto& page : pages_)
        if (page->id() == frame || page->has_frame(frame)) {
            page->note_download();
            for (const auto& opener : pages_)
                if (opener->id() == page->opener()) opener->note_download();
        }
    page_changed();
}

void ChromiumContext::download_went_on(const JsonObject& facts)
{
    if (auto move = downloads_.went_on(facts, chromium_->folder().downloads()))
        nursery_.spawn("download", fetch_download(*std::move(move)));
    page_changed();
}

Async<void> ChromiumContext::fetch_download(Downloads::Move move)
{
    auto home = co_await on(disk_, [move] { return bring_home(move); });
    if (!home) log::warn("a download was lost", {{"why", home.error().message}});
    downloads_.moved(move, home);
    page_changed();
}

void ChromiumContext::browser_failed(const Error&)
{
    for (const auto& page : pages_)
        if (!page->is_closed()) page->note_closed();
    page_changed();
}

void ChromiumContext::page_changed()
{
    watch_.notify();
    changed_.notify_all();
}

std::optional<Error> ChromiumContext::failure() const
{
    if (is_closing_) return Error{ErrorCode::unavailable, "the browser session was closed"};
    return chromium_->failure();
}

Async<void> ChromiumContext::close()
{
    if (is_closing_) co_return;
    is_closing_ = true;
    co_await nursery_.stop();
    for (const auto& page : pages_)
        if (!page->is_closed()) page->note_closed();
    if (setting_.owns_browser)
        co_await chromium_->stop(write_down);
    else if (!chromium_->failure())
        (void)co_await chromium_->connection().send(
            {.session = "",
             .method = "Target.disposeBrowserContext",
             .params = of_this_context(),
             .limit = close_limit}
        );
    leave();
}

}  // namespace lissom::browser
