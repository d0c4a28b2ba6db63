#include "agent/smooth/relevant.hpp"

#include <gtest/gtest.h>

namespace lissom::agent {
namespace {

TEST(RelevantLinesTest, RareWordsOfTheTaskCountMore)
{
    constexpr auto page =
        "[e1] link \"Category Mugs\"\n  [e2] link \"Category Lamps\"\n[e3] link \"Category Rugs\"\n"
        "text \"Welcome\"";

    const auto lines = relevant_lines(page, "Open the category Lamps.", 2);

    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0], "[e2] link \"Category Lamps\"");
}

TEST(RelevantLinesTest, ThereMayBeNone)
{
    EXPECT_TRUE(relevant_lines("[e1] link \"Mugs\"\n", "Tell the price", 5).empty());
    EXPECT_TRUE(relevant_lines("", "Tell the price", 5).empty());
}

}  // namespace
}  // namespace lissom::agent
