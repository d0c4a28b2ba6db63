#pragma once

#include <memory>

#include "store/sql_thread.hpp"
#include "store/store.hpp"

namespace lissom::store {

// The store over a SQL database, whichever: the statements are in sql_tasks.cpp and its neighbours.
class SqlStore final : public Store {
public:
    // The database is connected and migrated.
    explicit SqlStore(
        std::unique_ptr<Database> database,
        std::shared_ptr<const vault::Vault> vault = nullptr
    );

    Async<Done> insert_task(task::Task task) override;
    Async<Done> update_task(task::Task task) override;
    Async<Result<task::Task>> find_task(std::string key_id, std::string id) override;
    Async<Result<std::vector<task::Task>>> list_tasks(std::string key_id, std::int64_t before_ms, int limit)
        override;
    Async<Result<std::vector<task::Task>>> unfinished_tasks() override;
    Async<Done> delete_task_data(std::string key_id, std::string id) override;

    Async<Done> append_event(std::string task_id, task::Event event) override;
    Async<Result<std::vector<task::Event>>> events_after(std::string task_id, std::int64_t timestamp_ms)
        override;

    Async<Done> insert_key(Key key) override;
    Async<Done> update_key(Key key) override;
    Async<Done> note_key_use(std::string id, std::int64_t last_used_at_ms, double credits) override;
    Async<Result<std::vector<Key>>> keys() override;

    Async<Done> insert_profile(Profile profile) override;
    Async<Done> update_profile(Profile profile) override;
    Async<Result<Profile>> find_profile(std::string key_id, std::string id) override;
    Async<Result<std::vector<Profile>>> profiles(std::string key_id) override;
    Async<Done> delete_profile(std::string key_id, std::string id) override;

    Async<Done> insert_upload(Upload upload) override;
    Async<Result<Upload>> find_upload(std::string key_id, std::string id) override;
    Async<Result<std::vector<Upload>>> uploads(std::string key_id, std::string kind) override;
    Async<Result<std::vector<Upload>>> expired_uploads(std::int64_t now_ms) override;
    Async<Done> delete_upload(std::string key_id, std::string id) override;

    Async<Done> insert_webhook(Webhook webhook) override;
    Async<Result<std::vector<Webhook>>> webhooks() override;
    Async<Done> delete_webhook(std::string task_id) override;

    Async<Done> ping() override;
    Async<void> close() override;

private:
    SqlThread thread_;
    std::shared_ptr<const vault::Vault> vault_;  // null: profiles are kept as they are
};

}  // namespace lissom::store
