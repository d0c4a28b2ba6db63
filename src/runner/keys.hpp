#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/nursery.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "runner/limits.hpp"
#include "store/store.hpp"

namespace lissom::runner {

// A new key with its text, which is shown this once and kept nowhere.
struct NewKey {
    store::Key key;
    std::string text;  // "sk_<id>_<secret>"
};

// Who may use the API, and how much. All keys are held in memory, so that checking one costs no SQL. Another
// program may change the store's keys meanwhile (`lissom keys`): catch_up() sees that. Whoever awaits start()
// awaits close() last.
class Keys {
public:
    Keys(boost::asio::any_io_executor executor, store::Store& store, Clock clock = system_clock());

    Async<Done> start();
    Async<void> close();  // writes when keys were last used

    // invalid_argument: the limits are not what limits_from_json takes.
    Async<Result<NewKey>> create(std::string name, JsonObject limits = {});

    // Makes any text the key with this id, new or in place of its old text; valid again if it was revoked.
    // For what an operator has set, or brings along from another service. invalid_argument: the text cannot
    // be sent in a header.
    Async<Done> put(std::string id, std::string name, std::string text);

    // In the order they were made, revoked ones included.
    std::vector<store::Key> list() const;
    const store::Key* find(std::string_view id) const;  // null if there is none

    // From now on; what runs already goes on. not_found: no such key.
    Async<Done> revoke(std::string id);

    // invalid_argument, not_found.
    Async<Done> set_limits(std::string id, JsonObject limits);

    // Reads the keys again, unless they were read within this time. A store that fails leaves what is known.
    Async<void> catch_up(Millis at_most_every);

    // Whose key this is: the id. unauthorized: missing, unknown, revoked or expired. too_many_requests: more
    // requests a minute than the key has. Takes the same time however much of a key is right.
    Result<std::string> check(std::string_view text);

    // Without any limit for a key that does not exist: some tests and tools work without keys.
    const Limits& limits_of(std::string_view id) const;

    // too_many_requests: all its credits are used.
    Done check_credits(std::string_view id) const;

    // Adds what a task has used. Durable when it returns.
    Async<Done> charge(std::string id, double credits);

private:
    // A bucket of requests that fills again over a minute.
    struct Allowance {
        double requests = 0;
        std::int64_t counted_at_ms = 0;
    };
    struct Known {
        store::Key key;
        Limits limits;
        std::optional<Allowance> allowance;  // none: not used yet
        std::int64_t unsaved_use_ms = 0;     // 0: nothing to save
    };

    Async<Done> load();
    void remember(store::Key key, Limits limits);
    bool take_one_request(Known& known, std::int64_t now_ms);
    Async<void> keep_saving_uses();
    Async<void> save_uses();

    store::Store& store_;
    Clock clock_;
    std::map<std::string, Known, std::less<>> keys_;              // by id
    std::unordered_map<std::string, std::string> ids_by_secret_;  // SHA-256 in hex to id
    std::int64_t loaded_at_ms_ = 0;
    bool is_loading_ = false;
    Nursery nursery_;
};

}  // namespace lissom::runner
