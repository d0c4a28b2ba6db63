#include "base/base64.hpp"

#include <string>

#include <gtest/gtest.h>

namespace lissom {
namespace {

TEST(Base64, FollowsTheStandardsExamples)
{
    EXPECT_EQ(to_base64(""), "");
    EXPECT_EQ(to_base64("f"), "Zg==");
    EXPECT_EQ(to_base64("fo"), "Zm8=");
    EXPECT_EQ(to_base64("foo"), "Zm9v");
    EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, GivesBackEveryByte)
{
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);

    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
}

TEST(Base64, ReadsTheUrlAlphabetLineBreaksAndMissingPadding)
{
    EXPECT_EQ(from_base64("-_8"), "\xfb\xff");
    EXPECT_EQ(from_base64("Zm9v\r\nYmFy\n"), "foobar");
}

TEST(Base64, RefusesWhatIsSomethingElse)
{
    EXPECT_EQ(from_base64("hello world!"), std::nullopt);
    EXPECT_EQ(from_base64("Zg=a"), std::nullopt);
    EXPECT_EQ(from_base64("Z"), std::nullopt);
    EXPECT_EQ(from_base64("Zg="), std::nullopt);
}

}  // namespace
}  // namespace lissom
