#include "app/keys_command.hpp"

#include <ctime>
#include <functional>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "app/event_loop.hpp"
#include "base/try.hpp"
#include "runner/keys.hpp"
#include "store/store.hpp"

namespace lissom::app {
namespace {

std::string minute_of(std::int64_t ms)
{
    if (ms == 0) return "never";
    const std::time_t seconds = ms / 1'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::ostringstream text;
    text << std::put_time(&parts, "%Y-%m-%d %H:%M");
    return text.str();
}

Async<Done> create(runner::Keys& keys, std::string name)
{
    CO_TRY(auto key, co_await keys.create(std::move(name)));
    std::cerr << "The key \"" << key.key.name << "\", id " << key.key.id << ". It is shown this once:\n";
    std::cout << key.text << "\n";
    co_return Done();
}

void print_row(
    std::string_view id,
    std::string_view name,
    std::string_view hint,
    std::string_view created,
    std::string_view used,
    std::string_view state
)
{
    std::cout << std::left << std::setw(14) << id << std::setw(24) << name << std::setw(6) << hint
              << std::setw(18) << created << std::setw(18) << used << state << "\n";
}

Async<Done> list(runner::Keys& keys)
{
    print_row("ID", "NAME", "ENDS", "MADE (UTC)", "LAST USED", "STATE");
    for (const auto& key : keys.list())
        print_row(
            key.id,
            key.name,
            key.hint,
            minute_of(key.created_at_ms),
            minute_of(key.last_used_at_ms),
            key.is_revoked ? "revoked" : "valid"
        );
    co_return Done();
}

Async<Done> revoke(runner::Keys& keys, std::string id)
{
    auto done = co_await keys.revoke(id);
    if (!done && done.error().code == ErrorCode::not_found)
        co_return Error{ErrorCode::not_found, "no key has the id " + id + "; `lissom keys list` shows them"};
    if (done) std::cerr << "revoked: " << id << "; a running server refuses it within seconds\n";
    co_return done;
}

using Work = std::function<Async<Done>(runner::Keys&)>;

Async<Done> work_with_keys(boost::asio::any_io_executor executor, store::Store& store, Work work)
{
    runner::Keys keys(executor, store);
    CO_TRY_DONE(co_await keys.start());
    auto done = co_await work(keys);
    co_await keys.close();
    co_return done;
}

Async<int> with_store(boost::asio::any_io_executor executor, std::string address, Work work)
{
    auto store = store::open_store(executor, address, store::Use::beside_a_server);
    if (!store) {
        std::cerr << "lissom: " << store.error().message << "\n";
        co_return 1;
    }
    auto done = co_await work_with_keys(executor, **store, std::move(work));
    co_await (*store)->close();
    if (!done) std::cerr << "lissom: " << done.error().message << "\n";
    co_return done ? 0 : 1;
}

int run_with_keys(const Config& config, Work work)
{
    std::error_code error;
    std::filesystem::create_directories(config.data, error);  // the store's own message says where it failed
    if (!error) std::filesystem::permissions(config.data, std::filesystem::perms::owner_all, error);
    boost::asio::io_context loop(1);
    return run_to_end(loop, with_store(loop.get_executor(), config.store, std::move(work)));
}

}  // namespace

int create_key(const Config& config, const std::string& name)
{
    return run_with_keys(config, [name](runner::Keys& keys) { return create(keys, name); });
}

int list_keys(const Config& config) { return run_with_keys(config, list); }

int revoke_key(const Config& config, const std::string& id)
{
    return run_with_keys(config, [id](runner::Keys& keys) { return revoke(keys, id); });
}

}  // namespace lissom::app
