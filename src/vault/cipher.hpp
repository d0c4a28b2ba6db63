#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "vault/vault.hpp"

// AES-256-GCM, for the files of this folder alone.

namespace lissom::vault {

inline constexpr std::size_t salt_bytes = 16;
inline constexpr std::size_t tag_bytes = 16;
using Nonce = std::array<unsigned char, 12>;  // never twice with one key

std::string random_bytes(std::size_t count);

// The text in cipher and its tag.
std::string encrypt(const DataKey& key, const Nonce& nonce, std::string_view plain);
// None: another key or nonce, or other bytes than were written.
std::optional<std::string> decrypt(const DataKey& key, const Nonce& nonce, std::string_view sealed);

}  // namespace lissom::vault
