#include "actions/navigate.hpp"

#include "actions/hand.hpp"
#include "base/try.hpp"
#include "net/url.hpp"

namespace lissom::actions {
namespace {

Error no_way(const std::string& url, const egress::Refusal& refusal)
{
    const auto code = egress::is_refusal(refusal.verdict) ? ErrorCode::forbidden : ErrorCode::page_error;
    return Error{code, "could not go to " + url + ": " + refusal.reason};
}

// The refusal that this navigation ran into, if it was one. Where the gateway refuses a plain request it
// answers with a page that says so, and the browser has arrived.
const egress::Exchange* refusal_of(
    const egress::NetworkLog& network,
    const Result<browser::Navigation>& navigation,
    const std::string& url,
    Moment since,
    bool has_moved
)
{
    constexpr int forbidden = 403;
    constexpr int bad_gateway = 502;
    if (!has_moved)
        if (const auto* found = network.newest_page_refusal(since)) return found;
    if (navigation && navigation->status != forbidden && navigation->status != bad_gateway) return nullptr;
    const auto there = net::Url::parse(navigation ? navigation->url : url);
    if (there)
        if (const auto* found = network.refusal_of(there->host(), there->port(), since)) return found;
    // After redirects only the browser knows which address it was.
    return navigation ? nullptr : network.newest_refusal(since);
}

}  // namespace

Async<Result<browser::Navigation>> visit(Stage& stage, browser::Page& page, std::string url, Millis limit)
{
    if (stage.may_visit && url != "about:blank") CO_TRY_DONE(stage.may_visit(url));
    const auto start = moment();
    const auto before = page.activity().navigations;
    auto navigation = co_await page.go_to(url, limit);
    if (!stage.network) co_return navigation;
    const bool has_moved = page.activity().navigations > before;
    if (const auto* found = refusal_of(*stage.network, navigation, url, start, has_moved))
        co_return no_way(url, found->refusal);
    co_return navigation;
}

Result<browser::Page*> page_to_navigate(Stage& stage)
{
    if (const auto failure = stage.browser.failure()) return *failure;
    auto& page = stage.browser.page();
    if (page.is_closed() && !page.is_crashed()) return Error{ErrorCode::page_error, "the page is closed"};
    return &page;
}

Async<Effect> arrived(browser::Page& page, browser::Navigation navigation, std::string did)
{
    Effect effect;
    effect.has_changed = true;
    effect.has_navigated = true;
    effect.url = page.url();
    effect.text = std::move(did) + "; the page is " + navigation.url + " \"" + co_await title_of(page) + "\"";
    if (navigation.status >= 400)
        effect.text += ", which answered with status " + std::to_string(navigation.status);
    if (const auto dialog = page.open_dialog()) {
        effect.has_opened_dialog = true;
        effect.text += "; a dialog opened: \"" + dialog->message + "\"";
    }
    co_return effect;
}

}  // namespace lissom::actions
