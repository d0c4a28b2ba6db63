#include "live/veil.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "base/try.hpp"
#include "embedded/live/veil.js.hpp"

namespace lissom::live {
namespace {

constexpr Millis cover_limit(3'000);
// A page that is asked in a bad moment (a dialog is open, its script is busy) is asked again.
constexpr Millis retry_interval(200);
// An agent that brings a secret waits so long for pages that do not answer; their pictures wait on.
constexpr Millis hide_limit(3'000);

// Frames without an address of their own show what the page that made them gave them.
std::string address_of(const std::vector<browser::Frame>& frames, const browser::Frame& frame)
{
    const auto* at = &frame;
    while (at->url.starts_with("about:") && !at->parent.empty()) {
        const auto parent = std::ranges::find(frames, at->parent, &browser::Frame::id);
        if (parent == frames.end()) break;
        at = &*parent;
    }
    return at->url;
}

}  // namespace

Veil::Veil(
    boost::asio::any_io_executor executor,
    browser::Context& browser,
    SecretsAt secrets_at,
    std::function<void()> covered
)
    : browser_(browser),
      secrets_at_(std::move(secrets_at)),
      tell_(std::move(covered)),
      watch_(executor),
      nursery_(executor)
{
}

Async<void> Veil::hide_more()
{
    if (!secrets_at_) co_return;
    const bool is_first = secrets_++ == 0;
    if (is_first) nursery_.spawn("veil", run());
    watch_.notify();
    co_await watch_.until(moment() + hide_limit, [this] { return covers_all(); });
}

void Veil::look_again()
{
    if (secrets_ > 0) watch_.notify();
}

Veil::Look Veil::look_at(const browser::Page& page) const
{
    const auto& activity = page.activity();
    return {activity.navigations, activity.same_document, activity.frame_navigations, secrets_};
}

bool Veil::is_over(const browser::Page& page) const
{
    if (secrets_ == 0) return true;
    const auto covered = covered_.find(page.id());
    return covered != covered_.end() && covered->second == look_at(page);
}

Async<bool> Veil::until_over(browser::Page& page, Moment deadline)
{
    co_return co_await watch_.until(deadline, [this, &page] { return is_over(page); });
}

bool Veil::covers_all() const
{
    if (browser_.failure()) return true;
    return std::ranges::all_of(browser_.pages(), [this](const auto* page) {
        return page->is_closed() || is_over(*page);
    });
}

Async<void> Veil::close() { co_await nursery_.stop(); }

Async<void> Veil::run()
{
    for (;;) {
        auto again = Moment::max();
        bool has_failed = false;
        if (!browser_.failure())
            for (auto* page : browser_.pages()) {
                if (page->is_closed() || is_over(*page)) continue;
                const auto look = look_at(*page);
                if (auto done = co_await cover(*page)) {
                    covered_[page->id()] = look;
                    tell_();
                } else {
                    log::debug("secrets of a page are not covered yet", {{"why", done.error().message}});
                    again = moment() + retry_interval;
                    has_failed = true;
                }
            }
        watch_.notify();
        co_await watch_.until(again, [this, has_failed] { return !has_failed && !covers_all(); });
    }
}

Async<Done> Veil::cover(browser::Page& page)
{
    const auto frames = page.frames();
    for (const auto& frame : frames) {
        const auto values = secrets_at_(address_of(frames, frame));
        if (values.empty()) continue;
        // Written out: in braces a list of a list is taken for the list itself.
        JsonArray args;
        args.emplace_back(JsonArray(values.begin(), values.end()));
        CO_TRY_DONE(co_await page.call(frame.id, std::string(embedded::veil_js), std::move(args), cover_limit)
        );
    }
    co_return Done();
}

}  // namespace lissom::live
