#include "store/query.hpp"
#include "store/sql_store.hpp"

namespace lissom::store {
namespace {

using Uploads = std::vector<Upload>;

Uploads read_uploads(soci::session& session, const std::string& condition, std::vector<Bind> binds)
{
    Upload upload;
    long long size_bytes = 0, created_at_ms = 0, expires_at_ms = 0;
    Query query(
        session,
        "SELECT id, key_id, kind, file_name, purpose, size_bytes, created_at_ms, expires_at_ms FROM uploads "
        "WHERE " +
            condition,
        std::move(binds)
    );
    query.into(upload.id);
    query.into(upload.key_id);
    query.into(upload.kind);
    query.into(upload.file_name);
    query.into(upload.purpose);
    query.into(size_bytes);
    query.into(created_at_ms);
    query.into(expires_at_ms);
    Uploads uploads;
    while (query.next()) {
        upload.size_bytes = size_bytes;
        upload.created_at_ms = created_at_ms;
        upload.expires_at_ms = expires_at_ms;
        uploads.push_back(upload);
    }
    return uploads;
}

Error no_upload(const std::string& id) { return Error{ErrorCode::not_found, "no upload with the id " + id}; }

}  // namespace

Async<Done> SqlStore::insert_upload(Upload upload)
{
    co_return co_await thread_.ask<
        void>(Access::write, [upload = std::move(upload)](soci::session& session) -> Done {
        Query query(
            session,
            "INSERT INTO uploads (id, key_id, kind, file_name, purpose, size_bytes, created_at_ms, "
            "expires_at_ms) "
            "VALUES (:id, :key_id, :kind, :file_name, :purpose, :size_bytes, :created_at_ms, :expires_at_ms) "
            "ON CONFLICT DO NOTHING",
            {{"id", upload.id},
             {"key_id", upload.key_id},
             {"kind", upload.kind},
             {"file_name", upload.file_name},
             {"purpose", upload.purpose},
             {"size_bytes", static_cast<long long>(upload.size_bytes)},
             {"created_at_ms", static_cast<long long>(upload.created_at_ms)},
             {"expires_at_ms", static_cast<long long>(upload.expires_at_ms)}}
        );
        if (query.run() == 0)
            return Error{ErrorCode::conflict, "there is already an upload with the id " + upload.id};
        return {};
    });
}

Async<Result<Upload>> SqlStore::find_upload(std::string key_id, std::string id)
{
    co_return co_await thread_.ask<Upload>(
        Access::read,
        [key_id, id](soci::session& session) -> Result<Upload> {
            auto uploads =
                read_uploads(session, "id = :id AND key_id = :key_id", {{"id", id}, {"key_id", key_id}});
            if (uploads.empty()) return no_upload(id);
            return std::move(uploads.front());
        }
    );
}

Async<Result<std::vector<Upload>>> SqlStore::uploads(std::string key_id, std::string kind)
{
    co_return co_await thread_.ask<Uploads>(
        Access::read,
        [key_id, kind](soci::session& session) -> Result<Uploads> {
            return read_uploads(
                session,
                "key_id = :key_id AND kind = :kind ORDER BY created_at_ms, id",
                {{"key_id", key_id}, {"kind", kind}}
            );
        }
    );
}

Async<Result<std::vector<Upload>>> SqlStore::expired_uploads(std::int64_t now_ms)
{
    co_return co_await thread_.ask<Uploads>(
        Access::read,
        [now_ms](soci::session& session) -> Result<Uploads> {
            return read_uploads(
                session,
                "expires_at_ms > 0 AND expires_at_ms <= :now_ms ORDER BY expires_at_ms, id",
                {{"now_ms", static_cast<long long>(now_ms)}}
            );
        }
    );
}

Async<Done> SqlStore::delete_upload(std::string key_id, std::string id)
{
    co_return co_await thread_.ask<void>(Access::write, [key_id, id](soci::session& session) -> Done {
        Query query(
            session,
            "DELETE FROM uploads WHERE id = :id AND key_id = :key_id",
            {{"id", id}, {"key_id", key_id}}
        );
        if (query.run() == 0) return no_upload(id);
        return {};
    });
}

}  // namespace lissom::store
