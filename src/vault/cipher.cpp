#include "vault/cipher.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/rand.h>

namespace lissom::vault {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// OpenSSL refuses only where memory has run out or it was built without the cipher.
void must(bool worked)
{
    if (!worked) throw std::runtime_error("OpenSSL does not encrypt on this machine");
}

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string random_bytes(std::size_t count)
{
    std::string random(count, '\0');
    must(RAND_bytes(bytes(random), static_cast<int>(count)) == 1);
    return random;
}

std::string encrypt(const DataKey& key, const Nonce& nonce, std::string_view plain)
{
    const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    std::string sealed(plain.size() + tag_bytes, '\0');
    int written = 0;
    must(
        context &&
        EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) == 1 &&
        EVP_EncryptUpdate(
            context.get(), bytes(sealed), &written, bytes(plain), static_cast<int>(plain.size())
        ) == 1
    );
    must(
        EVP_EncryptFinal_ex(context.get(), bytes(sealed) + written, &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, bytes(sealed) + plain.size()) == 1
    );
    return sealed;
}

std::optional<std::string> decrypt(const DataKey& key, const Nonce& nonce, std::string_view sealed)
{
    if (sealed.size() < tag_bytes) return std::nullopt;
    const auto length = sealed.size() - tag_bytes;
    std::string tag(sealed.substr(length));
    const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    std::string plain(length, '\0');
    int written = 0;
    must(
        context &&
        EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) == 1 &&
        EVP_DecryptUpdate(context.get(), bytes(plain), &written, bytes(sealed), static_cast<int>(length)) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1
    );
    std::string rest(tag_bytes, '\0');
    if (EVP_DecryptFinal_ex(context.get(), bytes(rest), &written) != 1) return std::nullopt;
    return plain;
}

}  // namespace lissom::vault
