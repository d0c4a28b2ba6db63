#include "runner/doorkeeper.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.hpp"

namespace lissom::runner {
namespace {

// A page says nothing when somebody has ticked its box: it is asked so often.
constexpr Millis look_interval(400);

constexpr std::array pressing{"click", "press"};

double seconds_of(Millis time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Doorkeeper::Doorkeeper(boost::asio::any_io_executor executor, Ways ways)
    : ways_(std::move(ways)),
      gave_up_(executor)
{
}

Async<void> Doorkeeper::clear(std::string next)
{
    const auto kind = std::ranges::find(pressing, next) != pressing.end() ? Next::press : Next::anything;
    auto found = co_await look(kind);
    if (!found || !*found) co_return;
    const auto first = **found;
    const auto since = moment();
    tell("waiting", first, since);
    log::info("a challenge waits for a person", {{"kind", first.kind}});

    // A page that cannot be asked, on its way to another one perhaps, is no sign of anything.
    while (!ways_.browser.failure() && (!found || *found)) {
        if (moment() >= since + ways_.patience) {
            // Whoever is at it now may finish.
            if (ways_.wait_for_person) co_await ways_.wait_for_person();
            found = co_await look(kind);
            if (found && !*found) break;
            tell("failed", first, since);
            refused_ = first;
            gave_up_.notify_all();
            for (;;) co_await pause(ways_.patience + look_interval);  // until whoever works here is stopped
        }
        co_await pause(look_interval);
        found = co_await look(kind);
    }
    tell("passed", first, since);
}

Async<Error> Doorkeeper::given_up()
{
    co_await gave_up_.wait();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(ways_.patience).count();
    co_return Error{
        ErrorCode::not_doable,
        "the page asks for proof that a person is there (" + refused_->kind + " at " + refused_->url +
            "), and nobody gave it at the live view within " + std::to_string(seconds) + " s"
    };
}

Async<void> Doorkeeper::notice()
{
    auto found = co_await look(Next::anything);
    if (!found) co_return;
    if (*found && *found != noticed_) tell("seen", **found, moment());
    noticed_ = *std::move(found);
}

Async<Result<std::optional<Challenge>>> Doorkeeper::look(Next next)
{
    auto& page = ways_.browser.page();
    if (page.is_closed()) co_return std::nullopt;
    if (page.open_dialog()) co_return Error{ErrorCode::page_error, "the page cannot be asked"};
    co_return co_await ways_.find(page, next);
}

void Doorkeeper::tell(std::string_view state, const Challenge& challenge, Moment since)
{
    const auto what = challenge.kind == "captcha" ? std::string("a captcha") : challenge.kind;
    JsonObject payload{{"state", state}, {"kind", challenge.kind}, {"url", challenge.url}};
    if (state == "waiting") {
        payload["seconds"] = seconds_of(ways_.patience);
        payload["message"] = what + " has to be passed by a person: take over in the live view";
    } else if (state == "seen") {
        payload["message"] = what + " stands in the way";
    } else {
        payload["seconds"] = seconds_since(since);
        payload["message"] = state == "passed" ? what + " has been passed" : "nobody has passed " + what;
    }
    ways_.tell("challenge", std::move(payload));
}

}  // namespace lissom::runner
