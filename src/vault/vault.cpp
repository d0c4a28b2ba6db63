#include "vault/vault.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

#include "base/base64.hpp"
#include "vault/cipher.hpp"

namespace lissom::vault {
namespace {

constexpr std::size_t least_secret = 32;
constexpr std::string_view mark = "sealed:1:";

std::array<unsigned char, 32> derive(std::string_view from, std::string_view salt, std::string_view info)
{
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(
        EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free
    );
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(
        EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free
    );
    const auto octets = [](const char* name, std::string_view value) {
        return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(value.data()), value.size());
    };
    std::string digest = "SHA256";
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
        octets(OSSL_KDF_PARAM_KEY, from),
        octets(OSSL_KDF_PARAM_SALT, salt),
        octets(OSSL_KDF_PARAM_INFO, info),
        OSSL_PARAM_construct_end()
    };
    std::array<unsigned char, 32> derived{};
    if (!context || EVP_KDF_derive(context.get(), derived.data(), derived.size(), parameters.data()) != 1)
        throw std::runtime_error("OpenSSL derives no keys on this machine");
    return derived;
}

}  // namespace

Vault::Vault(std::string_view secret)
    : master_(derive(secret, "lissom", "vault"))
{
}

Result<std::shared_ptr<const Vault>> Vault::with(std::string_view secret)
{
    if (secret.size() < least_secret)
        return Error{
            ErrorCode::invalid_argument,
            "the vault's key has less than " + std::to_string(least_secret) +
                " characters; make one with: openssl rand -base64 32"
        };
    return std::shared_ptr<const Vault>(new Vault(secret));
}

std::shared_ptr<const Vault> Vault::temporary()
{
    return std::shared_ptr<const Vault>(new Vault(random_bytes(least_secret)));
}

DataKey Vault::key(std::string_view purpose, std::string_view owner, std::string_view salt) const
{
    const std::string_view master(reinterpret_cast<const char*>(master_.data()), master_.size());
    return derive(master, salt, std::string(purpose) + '\0' + std::string(owner));
}

bool Vault::is_sealed(std::string_view text) { return text.starts_with(mark); }

// Every salt makes another key, so that the nonce need not be another one too.
std::string Vault::seal(std::string_view owner, std::string_view plain) const
{
    const auto salt = random_bytes(salt_bytes);
    return std::string(mark) + to_base64(salt + encrypt(key("value", owner, salt), Nonce{}, plain));
}

Result<std::string> Vault::open(std::string_view owner, std::string_view sealed) const
{
    Error closed{
        ErrorCode::unavailable,
        "it does not open with this server's vault key: it was sealed with another one, or is damaged"
    };
    if (!is_sealed(sealed)) return closed;
    const auto bytes = from_base64(sealed.substr(mark.size()));
    if (!bytes || bytes->size() < salt_bytes) return closed;
    const auto salt = bytes->substr(0, salt_bytes);
    auto plain = decrypt(key("value", owner, salt), Nonce{}, std::string_view(*bytes).substr(salt_bytes));
    if (!plain) return closed;
    return *std::move(plain);
}

}  // namespace lissom::vault
