#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/system_executor.hpp>

#include "store/memory_store.hpp"
#include "store/store.hpp"
#include "store/testing/temporary_postgres.hpp"

namespace lissom::store {

struct Skipped {
    std::string reason;
};

// A store as tests open it: empty, in a place of its own.
struct Backend {
    std::string name;
    std::function<std::variant<Skipped, std::unique_ptr<Store>>()> open;
};

// For messages of gtest, which else prints the bytes.
inline void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }

inline std::unique_ptr<Store> must_open(const std::string& address)
{
    auto opened = open_store(boost::asio::system_executor(), address);
    if (!opened) throw std::runtime_error(opened.error().message);
    return *std::move(opened);
}

inline std::variant<Skipped, std::unique_ptr<Store>> open_sqlite()
{
    // Gone at the end of the program: the store of a test is closed before, but its folder outlives it.
    static const TemporaryFolder folder;
    static int count = 0;
    return must_open("sqlite://" + (folder.path() / std::to_string(++count) / "lissom.db").string());
}

inline std::variant<Skipped, std::unique_ptr<Store>> open_postgres()
{
    if (TemporaryPostgres::programs().empty())
        return Skipped{"PostgreSQL is not installed: run tools/setup to test on it too"};
    static TemporaryPostgres server;  // starting one takes a second
    return must_open(server.new_database());
}

inline std::variant<Skipped, std::unique_ptr<Store>> open_memory() { return std::make_unique<MemoryStore>(); }

inline std::vector<Backend> all_backends()
{
    return {{"Memory", open_memory}, {"Sqlite", open_sqlite}, {"Postgres", open_postgres}};
}

}  // namespace lissom::store
