// Of ChromiumPool: contexts made ahead.

#include <algorithm>

#include "base/log.hpp"
#include "base/try.hpp"
#include "browser/chromium_pool.hpp"

namespace lissom::browser {
namespace {

constexpr int most_failed_fills = 5;  // in a row; then a session that asks tries again
constexpr Millis first_retry(200);
// Making a spare context takes a browser some 20 ms in which it does nothing else, and a core for longer:
// sessions at work come first, until there is a pause.
constexpr Millis calm(100);
constexpr Millis longest_wait_for_calm(5'000);

// However large the crowds are: a context at rest holds a renderer of some 15 MB.
constexpr std::size_t most_spares = 10;
constexpr Millis between_looks(10'000);  // whether there are more than are wanted

// Says that it has ended also when the coroutine is cancelled.
struct Flag {
    bool& flag;
    Watch& watch;
    Flag(bool& its_flag, Watch& its_watch)
        : flag(its_flag),
          watch(its_watch)
    {
        flag = true;
    }
    Flag(const Flag&) = delete;
    Flag& operator=(const Flag&) = delete;
    ~Flag()
    {
        flag = false;
        watch.notify();
    }
};

}  // namespace

std::size_t ChromiumPool::wanted_spares(const Stable& stable) const
{
    if (settings_.spare_contexts == 0) return 0;
    // For a crowd, what the first process has room for: no further one is started ahead.
    std::size_t room = 0;
    if (!stable.browsers.empty()) {
        const auto others = stable.browsers.front()->tenants() - stable.spare.size();
        room = settings_.max_contexts_per_process - std::min(others, settings_.max_contexts_per_process);
    }
    const auto crowd = std::min({stable.demand.crowd(moment()), most_spares, room});
    return std::max(settings_.spare_contexts, crowd);
}

// A session that comes at once has the machine for itself: starting a browser takes all of it for a while.
Async<void> ChromiumPool::warm_later(Stable& stable)
{
    stable.is_wanted = true;
    co_await pause(2 * calm);
    co_await wait_for_calm();
    refill_soon(stable);
}

std::unique_ptr<ChromiumContext> ChromiumPool::take_spare(Stable& stable)
{
    while (!stable.spare.empty()) {
        auto context = std::move(stable.spare.front());
        stable.spare.pop_front();
        if (!context->failure() && !context->page().is_closed()) return context;
        cleaners_.spawn("context end", put_away(std::move(context)));
    }
    return nullptr;
}

// Null: there is none, and none is nearly ready.
Async<std::unique_ptr<ChromiumContext>> ChromiumPool::ready_context(Stable& stable)
{
    if (auto context = take_spare(stable)) co_return context;
    // The one that is being made is ready sooner than another would be.
    if (!stable.is_making || stable.is_promised) co_return nullptr;
    const Flag promise(stable.is_promised, stable.made);
    co_await stable.made.until(moment() + settings_.start_limit, [&] { return !stable.is_making; });
    co_return take_spare(stable);
}

void ChromiumPool::refill_soon(Stable& stable)
{
    if (!stable.is_wanted || stable.is_filling || is_stopping_ ||
        stable.spare.size() >= wanted_spares(stable))
        return;
    stable.is_filling = true;
    nursery_.spawn("spare contexts", refill(stable));
}

Async<void> ChromiumPool::refill(Stable& stable)
{
    const Flag filling(stable.is_filling, stable.made);
    int failures = 0;
    while (!is_stopping_ && stable.spare.size() < wanted_spares(stable)) {
        co_await wait_for_calm();
        const auto context = co_await make_spare(stable);
        if (context) {
            failures = 0;
            continue;
        }
        log::warn("no spare browser context", {{"why", context.error().message}});
        if (++failures >= most_failed_fills) co_return;
        co_await pause(first_retry * (1 << failures));
    }
    if (stable.spare.size() > settings_.spare_contexts && !stable.is_easing) {
        stable.is_easing = true;
        nursery_.spawn("spare contexts end", ease(stable));
    }
}

Async<Done> ChromiumPool::make_spare(Stable& stable)
{
    const Flag making(stable.is_making, stable.made);
    CO_TRY(auto context, co_await make_context(stable, std::nullopt));
    stable.spare.push_back(std::move(context));
    co_return Done();
}

// Gives back what the crowds of a while ago needed.
Async<void> ChromiumPool::ease(Stable& stable)
{
    while (stable.spare.size() > settings_.spare_contexts) {
        co_await pause(between_looks);
        while (stable.spare.size() > wanted_spares(stable)) {
            auto surplus = std::move(stable.spare.back());
            stable.spare.pop_back();
            cleaners_.spawn("context end", put_away(std::move(surplus)));
        }
    }
    stable.is_easing = false;
}

Async<void> ChromiumPool::wait_for_calm()
{
    const auto deadline = moment() + longest_wait_for_calm;
    while (in_use_ + asking_ > 0) {
        auto last_work = asking_ > 0 ? moment() : last_start_;
        for (const auto& browser : running_)
            last_work = std::max(last_work, browser->connection().last_heard());
        const auto until = std::min(last_work + calm, deadline);
        if (moment() >= until) co_return;
        co_await pause(std::chrono::ceil<Millis>(until - moment()));
    }
}

}  // namespace lissom::browser
