#include "base/ids.hpp"

#include <sys/random.h>

#include <array>
#include <string_view>
#include <system_error>

namespace lissom {

std::string random_id(std::size_t length)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    constexpr unsigned fair_limit =
        256 / alphabet.size() * alphabet.size();  // above it some letters would come more often

    std::string id;
    id.reserve(length);
    std::array<unsigned char, 64> bytes{};
    while (id.size() < length) {
        const auto got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
        for (std::size_t i = 0; i < static_cast<std::size_t>(got) && id.size() < length; ++i)
            if (bytes[i] < fair_limit) id += alphabet[bytes[i] % alphabet.size()];
    }
    return id;
}

}  // namespace lissom
