#include "agent/lite/questions.hpp"

#include <gtest/gtest.h>

namespace lissom::agent::lite {
namespace {

using Words = std::vector<std::string>;

TEST(QuestionsTest, CountsOffRecords)
{
    const auto wanted = wanted_in("the name and price of the first three results");

    EXPECT_EQ(wanted.fields, (Words{"name", "price"}));
    EXPECT_EQ(wanted.records, "results");
    EXPECT_EQ(wanted.count, 3);
    EXPECT_TRUE(wanted.is_list);
}

TEST(QuestionsTest, KnowsTheOneRecordThatIsMeant)
{
    EXPECT_EQ(wanted_in("the headline of the second article").ordinal, 2);
    EXPECT_EQ(wanted_in("the title of the last story").ordinal, -1);
    EXPECT_EQ(wanted_in("the first headline").ordinal, 1);
    EXPECT_EQ(wanted_in("the first headline").fields, (Words{"headline"}));
}

TEST(QuestionsTest, KnowsWhatRecordsAreMeasuredBy)
{
    const auto cheapest = wanted_in("the price of the cheapest lamp");
    EXPECT_EQ(cheapest.records, "lamp");
    ASSERT_TRUE(cheapest.measure);
    EXPECT_TRUE(cheapest.measure->is_least);
    EXPECT_EQ(cheapest.fields, (Words{"price"}));

    const auto most = wanted_in("Which topic has the most replies?");
    EXPECT_EQ(most.records, "topic");
    EXPECT_EQ(most.measure_field, "replies");
    ASSERT_TRUE(most.measure);
    EXPECT_FALSE(most.measure->is_least);
}

TEST(QuestionsTest, AsksInThePagesWords)
{
    EXPECT_EQ(plain_question("Who wrote this article?"), "author");
    EXPECT_EQ(plain_question("How much is the lamp?"), "price of the lamp");
    EXPECT_EQ(plain_question("What is the account balance?"), "account balance");
    EXPECT_EQ(plain_question("How many replies does the topic have?"), "replies of the topic");
}

TEST(QuestionsTest, DoesNotTakeAValueForAList)
{
    EXPECT_EQ(wanted_in("the account balance").records, "");
    EXPECT_EQ(wanted_in("the city of Ann Lee").records, "");
    EXPECT_EQ(wanted_in("the first word in the paragraph").records, "");
}

TEST(QuestionsTest, WritesListsAsPeopleDo)
{
    EXPECT_EQ(in_words(JsonArray{"a", "b"}), "1. a\n2. b");
    EXPECT_EQ(in_words(JsonObject{{"name", "x"}}), "x");
}

TEST(QuestionsTest, KnowsWhatCannotBeAnAnswer)
{
    EXPECT_FALSE(could_answer("What is Clara's e-mail address?", "Clara Weiss"));
    EXPECT_TRUE(could_answer("What is Clara's e-mail address?", "clara@example.com"));
    EXPECT_FALSE(could_answer("the phone number of Omar", "Network engineer"));
    EXPECT_FALSE(could_answer("the balance of the current account", "Changes"));
    EXPECT_FALSE(could_answer("What is the net profit?", "Income (monthly)"));
    EXPECT_TRUE(could_answer("What is the net profit?", "€ 4,120"));
    EXPECT_TRUE(could_answer("the price of the tour", "free"));
    EXPECT_TRUE(could_answer("the cost centre of the project", "Marketing"));
    EXPECT_FALSE(could_answer("What is the total of expenses?", "Units"));
    EXPECT_FALSE(could_answer("What is the total", "Units"));
    EXPECT_TRUE(could_answer("Who is the mayor?", "Claudia Alfons"));
}

}  // namespace
}  // namespace lissom::agent::lite
