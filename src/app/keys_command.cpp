#include "app/keys_command.hpp"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <iostream>

#include "api/keys.hpp"
#include "app/event_loop.hpp"
#include "base/try.hpp"
#include "store/store.hpp"

namespace lissom::app {
namespace {

std::string day_of(std::int64_t ms)
{
    if (ms == 0) return "never";
    std::time_t seconds = ms / 1'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::ostringstream text;
    text << std::put_time(&parts, "%Y-%m-%d %H:%M");
    return text.str();
}

Async<Done> create(store::Store& store, std::string name)
{
    auto key = api::make_key(std::move(name), system_clock()());
    CO_TRY_DONE(co_await store.insert_key(key.row));
    std::cerr << "The key \"" << key.row.name << "\", id " << key.row.id << ". It is shown this once:\n";
    std::cout << key.text << "\n";
    co_return Done();
}

Async<Done> list(store::Store& store)
{
    CO_TRY(auto keys, co_await store.keys());
    std::cout << std::left << std::setw(12) << "ID" << std::setw(24) << "NAME" << std::setw(8) << "ENDS"
              << std::setw(18) << "CREATED (UTC)"
              << "STATE\n";
    for (const auto& key : keys)
        std::cout << std::left << std::setw(12) << key.id << std::setw(24) << key.name << std::setw(8)
                  << ("…" + key.hint) << std::setw(18) << day_of(key.created_at_ms)
                  << (key.is_revoked ? "revoked" : "valid") << "\n";
    co_return Done();
}

Async<Done> revoke(store::Store& store, std::string id)
{
    CO_TRY(auto keys, co_await store.keys());
    auto key = std::ranges::find(keys, id, &store::Key::id);
    if (key == keys.end())
        co_return Error{ErrorCode::not_found, "no key has the id " + id + "; `lissom keys list` shows them"};
    key->is_revoked = true;
    CO_TRY_DONE(co_await store.update_key(*key));
    std::cerr << "revoked: \"" << key->name << "\" (" << id
              << "); running servers refuse it within seconds\n";
    co_return Done();
}

Async<int> with_store(
    boost::asio::any_io_executor executor,
    std::string address,
    std::function<Async<Done>(store::Store&)> work
)
{
    auto store = store::open_store(executor, address, store::Use::beside_a_server);
    if (!store) {
        std::cerr << "lissom: " << store.error().message << "\n";
        co_return 1;
    }
    auto done = co_await work(**store);
    co_await (*store)->close();
    if (!done) std::cerr << "lissom: " << done.error().message << "\n";
    co_return done ? 0 : 1;
}

int run_with_store(const Config& config, std::function<Async<Done>(store::Store&)> work)
{
    std::error_code error;
    std::filesystem::create_directories(config.data, error);  // the store's own message says where it failed
    boost::asio::io_context loop(1);
    return run_to_end(loop, with_store(loop.get_executor(), config.store, std::move(work)));
}

}  // namespace

int create_key(const Config& config, const std::string& name)
{
    return run_with_store(config, [name](store::Store& store) { return create(store, name); });
}

int list_keys(const Config& config) { return run_with_store(config, list); }

int revoke_key(const Config& config, const std::string& id)
{
    return run_with_store(config, [id](store::Store& store) { return revoke(store, id); });
}

}  // namespace lissom::app
