#include "runner/hmac.hpp"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace lissom::runner {

std::string hmac(std::string_view secret, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(
        EVP_sha256(),
        secret.data(),
        static_cast<int>(secret.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        digest.data(),
        &size
    );
    return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace lissom::runner
