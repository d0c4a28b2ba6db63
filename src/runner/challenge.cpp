#include "runner/challenge.hpp"

#include "base/try.hpp"
#include "embedded/runner/challenge.js.hpp"

namespace lissom::runner {
namespace {

// A page that does not answer by then is busy with itself, and can be asked again.
constexpr Millis look_limit(1'000);

}  // namespace

Async<Result<std::optional<Challenge>>> find_challenge(browser::Page& page, Next next)
{
    const auto frames = page.frames();
    if (frames.empty()) co_return std::nullopt;
    JsonArray addresses;
    for (const auto& frame : frames) addresses.emplace_back(frame.url);
    JsonArray arguments;
    arguments.emplace_back(std::move(addresses));
    arguments.emplace_back(next == Next::press);

    CO_TRY(
        const auto kind,
        co_await page.call(
            frames.front().id, std::string(embedded::challenge_js), std::move(arguments), look_limit
        )
    );

    if (!kind.is_string()) co_return std::nullopt;
    co_return Challenge{std::string(kind.get_string()), page.url()};
}

}  // namespace lissom::runner
