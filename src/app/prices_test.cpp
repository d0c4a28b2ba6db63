#include "app/prices.hpp"

#include <gtest/gtest.h>

namespace lissom::app {
namespace {

constexpr auto first = "openai:gpt-x@http://127.0.0.1:1/v1";

TEST(PricesTest, EachModelHasItsOwn)
{
    const std::vector<std::string> table{
        "1.25,0.125,10", "anthropic:claude-x=3,0.3,15,3.75", "ollama:q:8b=0,0,0"
    };

    const auto of_first = price_of(table, "openai:gpt-x", first);
    const auto of_second = price_of(table, "anthropic:claude-x", first);
    const auto of_third = price_of(table, "ollama:q:8b", first);
    const auto of_other = price_of(table, "openai:gpt-y", first);

    ASSERT_TRUE(of_first && of_second && of_third && of_other);
    EXPECT_EQ((*of_first)->output, 10);
    EXPECT_EQ((*of_second)->stored, 3.75);
    EXPECT_EQ((*of_third)->input, 0);
    EXPECT_FALSE(of_other->has_value());
}

TEST(PricesTest, WhatIsNoPriceIsTold)
{
    for (const auto* wrong :
         {"", "1", "1,2", "1,2,x", "1,2,3,4,5", "1,2,-3", "1,2,3,", "openai:gpt-x=cheap"}) {
        const auto price = price_of({wrong}, "openai:gpt-x", first);

        ASSERT_FALSE(price) << wrong;
        EXPECT_TRUE(price.error().message.contains("is no price")) << wrong;
    }
}

}  // namespace
}  // namespace lissom::app
