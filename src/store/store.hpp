#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/async.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "task/task.hpp"
#include "vault/vault.hpp"

namespace lissom::store {

// An API key as kept: never its secret, only the SHA-256 of it.
struct Key {
    std::string id;
    std::string name;
    std::string secret_sha256;  // hex
    std::string hint;           // the last four characters, for people to tell keys apart
    std::int64_t created_at_ms = 0;
    std::int64_t last_used_at_ms = 0;
    bool is_revoked = false;
    JsonObject limits;        // concurrent sessions, credits, features; empty: none
    double credits_used = 0;  // all its tasks ever used, deleted ones too
};

struct Profile {
    std::string id;
    std::string key_id;
    JsonArray cookies;  // the last saved ones, session cookies included
    std::int64_t size_bytes = 0;
    std::int64_t created_at_ms = 0;
    std::int64_t last_saved_at_ms = 0;
};

struct Upload {
    std::string id;
    std::string key_id;
    std::string kind;  // "file" or "extension"
    std::string file_name;
    std::string purpose;
    std::int64_t size_bytes = 0;
    std::int64_t created_at_ms = 0;
    std::int64_t expires_at_ms = 0;  // 0: never
};

// Somebody who is to be told when a task has ended, until they were.
struct Webhook {
    std::string task_id;
    std::string key_id;
    std::string url;
    std::int64_t created_at_ms = 0;
};

// What is remembered. Every call is durable when it returns: writes that arrive together are committed
// together. Every read and write is bound to a key where a client asks: another key's rows do not exist for
// it.
class Store {
public:
    virtual ~Store() = default;

    virtual Async<Done> insert_task(task::Task task) = 0;
    virtual Async<Done> update_task(task::Task task) = 0;  // everything but id, key, spec and creation
    virtual Async<Result<task::Task>> find_task(std::string key_id, std::string id) = 0;
    // Newest first, created before `before_ms` (0: no bound).
    virtual Async<Result<std::vector<task::Task>>>
    list_tasks(std::string key_id, std::int64_t before_ms, int limit) = 0;
    // Tasks that a dead server left waiting or running.
    virtual Async<Result<std::vector<task::Task>>> unfinished_tasks() = 0;
    virtual Async<Done>
    delete_task_data(std::string key_id, std::string id) = 0;  // output, spec, events; the row stays

    virtual Async<Done> append_event(std::string task_id, task::Event event) = 0;
    virtual Async<Result<std::vector<task::Event>>>
    events_after(std::string task_id, std::int64_t timestamp_ms) = 0;

    virtual Async<Done> insert_key(Key key) = 0;  // conflict: that id exists
    virtual Async<Done> update_key(Key key) = 0;  // everything but what note_key_use counts
    // Adds to what a key has used, and moves its last use forward. Apart from update_key, so that whoever
    // revokes a key and whoever counts what it uses, be they two programs, do not undo one another.
    virtual Async<Done> note_key_use(std::string id, std::int64_t last_used_at_ms, double credits) = 0;
    virtual Async<Result<std::vector<Key>>> keys() = 0;

    virtual Async<Done> insert_profile(Profile profile) = 0;  // conflict: that id exists
    virtual Async<Done> update_profile(Profile profile) = 0;
    virtual Async<Result<Profile>> find_profile(std::string key_id, std::string id) = 0;
    virtual Async<Result<std::vector<Profile>>> profiles(std::string key_id) = 0;
    virtual Async<Done> delete_profile(std::string key_id, std::string id) = 0;

    virtual Async<Done> insert_upload(Upload upload) = 0;
    virtual Async<Result<Upload>> find_upload(std::string key_id, std::string id) = 0;
    virtual Async<Result<std::vector<Upload>>> uploads(std::string key_id, std::string kind) = 0;
    virtual Async<Result<std::vector<Upload>>> expired_uploads(std::int64_t now_ms) = 0;
    virtual Async<Done> delete_upload(std::string key_id, std::string id) = 0;

    virtual Async<Done> insert_webhook(Webhook webhook) = 0;      // conflict: that task has one
    virtual Async<Result<std::vector<Webhook>>> webhooks() = 0;   // of all keys, oldest first
    virtual Async<Done> delete_webhook(std::string task_id) = 0;  // also where there is none

    virtual Async<Done> ping() = 0;  // for /readyz

    virtual Async<void> close() = 0;  // after what was asked for is written
};

// A server has its database for itself: another one would end its tasks as left over. A tool such as `lissom
// keys` may work in it beside the server.
enum class Use { as_server, beside_a_server };

// "sqlite:///path/lissom.db", or "postgresql://user@host/db". Runs the migrations. The error says what to do.
// Cookies of profiles are sealed in the vault; a tool that has no business with them needs none.
Result<std::unique_ptr<Store>> open_store(
    boost::asio::any_io_executor executor,
    std::string address,
    Use use = Use::as_server,
    std::shared_ptr<const vault::Vault> vault = nullptr
);

}  // namespace lissom::store
