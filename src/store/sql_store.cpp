#include "store/sql_store.hpp"

#include "store/query.hpp"

namespace lissom::store {

SqlStore::SqlStore(std::unique_ptr<Database> database, std::shared_ptr<const vault::Vault> vault)
    : thread_(std::move(database)),
      vault_(std::move(vault))
{
}

Async<Done> SqlStore::ping()
{
    co_return co_await thread_.ask<void>(Access::read, [](soci::session& session) -> Done {
        run(session, "SELECT 1");
        return {};
    });
}

Async<void> SqlStore::close() { co_await thread_.close(); }

}  // namespace lissom::store
