#include "base/try.hpp"
#include "store/query.hpp"
#include "store/sql_store.hpp"

namespace lissom::store {
namespace {

using SharedVault = std::shared_ptr<const vault::Vault>;

std::vector<Bind> binds_of(const Profile& profile, const SharedVault& vault)
{
    auto cookies = dump(profile.cookies);
    if (vault) cookies = vault->seal(profile.key_id, cookies);
    return {
        {"key_id", profile.key_id},
        {"id", profile.id},
        {"cookies", std::move(cookies)},
        {"size_bytes", static_cast<long long>(profile.size_bytes)},
        {"created_at_ms", static_cast<long long>(profile.created_at_ms)},
        {"last_saved_at_ms", static_cast<long long>(profile.last_saved_at_ms)},
    };
}

Result<JsonArray> opened(const Profile& profile, const std::string& cookies, const SharedVault& vault)
{
    if (!vault::Vault::is_sealed(cookies)) return array_from_row(cookies);
    if (!vault) return Error{ErrorCode::unavailable, "profiles cannot be read without the vault's key"};
    auto plain = vault->open(profile.key_id, cookies);
    if (!plain)
        return Error{
            plain.error().code, "profile " + profile.id + " cannot be read: " + plain.error().message
        };
    return array_from_row(*plain);
}

Result<std::vector<Profile>> read_profiles(
    soci::session& session,
    const SharedVault& vault,
    const std::string& condition,
    std::vector<Bind> binds
)
{
    Profile profile;
    std::string cookies;
    long long size_bytes = 0, created_at_ms = 0, last_saved_at_ms = 0;
    Query query(
        session,
        "SELECT key_id, id, cookies, size_bytes, created_at_ms, last_saved_at_ms FROM profiles WHERE " +
            condition,
        std::move(binds)
    );
    query.into(profile.key_id);
    query.into(profile.id);
    query.into(cookies);
    query.into(size_bytes);
    query.into(created_at_ms);
    query.into(last_saved_at_ms);
    std::vector<Profile> profiles;
    while (query.next()) {
        TRY(profile.cookies, opened(profile, cookies, vault));
        profile.size_bytes = size_bytes;
        profile.created_at_ms = created_at_ms;
        profile.last_saved_at_ms = last_saved_at_ms;
        profiles.push_back(profile);
    }
    return profiles;
}

Error no_profile(const std::string& id)
{
    return Error{ErrorCode::not_found, "profile " + id + " not found"};
}

}  // namespace

Async<Done> SqlStore::insert_profile(Profile profile)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [profile = std::move(profile), vault = vault_](soci::session& session) -> Done {
            Query query(
                session,
                "INSERT INTO profiles (key_id, id, cookies, size_bytes, created_at_ms, last_saved_at_ms) "
                "VALUES (:key_id, :id, :cookies, :size_bytes, :created_at_ms, :last_saved_at_ms) ON CONFLICT "
                "DO NOTHING",
                binds_of(profile, vault)
            );
            if (query.run() == 0)
                return Error{ErrorCode::conflict, "there is already a profile with the id " + profile.id};
            return {};
        }
    );
}

Async<Done> SqlStore::update_profile(Profile profile)
{
    co_return co_await thread_.ask<void>(
        Access::write,
        [profile = std::move(profile), vault = vault_](soci::session& session) -> Done {
            Query query(
                session,
                "UPDATE profiles SET cookies = :cookies, size_bytes = :size_bytes, created_at_ms = "
                ":created_at_ms, "
                "last_saved_at_ms = :last_saved_at_ms WHERE key_id = :key_id AND id = :id",
                binds_of(profile, vault)
            );
            if (query.run() == 0) return no_profile(profile.id);
            return {};
        }
    );
}

Async<Result<Profile>> SqlStore::find_profile(std::string key_id, std::string id)
{
    co_return co_await thread_.ask<Profile>(
        Access::read,
        [key_id, id, vault = vault_](soci::session& session) -> Result<Profile> {
            TRY(auto profiles,
                read_profiles(
                    session, vault, "key_id = :key_id AND id = :id", {{"key_id", key_id}, {"id", id}}
                ));
            if (profiles.empty()) return no_profile(id);
            return std::move(profiles.front());
        }
    );
}

Async<Result<std::vector<Profile>>> SqlStore::profiles(std::string key_id)
{
    using Profiles = std::vector<Profile>;
    co_return co_await thread_.ask<Profiles>(
        Access::read,
        [key_id, vault = vault_](soci::session& session) -> Result<Profiles> {
            return read_profiles(
                session, vault, "key_id = :key_id ORDER BY created_at_ms, id", {{"key_id", key_id}}
            );
        }
    );
}

Async<Done> SqlStore::delete_profile(std::string key_id, std::string id)
{
    CO_TRY_DONE(co_await thread_.ask<void>(Access::write, [key_id, id](soci::session& session) -> Done {
        Query query(
            session,
            "DELETE FROM profiles WHERE key_id = :key_id AND id = :id",
            {{"key_id", key_id}, {"id", id}}
        );
        if (query.run() == 0) return no_profile(id);
        return {};
    }));
    co_return co_await thread_.scrub();  // cookies are as good as passwords
}

}  // namespace lissom::store
