#include "agent/lite/said.hpp"

#include <gtest/gtest.h>

// The words of a clause, and which of them something on a page has taken.
namespace lissom::agent::lite {
namespace {

TEST(SaidTest, FindsAWordInAnotherForm)
{
    const Said said("we are two adults and pick it up on 1 Jan");

    EXPECT_EQ(said.find("adult", false), 3);
    EXPECT_EQ(said.find("pickup", false), 5);
    EXPECT_EQ(said.find("January", false), 10);
    EXPECT_FALSE(said.find("delivery", true));
}

TEST(SaidTest, GivesAWordToOneOnly)
{
    Said said("thin crust");

    said.use(*said.find_all({"thin"}, false));

    EXPECT_FALSE(said.find("thin", false));
    EXPECT_TRUE(said.find("crust", false));
}

TEST(SaidTest, KnowsWhatIsNotWanted)
{
    const Said said("beans but no onions");

    EXPECT_TRUE(said.is_negated(3));
    EXPECT_FALSE(said.is_negated(0));
}

TEST(SaidTest, ReadsNumbersInFiguresAndWords)
{
    const Said said("one adult, 4 children and 'seven'");

    EXPECT_EQ(said.number_at(0), 1);
    EXPECT_EQ(said.number_at(3), 4);
    EXPECT_FALSE(said.number_at(1));
    EXPECT_FALSE(said.number_at(6));
}

}  // namespace
}  // namespace lissom::agent::lite
