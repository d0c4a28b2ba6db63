#include "api/packed_body.hpp"

#include <zlib.h>

#include <gtest/gtest.h>

namespace lissom::api {
namespace {

// 31 writes gzip, 15 zlib's own format.
std::string packed(const std::string& text, int window)
{
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    auto in = text;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

net::Request with_body(std::string body, std::string encoding)
{
    net::Request request;
    request.body = std::move(body);
    if (!encoding.empty()) request.headers["Content-Encoding"] = std::move(encoding);
    return request;
}

constexpr std::size_t limit = 100'000;
const std::string text = R"({"task": ")" + std::string(50'000, 'x') + "\"}";

TEST(PackedBodyTest, IsReadInTheEncodingsOfClients)
{
    for (auto request :
         {with_body(text, ""),
          with_body(text, "identity"),
          with_body(packed(text, 31), "gzip"),
          with_body(packed(text, 31), "X-GZip"),
          with_body(packed(text, 15), "deflate")}) {
        ASSERT_TRUE(unpack_body(request, limit)) << request.header("content-encoding");
        EXPECT_EQ(request.body, text);
    }
}

TEST(PackedBodyTest, ABombStopsOneByteBehindTheLimit)
{
    auto request = with_body(packed(std::string(50 << 20, '0'), 31), "gzip");

    ASSERT_TRUE(unpack_body(request, limit));

    EXPECT_EQ(request.body.size(), limit + 1);
}

TEST(PackedBodyTest, WhatIsDamagedOrUnknownIsRefused)
{
    const auto whole = packed(text, 31);
    for (auto request :
         {with_body(whole.substr(0, whole.size() - 9), "gzip"),
          with_body(text, "gzip"),
          with_body(text, "br"),
          with_body(whole, "gzip, gzip")}) {
        const auto done = unpack_body(request, limit);

        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, ErrorCode::invalid_argument);
        EXPECT_NE(done.error().message.find("Content-Encoding"), std::string::npos);
    }
}

}  // namespace
}  // namespace lissom::api
