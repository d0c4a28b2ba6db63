// The address to listen on, as text.

#include <charconv>
#include <string>
#include <system_error>

#include <boost/asio/ip/address.hpp>

#include "app/config.hpp"

namespace lissom::app {

Result<Endpoint> parse_listen(std::string_view listen)
{
    auto invalid = [&](std::string_view why) {
        return Error{
            ErrorCode::invalid_argument,
            "'" + std::string(listen) + "' " + std::string(why) +
                "; write it like 127.0.0.1:8080 or [::1]:8080"
        };
    };

    auto colon = listen.rfind(':');
    if (colon == std::string_view::npos) return invalid("has no port");
    auto host = listen.substr(0, colon);
    auto digits = listen.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";

    Endpoint endpoint{std::string(host)};
    auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
    if (code != std::errc() || end != digits.data() + digits.size())
        return invalid("has no port between 0 and 65535");
    boost::system::error_code error;
    boost::asio::ip::make_address(endpoint.address, error);
    if (error) return invalid("has no IP address before the port");
    return endpoint;
}

bool is_loopback(std::string_view address)
{
    boost::system::error_code error;
    auto parsed = boost::asio::ip::make_address(address, error);
    return !error && parsed.is_loopback();
}

std::string to_url(const Endpoint& endpoint)
{
    // Nobody can visit "any address"; this machine answers on loopback too.
    auto host = endpoint.address == "0.0.0.0" ? "127.0.0.1"
                : endpoint.address == "::"    ? "::1"
                                              : endpoint.address;
    if (host.contains(':')) host = "[" + host + "]";
    return "http://" + host + ":" + std::to_string(endpoint.port);
}

}  // namespace lissom::app
