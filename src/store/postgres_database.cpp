#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <string_view>
#include <utility>

#include "store/database.hpp"
#include "store/query.hpp"

namespace lissom::store {
namespace {

// Held for as long as the connection lives, so that two servers never work on one database: the second would
// end the first one's tasks as left over. The number only has to differ from other programs'.
constexpr long long server_lock = 0x4c6973736f6d;  // "Lissom"

std::string with_parameter(std::string address, std::string_view name, std::string_view value)
{
    const auto query = address.find('?');
    if (query != std::string::npos && address.find(std::string(name) + "=", query) != std::string::npos)
        return address;
    address += query == std::string::npos ? "?" : "&";
    return address.append(name).append("=").append(value);
}

// Nothing here waits for ever: not connecting, not for an answer that never comes, not for a network that is
// gone.
std::string with_limits(std::string address)
{
    address = with_parameter(std::move(address), "connect_timeout", "5");
    address = with_parameter(std::move(address), "keepalives_idle", "5");
    address = with_parameter(std::move(address), "keepalives_interval", "2");
    address = with_parameter(std::move(address), "keepalives_count", "3");
    address = with_parameter(std::move(address), "tcp_user_timeout", "10000");
    return with_parameter(std::move(address), "application_name", "lissom");
}

// For messages: the address without a password.
std::string without_password(std::string address)
{
    const auto start = address.find("://") + 3;
    const auto at = address.find('@', start);
    const auto colon = address.find(':', start);
    if (at != std::string::npos && colon != std::string::npos && colon < at) address.erase(colon, at - colon);
    if (const auto query = address.find('?'); query != std::string::npos) address.erase(query);
    return address;
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

class Postgres final : public Database {
public:
    Postgres(std::string address, Use use)
        : address_(with_limits(std::move(address))),
          shown_address_(without_password(address_)),
          use_(use)
    {
    }

    Done connect() override
    {
        try {
            if (was_open_) session_.close();
            was_open_ = false;
            session_.open(soci::postgresql, address_);
            was_open_ = true;
            run(session_, "SET statement_timeout = '20s'");
            run(session_, "SET client_min_messages = warning");
            run(session_, "SET client_encoding = 'UTF8'");
            if (use_ == Use::beside_a_server || take_lock()) return {};
            session_.close();
            was_open_ = false;
            return Error{
                ErrorCode::unavailable,
                "the database " + shown_address_ +
                    " is in use by another Lissom server: stop that one, or give this one a database of its "
                    "own"
            };
        } catch (const std::exception& exception) {
            return describe(exception);
        }
    }

    soci::session& session() override { return session_; }
    void begin() override { session_.begin(); }

    Error describe(const std::exception& exception) override
    {
        const auto* error = dynamic_cast<const soci::postgresql_soci_error*>(&exception);
        const auto state = error ? error->sqlstate() : "";
        if (state == "53100")
            return Error{
                ErrorCode::unavailable,
                "no space left for the database " + shown_address_ + ": free some on its server"
            };
        if (state == "57014")
            return Error{
                ErrorCode::timeout,
                "the database " + shown_address_ + " took longer than 20 s: see what keeps its server busy"
            };
        if (state == "42501" || state == "25006")
            return Error{
                ErrorCode::unavailable,
                "cannot write the database " + shown_address_ + " (" + first_line(exception.what()) +
                    "): give this user the right to create and write tables"
            };
        if (is_lost())
            return Error{
                ErrorCode::unavailable,
                "cannot reach the database " + shown_address_ + " (" + first_line(exception.what()) +
                    "): see that its server runs and the address is right"
            };
        return Error{
            ErrorCode::internal,
            "the database " + shown_address_ + " refused: " + first_line(exception.what())
        };
    }

    bool is_lost() override { return !was_open_ || !session_.is_connected(); }

    // PostgreSQL has no way to wipe dead rows at once; autovacuum does it in its time. docs/deployment.md
    // says so.
    void scrub() override {}

private:
    bool take_lock()
    {
        long long is_ours = 0;
        Query lock(
            session_,
            "SELECT CASE WHEN pg_try_advisory_lock(:lock) THEN 1 ELSE 0 END",
            {{"lock", server_lock}}
        );
        lock.into(is_ours);
        return lock.next() && is_ours != 0;
    }

    std::string address_;
    std::string shown_address_;
    Use use_;
    soci::session session_;
    bool was_open_ = false;
};

}  // namespace

std::unique_ptr<Database> make_postgres(std::string address, Use use)
{
    return std::make_unique<Postgres>(std::move(address), use);
}

}  // namespace lissom::store
