#include <string_view>

#include "store/sql_store.hpp"
#include "store/store.hpp"

namespace lissom::store {
namespace {

// Null for an address of no kind we know.
std::unique_ptr<Database> database_at(const std::string& address, Use use)
{
    constexpr std::string_view sqlite = "sqlite://";
    if (address.starts_with(sqlite) && address.size() > sqlite.size())
        return make_sqlite(address.substr(sqlite.size()), use);
    if (address.starts_with("postgresql://") || address.starts_with("postgres://"))
        return make_postgres(address, use);
    return nullptr;
}

}  // namespace

// The executor is that of whoever asks: every answer comes back to the loop its question came from.
Result<std::unique_ptr<Store>> open_store(
    boost::asio::any_io_executor,
    std::string address,
    Use use,
    std::shared_ptr<const vault::Vault> vault
)
{
    auto database = database_at(address, use);
    if (!database)
        return Error{
            ErrorCode::invalid_argument,
            "not a database address: write sqlite:///folder/lissom.db or postgresql://user@host/database"
        };
    if (auto connected = database->connect(); !connected) return connected.error();
    if (auto migrated = migrate(*database); !migrated) return migrated.error();
    return std::unique_ptr<Store>(std::make_unique<SqlStore>(std::move(database), std::move(vault)));
}

}  // namespace lissom::store
