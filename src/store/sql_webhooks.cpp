#include "store/query.hpp"
#include "store/sql_store.hpp"

namespace lissom::store {

Async<Done> SqlStore::insert_webhook(Webhook webhook)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [webhook = std::move(webhook)](soci::session& session) -> Done {
            Query query(
                session,
                "INSERT INTO webhooks (task_id, key_id, url, created_at_ms) "
                "VALUES (:task_id, :key_id, :url, :created_at_ms) ON CONFLICT DO NOTHING",
                {{"task_id", webhook.task_id},
                 {"key_id", webhook.key_id},
                 {"url", webhook.url},
                 {"created_at_ms", static_cast<long long>(webhook.created_at_ms)}}
            );
            if (query.run() == 0)
                return Error{ErrorCode::conflict, "task " + webhook.task_id + " has a webhook already"};
            return {};
        }
    );
}

Async<Result<std::vector<Webhook>>> SqlStore::webhooks()
{
    using Webhooks = std::vector<Webhook>;
    co_return co_await thread_.ask<Webhooks>(Access::read, [](soci::session& session) -> Result<Webhooks> {
        Webhook webhook;
        long long created_at_ms = 0;
        Query query(
            session,
            "SELECT task_id, key_id, url, created_at_ms FROM webhooks ORDER BY created_at_ms, task_id",
            {}
        );
        query.into(webhook.task_id);
        query.into(webhook.key_id);
        query.into(webhook.url);
        query.into(created_at_ms);
        Webhooks webhooks;
        while (query.next()) {
            webhook.created_at_ms = created_at_ms;
            webhooks.push_back(webhook);
        }
        return webhooks;
    });
}

Async<Done> SqlStore::delete_webhook(std::string task_id)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [task_id = std::move(task_id)](soci::session& session) -> Done {
            Query(session, "DELETE FROM webhooks WHERE task_id = :task_id", {{"task_id", task_id}}).run();
            return {};
        }
    );
}

}  // namespace lissom::store
