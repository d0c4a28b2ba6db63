#include "api/packed_body.hpp"

#include <zlib.h>

#include <algorithm>
#include <memory>

namespace lissom::api {
namespace {

// 15: the largest window there is; 32: tell gzip and zlib apart by their first bytes.
constexpr int any_window = 15 + 32;

Error damaged()
{
    return {ErrorCode::invalid_argument, "the body is not what its Content-Encoding says, or it is cut off"};
}

Result<std::string> inflated(std::string_view packed, std::size_t max_bytes)
{
    z_stream stream{};
    if (inflateInit2(&stream, any_window) != Z_OK)
        return Error{ErrorCode::unavailable, "there is no memory to unpack the body"};
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, inflateEnd);

    // zlib's interface knows no const; it does not write there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string unpacked;
    while (unpacked.size() <= max_bytes) {
        const auto before = unpacked.size();
        unpacked.resize(std::min(max_bytes + 1, before + std::max<std::size_t>(4'096, before)));
        stream.next_out = reinterpret_cast<Bytef*>(unpacked.data() + before);
        stream.avail_out = static_cast<uInt>(unpacked.size() - before);
        const int code = inflate(&stream, Z_NO_FLUSH);
        unpacked.resize(unpacked.size() - stream.avail_out);
        if (code == Z_STREAM_END) return unpacked;
        if (code != Z_OK || (stream.avail_in == 0 && stream.avail_out > 0)) return damaged();
    }
    return unpacked;
}

}  // namespace

Done unpack_body(net::Request& request, std::size_t max_bytes)
{
    std::string encoding(request.header("content-encoding"));
    std::ranges::transform(encoding, encoding.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (encoding.empty() || encoding == "identity" || request.body.empty()) return {};
    // A larger one is refused as it is.
    if (request.body.size() > max_bytes) return {};
    if (encoding != "gzip" && encoding != "x-gzip" && encoding != "deflate")
        return Error{
            ErrorCode::invalid_argument,
            "a body with the Content-Encoding \"" + encoding +
                "\" is not read here: send gzip, deflate or none"
        };
    auto unpacked = inflated(request.body, max_bytes);
    if (!unpacked) return unpacked.error();
    request.body = *std::move(unpacked);
    request.headers.erase("content-encoding");
    return {};
}

}  // namespace lissom::api
