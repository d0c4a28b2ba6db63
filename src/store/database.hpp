#pragma once

#include <exception>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "store/store.hpp"

namespace soci {
class session;  // NOLINT(readability-identifier-naming): a name of theirs
}

namespace lissom::store {

// One connection to a database: what differs between SQLite and PostgreSQL. Used by one thread at a time.
class Database {
public:
    virtual ~Database() = default;

    // Opens, or opens again after the connection was lost. The error says what, where and what next.
    virtual Done connect() = 0;
    virtual soci::session& session() = 0;

    // Starts a transaction that will write.
    virtual void begin() = 0;

    // What an exception of a statement means for a person. Never the values of the statement.
    virtual Error describe(const std::exception& exception) = 0;

    // True where the connection is gone and connect() may bring it back.
    virtual bool is_lost() = 0;

    // After rows were deleted for privacy and that is committed: removes what still holds their text.
    virtual void scrub() = 0;
};

std::unique_ptr<Database> make_sqlite(std::string path, Use use);
std::unique_ptr<Database> make_postgres(std::string address, Use use);

// Brings the tables to the state this program knows. conflict: a newer program made them.
Done migrate(Database& database);

}  // namespace lissom::store
