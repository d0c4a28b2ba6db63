#include "agent/lite/words.hpp"

#include <gtest/gtest.h>

#include "agent/lite/measure.hpp"
#include "agent/lite/pairs.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/values.hpp"

namespace lissom::agent::lite {
namespace {

TEST(WordsTest, RanksLabelsByHowMuchTheySay)
{
    EXPECT_DOUBLE_EQ(similarity("Save", "Save"), 1.0);
    EXPECT_GT(similarity("save changes", "Save all changes"), 0.8);
    EXPECT_GT(similarity("trash", "delete"), 0.6);
    EXPECT_LT(similarity("save", "Cancel"), 0.3);
    EXPECT_GT(similarity("3dfK", "3dfK"), similarity("3dfK", "3dfk"));
}

TEST(WordsTest, KnowsOrdinalsAndLists)
{
    EXPECT_EQ(ordinal("3rd"), 3);
    EXPECT_EQ(ordinal("twelfth"), 12);
    EXPECT_EQ(ordinal("last"), -1);
    EXPECT_FALSE(ordinal("nth"));
    EXPECT_EQ(list_items("a, \"b, c\" and d"), (std::vector<std::string>{"a", "b, c", "d"}));
}

TEST(ValuesTest, ReadsNumbersDatesAndTimes)
{
    EXPECT_EQ(number_in("$1,200.50 each"), 1200.5);
    EXPECT_EQ(number_in("-3 °C"), -3);
    EXPECT_EQ(date_in("10/12/2016"), (Date{2016, 10, 12}));
    EXPECT_EQ(date_in("12 October 2016"), (Date{2016, 10, 12}));
    EXPECT_EQ(date_in("12.10.2016"), (Date{2016, 10, 12}));
    EXPECT_EQ(time_in("at 5:30 PM"), 17 * 60 + 30);
    EXPECT_EQ(time_in("half past two"), 2 * 60 + 30);
    EXPECT_EQ(time_in("a quarter to nine in the evening"), 20 * 60 + 45);
    EXPECT_EQ(time_in("9.30 pm"), 21 * 60 + 30);
    EXPECT_EQ(time_in("6:45 in the morning"), 6 * 60 + 45);
    EXPECT_EQ(time_in("at noon"), 12 * 60);
    EXPECT_FALSE(time_in("half of 30.5"));
    EXPECT_EQ(duration_in("3h 25m"), 205);
    EXPECT_FALSE(date_in("you may go"));
}

TEST(ValuesTest, DoesSums)
{
    EXPECT_EQ(sum_in("What is 3 + 4 x 2 = ?"), 11);
    EXPECT_EQ(evaluate("(2 + 3) * -4"), -20);
    EXPECT_FALSE(evaluate("1 / 0"));
    EXPECT_EQ(unknown_in("3x + 2 = 11"), 3);
    EXPECT_EQ(unknown_in("5 - y = 2"), 3);
}

TEST(PairsTest, FindsWhatGoesWhere)
{
    const auto quoted = pairs_in("the username \"ann\" and the password \"x y\"");
    ASSERT_EQ(quoted.size(), 2U);
    EXPECT_EQ(quoted[1].key, "password");
    EXPECT_EQ(quoted[1].value, "x y");

    const auto bare = pairs_in("as demo with password secret");
    ASSERT_EQ(bare.size(), 2U);
    EXPECT_EQ(bare[0].value, "demo");
    EXPECT_EQ(bare[1].value, "secret");
}

TEST(PairsTest, ReadsAFormOutOfASentence)
{
    const auto values =
        values_for({"Year", "Genre", "Director"}, "comedy movies directed by Smith from year 1990");

    EXPECT_EQ(values, (std::vector<std::string>{"1990", "comedy", "Smith"}));
}

TEST(MeasureTest, ComparesWhatTheSuperlativeSays)
{
    const auto cheapest = measure_in("the cheapest blue mug");
    ASSERT_TRUE(cheapest);
    EXPECT_EQ(measured(*cheapest, "Blue mug · 12 left · $4.50"), 4.5);
    EXPECT_EQ(without_measure("the cheapest blue mug", *cheapest), "the blue mug");
    const auto shortest = measure_in("the shortest flight");
    ASSERT_TRUE(shortest);
    EXPECT_EQ(measured(*shortest, "Duration: 2h 5m"), 125);
}

TEST(WordsTest, EndAtTheMarksOfTypographers)
{
    EXPECT_EQ(
        words_of("“Executive Director”—Ann’s…"), (std::vector<std::string>{"executive", "director", "ann's"})
    );
    EXPECT_TRUE(contains_word("the “Executive Director” means", "executive director"));
    EXPECT_TRUE(contains_word("minutes—kept", "kept"));
    EXPECT_FALSE(contains_word("naïveté", "na"));
}

TEST(QuestionsTest, KnowsWhichFieldsOfHowManyThings)
{
    const auto wanted = wanted_in("the name and price of the first three results");

    EXPECT_EQ(wanted.fields, (std::vector<std::string>{"name", "price"}));
    EXPECT_EQ(wanted.count, 3);
    EXPECT_TRUE(wanted.is_list);
}

}  // namespace
}  // namespace lissom::agent::lite
