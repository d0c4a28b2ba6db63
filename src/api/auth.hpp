#pragma once

#include <map>
#include <set>
#include <string>

#include "base/async.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace lissom::runner {
class Keys;
}

namespace lissom::api {

// Who is asking. Owned by app/. Notices what `lissom keys` changes while the server runs, and slows down
// addresses that guess.
class Auth {
public:
    // People mistype a key a few times, and programs try every route once with a wrong one; against a random
    // key so many guesses are nothing.
    static constexpr int free_guesses = 60;

    Auth(runner::Keys& keys, Clock clock);

    // The id of the key in the `apikey` header, or in `Authorization: Bearer`. Errors: unauthorized;
    // too_many_requests: the key's own limit, and for a while whatever comes from an address that keeps
    // guessing, right keys too.
    Async<Result<std::string>> check(const net::Request& request);

    // Seconds until a request that was too much may come again.
    std::int64_t retry_after(const net::Request& request) const;

    runner::Keys& keys() { return keys_; }

private:
    // What an address has shown. A key that was right from there stays welcome, so that one client with a
    // wrong key does not lock out its neighbours.
    struct Address {
        int wrong = 0;
        std::int64_t refused_until_ms = 0;
        std::set<std::string> welcome;  // key ids
    };

    Address& address_of(const std::string& text);
    void note_wrong(const std::string& text, std::int64_t now_ms);

    runner::Keys& keys_;
    Clock clock_;
    std::map<std::string, Address, std::less<>> by_address_;
};

}  // namespace lissom::api
