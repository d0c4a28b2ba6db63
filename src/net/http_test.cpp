#include "net/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/response_head.hpp"

namespace lissom::net {
namespace {

Request form(std::string body, std::string boundary = "XX")
{
    Request request;
    request.headers["Content-Type"] = "multipart/form-data; boundary=" + boundary;
    request.body = std::move(body);
    return request;
}

TEST(MultipartTest, ReadsFieldsAndFiles)
{
    const auto parts = parse_multipart(
        form("preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cv.pdf\"\r\n"
             "Content-Type: application/pdf\r\n\r\n%PDF\r\n--X\r\nx\r\n--XX \r\n"
             "content-disposition: form-data; name=file_purpose\r\n\r\nResume\r\n--XX--\r\nepilogue")
    );

    ASSERT_TRUE(parts) << parts.error().message;
    ASSERT_EQ(parts->size(), 2);
    EXPECT_EQ((*parts)[0].name, "file");
    EXPECT_EQ((*parts)[0].file_name, "cv.pdf");
    EXPECT_EQ((*parts)[0].content_type, "application/pdf");
    EXPECT_THAT((*parts)[0].body, testing::StartsWith("%PDF\r\n--X"));
    EXPECT_EQ((*parts)[1].name, "file_purpose");
    EXPECT_EQ((*parts)[1].file_name, "");
    EXPECT_EQ((*parts)[1].body, "Resume");
}

TEST(MultipartTest, KeepsBytesAsTheyAre)
{
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);

    const auto parts = parse_multipart(
        form("--XX\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + bytes + "\r\n--XX--")
    );

    ASSERT_TRUE(parts) << parts.error().message;
    EXPECT_EQ(parts->at(0).body, bytes);
}

TEST(MultipartTest, ReadsAnEmptyFileAndAnEmptyForm)
{
    const auto one = parse_multipart(
        form("--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--\r\n")
    );
    const auto none = parse_multipart(form("--XX--\r\n"));

    ASSERT_TRUE(one) << one.error().message;
    EXPECT_EQ(one->at(0).body, "");
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_TRUE(none->empty());
}

struct Name {
    const char* header;
    const char* name;
};

class FileNameTest : public testing::TestWithParam<Name> {};

TEST_P(FileNameTest, IsReadAsItWasMeant)
{
    const auto parts = parse_multipart(form(
        std::string("--XX\r\nContent-Disposition: form-data; name=\"f\"; ") + GetParam().header +
        "\r\n\r\nx\r\n--XX--"
    ));

    ASSERT_TRUE(parts) << parts.error().message;
    EXPECT_EQ(parts->at(0).file_name, GetParam().name);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    FileNameTest,
    testing::Values(
        Name{"filename=plain.txt", "plain.txt"},
        Name{"filename=\"a b; c.txt\"", "a b; c.txt"},
        Name{"filename=\"say \\\"hi\\\".txt\"", "say \"hi\".txt"},
        Name{"filename=\"say %22hi%22.txt\"", "say \"hi\".txt"},
        Name{"filename=\"100%25.txt\"", "100%25.txt"},
        Name{"filename=\"C:\\docs\\a.txt\"", "C:\\docs\\a.txt"},
        Name{"filename=\"caf\xC3\xA9.txt\"", "caf\xC3\xA9.txt"},
        Name{"filename=\"x\"; filename*=UTF-8''caf%C3%A9.txt", "caf\xC3\xA9.txt"}
    )
);

class BadFormTest : public testing::TestWithParam<const char*> {};

TEST_P(BadFormTest, IsRefused)
{
    const auto parts = parse_multipart(form(GetParam()));

    ASSERT_FALSE(parts);
    EXPECT_EQ(parts.error().code, ErrorCode::invalid_argument);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    BadFormTest,
    testing::Values(
        "",
        "no boundary at all",
        "--XX",
        "--XX\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nnever ends",
        "--XX\r\nContent-Disposition: form-data; name=\"f\"\r\n--XX--",
        "--XX\r\n\r\nno headers\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--XX--",
        "--XX\r\nno colon\r\n\r\nx\r\n--XX--",
        "--XXY\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--XX--"
    )
);

TEST(MultipartTest, AsksForTheRightKindOfBody)
{
    Request request;
    request.headers["Content-Type"] = "application/json";
    EXPECT_FALSE(parse_multipart(request));
    EXPECT_FALSE(parse_multipart(form("--XX--", "")));
    EXPECT_FALSE(parse_multipart(form("--XX--", std::string(71, 'x'))));
}

struct Range {
    const char* header;
    std::size_t size;
    const char* wanted;
};

class RangeTest : public testing::TestWithParam<Range> {};

TEST_P(RangeTest, IsWhatTheHeaderSays)
{
    const auto range = range_from(GetParam().header, GetParam().size);

    const std::string got = !range ? "all"
                            : range->first > range->last
                                ? "none"
                                : std::to_string(range->first) + "-" + std::to_string(range->last);
    EXPECT_EQ(got, GetParam().wanted) << GetParam().header;
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RangeTest,
    testing::Values(
        Range{"bytes=0-", 10, "0-9"},
        Range{"bytes=2-4", 10, "2-4"},
        Range{"BYTES=2-400", 10, "2-9"},
        Range{"bytes=9-9", 10, "9-9"},
        Range{"bytes=10-", 10, "none"},
        Range{"bytes=-3", 10, "7-9"},
        Range{"bytes=-30", 10, "0-9"},
        Range{"bytes=-0", 10, "none"},
        Range{"bytes=0-", 0, "none"},
        Range{"bytes=4-2", 10, "all"},
        Range{"bytes=0-1,3-4", 10, "all"},
        Range{"bytes=-", 10, "all"},
        Range{"bytes=a-b", 10, "all"},
        Range{"bytes=99999999999999999999-", 10, "all"},
        Range{"lines=0-1", 10, "all"},
        Range{"", 10, "all"}
    )
);

}  // namespace
}  // namespace lissom::net
