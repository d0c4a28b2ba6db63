#pragma once

#include <optional>
#include <string>

#include "net/http.hpp"

namespace lissom::net {

// How the end of a body is told to the client.
enum class Framing { by_length, chunked, by_close };

struct HeadFacts {
    bool closes = false;  // the connection ends with this response
    bool is_http_1_0 = false;
    Framing framing = Framing::by_length;
    std::size_t length = 0;
};

// Status line and headers, down to the empty line. What a handler puts into a header cannot end the line.
std::string response_head(const Response& response, const HeadFacts& facts);

bool may_have_body(unsigned status);

// The part of a file that "Range: bytes=..." asks for. A range that cannot be understood, or several at once,
// asks for the whole (RFC 9110, 14.2); first > last: nothing of it is there (416).
struct ByteRange {
    std::size_t first = 0;
    std::size_t last = 0;  // inclusive
};
std::optional<ByteRange> range_from(std::string_view header, std::size_t file_size);

}  // namespace lissom::net
