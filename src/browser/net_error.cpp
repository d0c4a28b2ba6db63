#include "browser/net_error.hpp"

#include <array>

namespace lissom::browser {
namespace {

struct Words {
    std::string_view code;  // the start of it; longer ones first
    std::string_view words;
};

// https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h
constexpr std::array table{
    Words{"ERR_NAME_NOT_RESOLVED", "the name is not known (DNS)"},
    Words{"ERR_NAME_RESOLUTION_FAILED", "the name could not be looked up (DNS)"},
    Words{"ERR_CONNECTION_REFUSED", "connection refused: nothing listens there"},
    Words{"ERR_CONNECTION_RESET", "the connection was cut by the other side"},
    Words{"ERR_CONNECTION_CLOSED", "the connection was closed by the other side"},
    Words{"ERR_CONNECTION_TIMED_OUT", "the server does not answer"},
    Words{"ERR_TIMED_OUT", "the server does not answer"},
    Words{"ERR_EMPTY_RESPONSE", "the server closed the connection without an answer"},
    Words{"ERR_ADDRESS_UNREACHABLE", "the address cannot be reached"},
    Words{"ERR_INTERNET_DISCONNECTED", "this machine has no network"},
    Words{"ERR_TOO_MANY_REDIRECTS", "it redirects for ever"},
    Words{"ERR_UNSAFE_PORT", "browsers refuse that port"},
    Words{"ERR_BLOCKED_BY", "it was blocked"},
    Words{"ERR_ACCESS_DENIED", "access was refused"},
    Words{"ERR_PROXY_CONNECTION_FAILED", "the proxy cannot be reached"},
    Words{"ERR_TUNNEL_CONNECTION_FAILED", "the proxy refused the connection"},
    Words{"ERR_INVALID_AUTH_CREDENTIALS", "the credentials were refused"},
    Words{"ERR_INVALID_RESPONSE", "the server's answer is not HTTP"},
    Words{"ERR_INVALID_HTTP_RESPONSE", "the server's answer is not HTTP"},
    Words{"ERR_RESPONSE_HEADERS", "the server's answer is not valid HTTP"},
    Words{"ERR_CONTENT_DECODING_FAILED", "the server's answer is damaged"},
    Words{"ERR_INVALID_URL", "that is not a valid address"},
    Words{"ERR_CERT_DATE_INVALID", "certificate problem: it has expired or is not valid yet"},
    Words{"ERR_CERT_AUTHORITY_INVALID", "certificate problem: its issuer is not trusted"},
    Words{"ERR_CERT_COMMON_NAME_INVALID", "certificate problem: it belongs to another name"},
    Words{"ERR_CERT_", "certificate problem"},
    Words{"ERR_SSL_", "the secure connection failed"},
};

}  // namespace

Error navigation_error(std::string_view url, std::string_view net_error)
{
    const auto code = net_error.starts_with("net::") ? net_error.substr(5) : net_error;
    std::string why(code);
    for (const auto& entry : table)
        if (code.starts_with(entry.code)) {
            why = std::string(entry.words) + " (" + std::string(code) + ")";
            break;
        }
    return Error{ErrorCode::page_error, "could not reach " + std::string(url) + ": " + why};
}

}  // namespace lissom::browser
