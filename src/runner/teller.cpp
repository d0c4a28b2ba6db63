#include "runner/teller.hpp"

#include <utility>

#include "base/log.hpp"
#include "base/try.hpp"
#include "runner/house.hpp"
#include "runner/webhook.hpp"

namespace lissom::runner {
namespace {

constexpr std::size_t most_webhooks = 1'000;              // that wait for somebody to answer
constexpr std::int64_t webhook_lifetime_ms = 86'400'000;  // after an outage of a day it is no news
constexpr Millis last_webhooks(3'000);                    // of tasks that end because the server stops

Async<Done> joined(Nursery& nursery)
{
    co_await nursery.join();
    co_return Done();
}

}  // namespace

Teller::Teller(House& house)
    : house_(house),
      webhooks_(house.executor)
{
}

bool Teller::can_tell() const { return house_.crew.gateway && house_.crew.http; }

Async<Done> Teller::start()
{
    CO_TRY(const auto waiting, co_await house_.store.webhooks());
    for (const auto& webhook : waiting) {
        const auto task = co_await house_.store.find_task(webhook.key_id, webhook.task_id);
        const bool is_lost = !task && task.error().code == ErrorCode::not_found;
        if (is_lost || (task && task->ended_at_ms + webhook_lifetime_ms < house_.clock())) {
            CO_TRY_DONE(co_await house_.store.delete_webhook(webhook.task_id));
        } else if (task) {
            tell(*task, webhook.url);
        }
    }
    co_return Done();
}

Async<Done> Teller::expect(std::string url, const task::Task& task)
{
    if (url.empty() || !can_tell()) co_return Done();
    co_return co_await house_.store.insert_webhook({task.id, task.key_id, std::move(url), task.created_at_ms}
    );
}

void Teller::tell(task::Task task, std::string url)
{
    if (url.empty() || !can_tell()) return;
    if (webhooks_.running() >= most_webhooks)
        return log::warn("a webhook waits for the next start: too many are waiting", {{"task", task.id}});
    webhooks_.spawn("webhook", tell_and_forget(std::move(task), std::move(url)));
}

Async<void> Teller::tell_and_forget(task::Task task, std::string url)
{
    const auto* key = house_.keys ? house_.keys->find(task.key_id) : nullptr;
    auto notice = notice_of(task, std::move(url), key ? key->secret_sha256 : std::string());
    co_await deliver(*house_.crew.http, *house_.crew.gateway, house_.clock, std::move(notice));
    if (auto forgotten = co_await house_.store.delete_webhook(task.id); !forgotten)
        log::warn("a webhook may be sent again", {{"task", task.id}, {"why", forgotten.error().message}});
}

Async<void> Teller::stop()
{
    if (webhooks_.running() > 0) (void)co_await within(last_webhooks, "the last webhooks", joined(webhooks_));
    co_await webhooks_.stop();
}

}  // namespace lissom::runner
