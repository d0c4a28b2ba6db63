#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "vault/vault.hpp"

namespace lissom::runner {

// Whose archive it is, and what seals it: logins lie in there.
struct Seal {
    const vault::Vault& vault;
    std::string owner;
};

// Packs what is worth keeping of a browser's user-data folder: storage of sites and settings, no caches, and
// no cookies, which are kept apart. The archive appears whole or not at all; one that is there is replaced.
// Answers its size. too_many_requests: it would hold more than `max_bytes`. Blocking.
Result<std::int64_t> pack_profile(
    const std::filesystem::path& folder,
    const std::filesystem::path& archive,
    const Seal& seal,
    std::uintmax_t max_bytes
);

// Makes a folder of it again. An archive that is not there is an empty folder. Blocking.
Done unpack_profile(
    const std::filesystem::path& archive,
    const Seal& seal,
    const std::filesystem::path& folder
);

}  // namespace lissom::runner
