#include "store/query.hpp"
#include "store/sql_store.hpp"

namespace lissom::store {
namespace {

std::vector<Bind> binds_of(const Key& key)
{
    return {
        {"id", key.id},
        {"name", key.name},
        {"secret_sha256", key.secret_sha256},
        {"hint", key.hint},
        {"created_at_ms", static_cast<long long>(key.created_at_ms)},
        {"last_used_at_ms", static_cast<long long>(key.last_used_at_ms)},
        {"is_revoked", key.is_revoked ? 1LL : 0LL},
        {"limits", dump(key.limits)},
        {"credits_used", key.credits_used},
    };
}

Error no_key(const std::string& id) { return Error{ErrorCode::not_found, "no key with the id " + id}; }

}  // namespace

Async<Done> SqlStore::insert_key(Key key)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [key = std::move(key)](soci::session& session) -> Done {
            Query query(
                session,
                "INSERT INTO api_keys (id, name, secret_sha256, hint, created_at_ms, last_used_at_ms, "
                "is_revoked, limits, "
                "credits_used) VALUES (:id, :name, :secret_sha256, :hint, :created_at_ms, :last_used_at_ms, "
                ":is_revoked, "
                ":limits, :credits_used) ON CONFLICT DO NOTHING",
                binds_of(key)
            );
            if (query.run() == 0)
                return Error{ErrorCode::conflict, "there is already a key with the id " + key.id};
            return {};
        }
    );
}

Async<Done> SqlStore::update_key(Key key)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [key = std::move(key)](soci::session& session) -> Done {
            auto binds = binds_of(key);
            std::erase_if(binds, [](const Bind& bound) {
                return bound.name == "created_at_ms" || bound.name == "last_used_at_ms" ||
                       bound.name == "credits_used";
            });
            Query query(
                session,
                "UPDATE api_keys SET name = :name, secret_sha256 = :secret_sha256, hint = :hint, "
                "is_revoked = :is_revoked, limits = :limits WHERE id = :id",
                std::move(binds)
            );
            if (query.run() == 0) return no_key(key.id);
            return {};
        }
    );
}

Async<Done> SqlStore::note_key_use(std::string id, std::int64_t last_used_at_ms, double credits)
{
    co_return co_await thread_.ask<void>(Access::write, [=](soci::session& session) -> Done {
        const auto at_ms = static_cast<long long>(last_used_at_ms);
        Query query(
            session,
            "UPDATE api_keys SET credits_used = credits_used + :credits, last_used_at_ms = "
            "CASE WHEN last_used_at_ms < :at_ms THEN :new_at_ms ELSE last_used_at_ms END WHERE id = :id",
            {{"credits", credits}, {"at_ms", at_ms}, {"new_at_ms", at_ms}, {"id", id}}
        );
        if (query.run() == 0) return no_key(id);
        return {};
    });
}

Async<Result<std::vector<Key>>> SqlStore::keys()
{
    using Keys = std::vector<Key>;
    co_return co_await thread_.ask<Keys>(Access::read, [](soci::session& session) -> Result<Keys> {
        Key key;
        std::string limits;
        long long created_at_ms = 0, last_used_at_ms = 0, is_revoked = 0;
        Query query(
            session,
            "SELECT id, name, secret_sha256, hint, created_at_ms, last_used_at_ms, is_revoked, limits, "
            "credits_used "
            "FROM api_keys ORDER BY created_at_ms, id",
            {}
        );
        query.into(key.id);
        query.into(key.name);
        query.into(key.secret_sha256);
        query.into(key.hint);
        query.into(created_at_ms);
        query.into(last_used_at_ms);
        query.into(is_revoked);
        query.into(limits);
        query.into(key.credits_used);
        Keys keys;
        while (query.next()) {
            key.created_at_ms = created_at_ms;
            key.last_used_at_ms = last_used_at_ms;
            key.is_revoked = is_revoked != 0;
            key.limits = object_from_row(limits);
            keys.push_back(key);
        }
        return keys;
    });
}

}  // namespace lissom::store
