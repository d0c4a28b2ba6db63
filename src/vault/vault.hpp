#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lissom::vault {

// A key for one thing: no two things share one.
using DataKey = std::array<unsigned char, 32>;

// Keeps from whoever gets hold of the disk, or of a copy of it, what is as good as a password: profiles and
// recordings. Everything is sealed (AES-256-GCM) with a key of its own, derived (HKDF-SHA256) from the
// vault's key, its owner and a random salt. So what belongs to one owner does not open for another, and what
// was changed, cut or swapped does not open at all. Immutable: safe to use from any thread.
class Vault {
public:
    // Of a secret of the server, made once and kept: at least 32 random characters. invalid_argument: it is
    // shorter.
    static Result<std::shared_ptr<const Vault>> with(std::string_view secret);
    // Whose key is forgotten with it: for tests, and for what need not last.
    static std::shared_ptr<const Vault> temporary();

    // A small thing, as text for a column of a database.
    std::string seal(std::string_view owner, std::string_view plain) const;
    // unavailable: it was sealed with another key or for another owner, or it is damaged.
    Result<std::string> open(std::string_view owner, std::string_view sealed) const;
    static bool is_sealed(std::string_view text);

    DataKey key(std::string_view purpose, std::string_view owner, std::string_view salt) const;

private:
    explicit Vault(std::string_view secret);
    std::array<unsigned char, 32> master_{};
};

}  // namespace lissom::vault
