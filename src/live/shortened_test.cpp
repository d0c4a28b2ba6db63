#include "live/shortened.hpp"

#include <gtest/gtest.h>

namespace lissom::live {
namespace {

TEST(ShortenedTest, KeepsCharactersWhole)
{
    EXPECT_EQ(beginning("aüü", 2), "a");
    EXPECT_EQ(beginning("aüü", 3), "aü");
    EXPECT_EQ(beginning("a👩b", 4), "a");
    EXPECT_EQ(beginning("a👩b", 5), "a👩");
    EXPECT_EQ(beginning("ü", 1), "");
    EXPECT_EQ(beginning("short", 100), "short");
}

TEST(ShortenedTest, SaysThatSomethingWasLeftOut)
{
    EXPECT_EQ(shortened("aüü", 4), "aü…");
    EXPECT_EQ(shortened("aüü", 5), "aüü");
}

}  // namespace
}  // namespace lissom::live
