#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "egress/dial.hpp"

namespace lissom::egress {

// What a browser says to a proxy before a body or a tunnel begins.
struct RequestHead {
    std::string method;
    Target target;
    std::string path;    // with its query; empty: CONNECT
    std::string fields;  // header lines as they go on, each with its line's end; none that was meant for us
    std::uint64_t body = 0;
    // The body has no known length, or the connection is to speak another protocol: nothing that follows is a
    // request.
    bool is_last = false;
    bool is_secure = false;   // it came inside a tunnel over TLS
    bool is_upgrade = false;  // to a WebSocket

    bool is_connect() const { return path.empty(); }
    std::string url() const;

    // As a server, or a further proxy, is told.
    std::string for_server() const;
    std::string for_proxy(const std::string& credentials) const;
};

// `text` ends with the empty line. Strict where two readings of a message would let one request hide in
// another.
Result<RequestHead> parse_request_head(std::string_view text);

// Of a request inside a tunnel over TLS to that place.
Result<RequestHead> parse_request_head_inside(std::string_view text, Target place);

}  // namespace lissom::egress
