#include "api/composed.hpp"

#include <uninorm.h>

#include <cstdlib>
#include <memory>

namespace lissom::api {

std::string composed(std::string_view name)
{
    std::size_t size = 0;
    const std::unique_ptr<std::uint8_t, decltype(&std::free)> text(
        u8_normalize(
            UNINORM_NFC, reinterpret_cast<const std::uint8_t*>(name.data()), name.size(), nullptr, &size
        ),
        &std::free
    );
    if (!text) return std::string(name);
    return {reinterpret_cast<const char*>(text.get()), size};
}

}  // namespace lissom::api
