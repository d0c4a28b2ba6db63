#include "agent/smooth/grounds.hpp"

#include <gtest/gtest.h>

namespace lissom::agent {
namespace {

TEST(GroundsTest, AFigureHasToHaveBeenSomewhere)
{
    Grounds grounds;
    grounds.add("[e3] text \"Total: 1.234,50 EUR\"\n[e4] button \"Pay\"");

    EXPECT_FALSE(grounds.missing("1,234.50 EUR"));
    EXPECT_EQ(grounds.missing("45 EUR"), "45");
    EXPECT_EQ(grounds.missing(JsonObject{{"total", 99.5}}), "995");
}

TEST(GroundsTest, CountsAndWordsAreTheModelsOwn)
{
    Grounds grounds;
    grounds.add("three shirts");

    EXPECT_FALSE(grounds.missing("3 of them"));
    EXPECT_FALSE(grounds.missing(JsonObject{{"count", 3}, {"has_more", true}}));
    EXPECT_FALSE(grounds.missing(Json()));
}

}  // namespace
}  // namespace lissom::agent
