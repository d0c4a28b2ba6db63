#include <stdexcept>

#include "store/query.hpp"
#include "store/sql_store.hpp"

namespace lissom::store {
namespace {

constexpr auto task_columns =
    "id, key_id, status, output, credits_used, device, is_session, wants_recording, live_url, recording_url, "
    "downloads_url, created_at_ms, ended_at_ms, spec, agent";

task::Device device_from_row(std::string_view name)
{
    for (const auto device : {task::Device::desktop, task::Device::desktop_lg, task::Device::mobile})
        if (task::name_of(device) == name) return device;
    throw std::runtime_error("a stored task has an unknown device");
}

std::vector<Bind> binds_of(const task::Task& task)
{
    return {
        {"id", task.id},
        {"key_id", task.key_id},
        {"status", std::string(task::name_of(task.status))},
        {"output", dump(task.output)},
        {"credits_used", task.credits_used},
        {"device", std::string(task::name_of(task.device))},
        {"is_session", task.is_session ? 1LL : 0LL},
        {"wants_recording", task.wants_recording ? 1LL : 0LL},
        {"live_url", task.live_url},
        {"recording_url", task.recording_url},
        {"downloads_url", task.downloads_url},
        {"created_at_ms", static_cast<long long>(task.created_at_ms)},
        {"ended_at_ms", static_cast<long long>(task.ended_at_ms)},
        {"spec", dump(task.spec)},
        {"agent", task.agent},
    };
}

std::vector<task::Task>
read_tasks(soci::session& session, const std::string& condition, std::vector<Bind> binds)
{
    task::Task task;
    std::string status, output, device, spec;
    long long is_session = 0, wants_recording = 0, created_at_ms = 0, ended_at_ms = 0;
    Query query(
        session, "SELECT " + std::string(task_columns) + " FROM tasks WHERE " + condition, std::move(binds)
    );
    query.into(task.id);
    query.into(task.key_id);
    query.into(status);
    query.into(output);
    query.into(task.credits_used);
    query.into(device);
    query.into(is_session);
    query.into(wants_recording);
    query.into(task.live_url);
    query.into(task.recording_url);
    query.into(task.downloads_url);
    query.into(created_at_ms);
    query.into(ended_at_ms);
    query.into(spec);
    query.into(task.agent);

    std::vector<task::Task> tasks;
    while (query.next()) {
        const auto known_status = task::status_from(status);
        if (!known_status) throw std::runtime_error("a stored task has an unknown status");
        task.status = *known_status;
        task.output = json_from_row(output);
        task.device = device_from_row(device);
        task.is_session = is_session != 0;
        task.wants_recording = wants_recording != 0;
        task.created_at_ms = created_at_ms;
        task.ended_at_ms = ended_at_ms;
        task.spec = object_from_row(spec);
        tasks.push_back(task);
    }
    return tasks;
}

Error no_task(const std::string& id) { return Error{ErrorCode::not_found, "no task with the id " + id}; }

}  // namespace

Async<Done> SqlStore::insert_task(task::Task task)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [task = std::move(task)](soci::session& session) -> Done {
            Query query(
                session,
                "INSERT INTO tasks (" + std::string(task_columns) +
                    ") VALUES (:id, :key_id, :status, :output, :credits_used, :device, :is_session, "
                    ":wants_recording, "
                    ":live_url, :recording_url, :downloads_url, :created_at_ms, :ended_at_ms, :spec, :agent) "
                    "ON CONFLICT DO NOTHING",
                binds_of(task)
            );
            if (query.run() == 0)
                return Error{ErrorCode::conflict, "there is already a task with the id " + task.id};
            return {};
        }
    );
}

Async<Done> SqlStore::update_task(task::Task task)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [task = std::move(task)](soci::session& session) -> Done {
            auto binds = binds_of(task);
            std::erase_if(binds, [](const Bind& bound) {
                return bound.name == "key_id" || bound.name == "created_at_ms" || bound.name == "spec";
            });
            Query query(
                session,
                "UPDATE tasks SET status = :status, output = :output, credits_used = :credits_used, device = "
                ":device, "
                "is_session = :is_session, wants_recording = :wants_recording, live_url = :live_url, "
                "recording_url = :recording_url, downloads_url = :downloads_url, ended_at_ms = :ended_at_ms, "
                "agent = :agent "
                "WHERE id = :id",
                std::move(binds)
            );
            if (query.run() == 0) return no_task(task.id);
            return {};
        }
    );
}

Async<Result<task::Task>> SqlStore::find_task(std::string key_id, std::string id)
{
    co_return co_await thread_.ask<task::Task>(
        Access::read,
        [key_id, id](soci::session& session) -> Result<task::Task> {
            auto tasks =
                read_tasks(session, "id = :id AND key_id = :key_id", {{"id", id}, {"key_id", key_id}});
            if (tasks.empty()) return no_task(id);
            return std::move(tasks.front());
        }
    );
}

Async<Result<std::vector<task::Task>>>
SqlStore::list_tasks(std::string key_id, std::int64_t before_ms, int limit)
{
    using Tasks = std::vector<task::Task>;
    co_return co_await thread_.ask<Tasks>(Access::read, [=](soci::session& session) -> Result<Tasks> {
        return read_tasks(
            session,
            "key_id = :key_id AND (:no_bound = 1 OR created_at_ms < :before_ms) "
            "ORDER BY created_at_ms DESC, id DESC LIMIT :row_limit",
            {{"key_id", key_id},
             {"no_bound", before_ms == 0 ? 1LL : 0LL},
             {"before_ms", static_cast<long long>(before_ms)},
             {"row_limit", static_cast<long long>(limit)}}
        );
    });
}

Async<Result<std::vector<task::Task>>> SqlStore::unfinished_tasks()
{
    using Tasks = std::vector<task::Task>;
    co_return co_await thread_.ask<Tasks>(Access::read, [](soci::session& session) -> Result<Tasks> {
        return read_tasks(session, "status IN ('waiting', 'running') ORDER BY created_at_ms, id", {});
    });
}

Async<Done> SqlStore::delete_task_data(std::string key_id, std::string id)
{
    CO_TRY_DONE(co_await thread_.ask<void>(Access::write, [key_id, id](soci::session& session) -> Done {
        Query task(
            session,
            "UPDATE tasks SET output = 'null', spec = '{}', live_url = NULL, recording_url = '', "
            "downloads_url = '' "
            "WHERE id = :id AND key_id = :key_id",
            {{"id", id}, {"key_id", key_id}}
        );
        if (task.run() == 0) return no_task(id);
        Query(session, "DELETE FROM events WHERE task_id = :id", {{"id", id}}).run();
        Query(session, "DELETE FROM webhooks WHERE task_id = :id", {{"id", id}}).run();
        return {};
    }));
    co_return co_await thread_.scrub();
}

Async<Done> SqlStore::append_event(std::string task_id, task::Event event)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [task_id = std::move(task_id), event = std::move(event)](soci::session& session) -> Done {
            const auto timestamp_ms = static_cast<long long>(event.timestamp_ms);
            Query query(
                session,
                "INSERT INTO events (task_id, timestamp_ms, id, name, payload) "
                "SELECT CAST(:task_id AS TEXT), CAST(:timestamp_ms AS BIGINT), CAST(:id AS TEXT), CAST(:name "
                "AS TEXT), "
                "CAST(:payload AS TEXT) WHERE NOT EXISTS "
                "(SELECT 1 FROM events WHERE task_id = :same_task AND timestamp_ms >= :same_time)",
                {{"task_id", task_id},
                 {"timestamp_ms", timestamp_ms},
                 {"id", event.id},
                 {"name", event.name},
                 {"payload", dump(event.payload)},
                 {"same_task", task_id},
                 {"same_time", timestamp_ms}}
            );
            if (query.run() == 0)
                return Error{
                    ErrorCode::conflict,
                    "an event of task " + task_id + " must be later than the one before it"
                };
            return {};
        }
    );
}

Async<Result<std::vector<task::Event>>> SqlStore::events_after(std::string task_id, std::int64_t timestamp_ms)
{
    using Events = std::vector<task::Event>;
    co_return co_await thread_.ask<Events>(Access::read, [=](soci::session& session) -> Result<Events> {
        task::Event event;
        std::string payload;
        long long at_ms = 0;
        Query query(
            session,
            "SELECT id, name, payload, timestamp_ms FROM events WHERE task_id = :task_id AND timestamp_ms > "
            ":after_ms "
            "ORDER BY timestamp_ms",
            {{"task_id", task_id}, {"after_ms", static_cast<long long>(timestamp_ms)}}
        );
        query.into(event.id);
        query.into(event.name);
        query.into(payload);
        query.into(at_ms);
        Events events;
        while (query.next()) {
            event.payload = object_from_row(payload);
            event.timestamp_ms = at_ms;
            events.push_back(event);
        }
        return events;
    });
}

}  // namespace lissom::store
