#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace lissom::store {

// A Store that forgets everything at the end, for tests of other rooms. Keeps the promises of the real ones.
class MemoryStore : public Store {
public:
    // What the next writes answer, while set: a full disk, a database that is gone.
    std::optional<Error> write_failure;

    Async<Done> insert_task(task::Task task) override
    {
        if (write_failure) co_return *write_failure;
        const auto id = task.id;
        if (!tasks_.emplace(id, std::move(task)).second)
            co_return Error{ErrorCode::conflict, "that id exists"};
        co_return Done();
    }

    Async<Done> update_task(task::Task task) override
    {
        if (write_failure) co_return *write_failure;
        const auto entry = tasks_.find(task.id);
        if (entry == tasks_.end()) co_return Error{ErrorCode::not_found, "no such task"};
        task.key_id = entry->second.key_id;
        task.spec = entry->second.spec;
        task.created_at_ms = entry->second.created_at_ms;
        entry->second = std::move(task);
        co_return Done();
    }

    Async<Result<task::Task>> find_task(std::string key_id, std::string id) override
    {
        const auto entry = tasks_.find(id);
        if (entry == tasks_.end() || entry->second.key_id != key_id)
            co_return Error{ErrorCode::not_found, "no such task"};
        co_return entry->second;
    }

    Async<Result<std::vector<task::Task>>> list_tasks(std::string key_id, std::int64_t before_ms, int limit)
        override
    {
        std::vector<task::Task> found;
        for (const auto& [id, task] : tasks_)
            if (task.key_id == key_id && (before_ms == 0 || task.created_at_ms < before_ms))
                found.push_back(task);
        std::ranges::sort(found, std::ranges::greater(), &task::Task::created_at_ms);
        if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
        co_return found;
    }

    Async<Result<std::vector<task::Task>>> unfinished_tasks() override
    {
        std::vector<task::Task> found;
        for (const auto& [id, task] : tasks_)
            if (!task::is_final(task.status)) found.push_back(task);
        co_return found;
    }

    Async<Done> delete_task_data(std::string key_id, std::string id) override
    {
        const auto entry = tasks_.find(id);
        if (entry == tasks_.end() || entry->second.key_id != key_id)
            co_return Error{ErrorCode::not_found, "no such task"};
        entry->second.output = nullptr;
        entry->second.spec = {};
        entry->second.live_url.reset();
        entry->second.recording_url = "";
        entry->second.downloads_url = "";
        events_.erase(id);
        co_return Done();
    }

    Async<Done> append_event(std::string task_id, task::Event event) override
    {
        if (write_failure) co_return *write_failure;
        auto& events = events_[task_id];
        if (!events.empty() && events.rbegin()->first >= event.timestamp_ms)
            co_return Error{ErrorCode::conflict, "an event must be later than the one before it"};
        const auto at_ms = event.timestamp_ms;
        events.emplace(at_ms, std::move(event));
        co_return Done();
    }

    Async<Result<std::vector<task::Event>>> events_after(std::string task_id, std::int64_t timestamp_ms)
        override
    {
        std::vector<task::Event> found;
        const auto& events = events_[task_id];
        for (auto entry = events.upper_bound(timestamp_ms); entry != events.end(); ++entry)
            found.push_back(entry->second);
        co_return found;
    }

    Async<Done> insert_key(Key key) override { co_return insert(keys_, key.id, key); }
    Async<Done> update_key(Key key) override
    {
        if (const auto entry = keys_.find(key.id); entry != keys_.end()) {
            key.created_at_ms = entry->second.created_at_ms;
            key.last_used_at_ms = entry->second.last_used_at_ms;
            key.credits_used = entry->second.credits_used;
        }
        co_return update(keys_, key.id, key);
    }
    Async<Done> note_key_use(std::string id, std::int64_t last_used_at_ms, double credits) override
    {
        auto key = find(keys_, id);
        if (!key) co_return key.error();
        key->last_used_at_ms = std::max(key->last_used_at_ms, last_used_at_ms);
        key->credits_used += credits;
        co_return update(keys_, id, *key);
    }
    Async<Result<std::vector<Key>>> keys() override
    {
        std::vector<Key> found;
        found.reserve(keys_.size());
        for (const auto& [id, key] : keys_) found.push_back(key);
        co_return found;
    }

    Async<Done> insert_profile(Profile profile) override
    {
        co_return insert(profiles_, {profile.key_id, profile.id}, profile);
    }
    Async<Done> update_profile(Profile profile) override
    {
        co_return update(profiles_, {profile.key_id, profile.id}, profile);
    }
    Async<Result<Profile>> find_profile(std::string key_id, std::string id) override
    {
        co_return find(profiles_, Owned{key_id, id});
    }
    Async<Result<std::vector<Profile>>> profiles(std::string key_id) override
    {
        std::vector<Profile> found;
        for (const auto& [owned, profile] : profiles_)
            if (owned.first == key_id) found.push_back(profile);
        co_return found;
    }
    Async<Done> delete_profile(std::string key_id, std::string id) override
    {
        co_return erase(profiles_, Owned{key_id, id});
    }

    Async<Done> insert_upload(Upload upload) override
    {
        co_return insert(uploads_, {upload.key_id, upload.id}, upload);
    }
    Async<Result<Upload>> find_upload(std::string key_id, std::string id) override
    {
        co_return find(uploads_, Owned{key_id, id});
    }
    Async<Result<std::vector<Upload>>> uploads(std::string key_id, std::string kind) override
    {
        std::vector<Upload> found;
        for (const auto& [owned, upload] : uploads_)
            if (owned.first == key_id && upload.kind == kind) found.push_back(upload);
        co_return found;
    }
    Async<Result<std::vector<Upload>>> expired_uploads(std::int64_t now_ms) override
    {
        std::vector<Upload> found;
        for (const auto& [owned, upload] : uploads_)
            if (upload.expires_at_ms != 0 && upload.expires_at_ms <= now_ms) found.push_back(upload);
        co_return found;
    }
    Async<Done> delete_upload(std::string key_id, std::string id) override
    {
        co_return erase(uploads_, Owned{key_id, id});
    }

    Async<Done> insert_webhook(Webhook webhook) override
    {
        const auto task_id = webhook.task_id;
        co_return insert(webhooks_, task_id, std::move(webhook));
    }
    Async<Result<std::vector<Webhook>>> webhooks() override
    {
        std::vector<Webhook> found;
        found.reserve(webhooks_.size());
        for (const auto& [task_id, webhook] : webhooks_) found.push_back(webhook);
        std::ranges::sort(found, {}, &Webhook::created_at_ms);
        co_return found;
    }
    Async<Done> delete_webhook(std::string task_id) override
    {
        if (write_failure) co_return *write_failure;
        webhooks_.erase(task_id);
        co_return Done();
    }

    Async<Done> ping() override { co_return Done(); }
    Async<void> close() override { co_return; }

private:
    using Owned = std::pair<std::string, std::string>;  // key, id

    template <class Map>
    Done insert(Map& map, typename Map::key_type id, typename Map::mapped_type row)
    {
        if (write_failure) return *write_failure;
        if (!map.emplace(std::move(id), std::move(row)).second)
            return Error{ErrorCode::conflict, "that id exists"};
        return {};
    }
    template <class Map>
    Done update(Map& map, const typename Map::key_type& id, typename Map::mapped_type row)
    {
        if (write_failure) return *write_failure;
        const auto entry = map.find(id);
        if (entry == map.end()) return Error{ErrorCode::not_found, "no such row"};
        entry->second = std::move(row);
        return {};
    }
    template <class Map>
    static Result<typename Map::mapped_type> find(const Map& map, const typename Map::key_type& id)
    {
        const auto entry = map.find(id);
        if (entry == map.end()) return Error{ErrorCode::not_found, "no such row"};
        return entry->second;
    }
    template <class Map>
    static Done erase(Map& map, const typename Map::key_type& id)
    {
        if (map.erase(id) == 0) return Error{ErrorCode::not_found, "no such row"};
        return {};
    }

    std::map<std::string, task::Task> tasks_;
    std::map<std::string, std::map<std::int64_t, task::Event>> events_;
    std::map<std::string, Key> keys_;
    std::map<Owned, Profile> profiles_;
    std::map<Owned, Upload> uploads_;
    std::map<std::string, Webhook> webhooks_;
};

}  // namespace lissom::store
