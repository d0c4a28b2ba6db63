#include "app/prices.hpp"

#include <charconv>

#include "base/try.hpp"

namespace lissom::app {
namespace {

// Without the address that may stand behind it.
std::string_view bare(std::string_view model) { return model.substr(0, model.find("@http")); }

Result<models::Price> price_from(std::string_view text)
{
    constexpr std::size_t fewest = 3;
    constexpr std::size_t most = 4;
    double numbers[most] = {};
    std::size_t count = 0;
    const auto* at = text.data();
    const auto* const end = text.data() + text.size();
    while (count < most) {
        const auto [stop, error] = std::from_chars(at, end, numbers[count]);
        if (error != std::errc() || numbers[count] < 0) break;
        ++count;
        at = stop;
        if (at == end || *at != ',' || count == most) break;
        ++at;
    }
    const bool ends_with_number = at == end && !text.ends_with(',');
    if (count < fewest || !ends_with_number)
        return Error{
            ErrorCode::invalid_argument,
            "\"" + std::string(text) +
                "\" is no price: it is INPUT,CACHED,OUTPUT in dollars a million tokens, with PROVIDER:MODEL= "
                "before it for another model than the first"
        };
    return models::Price{
        .input = numbers[0], .cached = numbers[1], .output = numbers[2], .stored = numbers[3]
    };
}

}  // namespace

Result<std::optional<models::Price>>
price_of(const std::vector<std::string>& table, std::string_view model, std::string_view first_model)
{
    std::optional<models::Price> found;
    for (const std::string_view entry : table) {
        const auto equals = entry.find('=');
        const bool is_named = equals != std::string_view::npos;
        const auto whose = is_named ? entry.substr(0, equals) : bare(first_model);
        TRY(const auto price, price_from(is_named ? entry.substr(equals + 1) : entry));
        if (whose == bare(model)) found = price;
    }
    return found;
}

}  // namespace lissom::app
