#include <array>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "embedded/store/migrations/v001_start.sql.hpp"
#include "embedded/store/migrations/v002_webhooks.sql.hpp"
#include "store/database.hpp"
#include "store/query.hpp"

namespace lissom::store {
namespace {

// In order; the first brings an empty database to version 1. A published one is never changed, only followed.
constexpr std::array<std::string_view, 2> migrations{embedded::v001_start_sql, embedded::v002_webhooks_sql};

void run_statements(soci::session& session, std::string_view text)
{
    // Our own files: no ';' but at the end of a statement, comments on lines of their own.
    while (!text.empty()) {
        const auto end = text.find(';');
        const auto statement = text.substr(0, end);
        if (statement.find_first_not_of(" \n\t") == std::string_view::npos) return;
        run(session, std::string(statement));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

int version_of(soci::session& session)
{
    run(session, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
    long long version = 0;
    Query query(session, "SELECT version FROM schema_version", {});
    query.into(version);
    query.next();
    return static_cast<int>(version);
}

Done run_migrations(Database& database)
{
    auto& session = database.session();
    const auto version = static_cast<std::size_t>(version_of(session));
    if (version > migrations.size())
        return Error{
            ErrorCode::conflict,
            "the database has schema version " + std::to_string(version) +
                ", this program knows versions up to " + std::to_string(migrations.size()) +
                ": start the newer Lissom that made it, or choose another data folder"
        };
    if (version == migrations.size()) return {};
    for (auto next = version; next < migrations.size(); ++next) run_statements(session, migrations[next]);
    run(session, "DELETE FROM schema_version");
    Query(
        session,
        "INSERT INTO schema_version (version) VALUES (:version)",
        {{"version", static_cast<long long>(migrations.size())}}
    ).run();
    log::info("database migrated", {{"from_version", version}, {"to_version", migrations.size()}});
    return {};
}

}  // namespace

Done migrate(Database& database)
{
    try {
        database.begin();
        auto done = run_migrations(database);
        database.session().commit();
        return done;
    } catch (const std::exception& exception) {
        auto error = database.describe(exception);
        try {
            database.session().rollback();
        } catch (const std::exception&) {
            // The first error is the one that says what is wrong.
        }
        return error;
    }
}

}  // namespace lissom::store
