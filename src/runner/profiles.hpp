#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/signal.hpp"
#include "base/time.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace lissom::runner {

enum class ProfileUse { read_and_write, read_only };

// One session's own copy of a profile. Whoever opened it gives it back.
struct ProfileLease {
    std::string key_id;
    std::string profile_id;
    ProfileUse use = ProfileUse::read_only;
    std::filesystem::path folder;  // for ContextOptions::user_data; empty: a fresh context will do
    JsonArray cookies;             // for ContextOptions::cookies
    JsonArray
        known_cookies;  // as kept when it was opened or last saved: what the session changes is told by them
};

// What lasts from one session to the next: storage of sites as a packed user-data folder, cookies (those of
// the session too) in the database. Every session works on a copy of its own, so two never harm one another:
// of the storage the one that is saved last stays, of cookies what either has changed. Owned by the Runner.
class Profiles {
public:
    struct Places {
        std::filesystem::path data;  // of the server: what is kept lies below it; empty: cookies only
        std::filesystem::path
            work;  // copies in use lie here, where the user that runs Chromium can get; swept at start
        std::shared_ptr<const vault::Vault> vault = vault::Vault::temporary();  // seals what is kept
    };
    Profiles(
        boost::asio::any_io_executor executor,
        boost::asio::thread_pool& disk,
        store::Store& store,
        Places places,
        Clock clock
    );

    // Removes the copies that a dead server left.
    Async<Done> start();
    Async<void> stop();  // after the last lease was given back

    // not_found: there is no such profile of this key.
    Async<Result<ProfileLease>> open(std::string key_id, std::string profile_id, ProfileUse use);

    // While the session runs: what its browser has now. A crash then costs no more than what came after.
    Async<Done> save_cookies(ProfileLease& lease, JsonArray cookies);

    // At the end, when the browser has closed and so written all it has. Without cookies (it crashed) those
    // saved before stay. Nothing for a lease that is read-only.
    Async<Done> save(ProfileLease& lease, std::optional<JsonArray> cookies);

    // Removes the copy.
    Async<void> give_back(ProfileLease lease);

private:
    class Turn;
    Async<Done>
    update(ProfileLease& lease, std::optional<JsonArray> cookies, std::optional<std::int64_t> size_bytes);

    boost::asio::thread_pool& disk_;
    store::Store& store_;
    Places places_;
    Clock clock_;
    std::set<std::filesystem::path> being_saved_;  // one at a time each: a save reads before it writes
    Signal saved_;
};

}  // namespace lissom::runner
