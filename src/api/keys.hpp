#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/async.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/http.hpp"
#include "store/store.hpp"

namespace lissom::api {

struct NewKey {
    store::Key row;
    std::string text;  // what the client sends: shown once, kept nowhere
};

// A fresh key, "sk_<id>_<secret>".
NewKey make_key(std::string name, std::int64_t now_ms);

// The row for a key whose text somebody else chose.
store::Key key_row(std::string id, std::string name, std::string_view text, std::int64_t now_ms);

// Who may ask. Owned by app/. Keeps the store's keys in memory, so that a request costs one hash; what
// `lissom keys` adds is seen at once and what it revokes within seconds, also by other servers on the same
// store.
class Keys {
public:
    Keys(store::Store& store, Clock clock);

    Async<Done> load();

    // The id of the key in the `apikey` header, or in `Authorization: Bearer`. Error: unauthorized, for a
    // while also without a look at the key where an address keeps guessing.
    Async<Result<std::string>> check(const net::Request& request);

private:
    // What an address has shown. A key that was right from there stays welcome, so that one client with a
    // wrong key does not lock out its neighbours.
    struct Address {
        int wrong = 0;
        std::int64_t refused_until_ms = 0;
        std::set<std::string> welcome;  // key ids
    };

    Async<void> refresh(std::int64_t older_than_ms);
    const store::Key* find(const std::string& digest) const;
    Address& address_of(const std::string& text);
    Error note_wrong(Address& address, const std::string& text, std::int64_t now_ms);

    store::Store& store_;
    Clock clock_;
    std::map<std::string, store::Key, std::less<>> by_digest_;
    std::map<std::string, Address, std::less<>> by_address_;
    std::int64_t loaded_at_ms_ = 0;
    bool is_loading_ = false;
};

}  // namespace lissom::api
