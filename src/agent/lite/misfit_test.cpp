#include "agent/lite/misfit.hpp"

#include <gtest/gtest.h>

namespace lissom::agent::lite {
namespace {

TEST(MisfitTest, AMomentIsNobodyAndNothing)
{
    EXPECT_TRUE(is_misfit("Which story has the most points?", "12 hours ago"));
    EXPECT_TRUE(is_misfit("Who was the first customer to join?", "2021-02-11"));
    EXPECT_FALSE(is_misfit("Which day suits both?", "Mon 3 May"));
    EXPECT_FALSE(is_misfit("When was it posted?", "12 hours ago"));
    EXPECT_FALSE(is_misfit("Which film is the longest?", "May December"));
}

TEST(MisfitTest, AHeadingIsNoPerson)
{
    EXPECT_TRUE(is_misfit("Who wrote the post?", "Techniques used in patching files"));
    EXPECT_FALSE(is_misfit("Who wrote the post?", "Anna van der Berg"));
    EXPECT_FALSE(is_misfit("Who teaches pottery?", "Mia Falk, potter since 1990"));
}

TEST(MisfitTest, ThePlaceInATextIsNoAmount)
{
    EXPECT_TRUE(is_misfit("How much yogurt is needed?", "Step 4"));
    EXPECT_TRUE(is_misfit("How many comments does it have?", "18."));
    EXPECT_TRUE(is_misfit("How much is a ticket?", "497 Rogers Ave"));
    EXPECT_TRUE(is_misfit("How much warm water is needed?", "$100"));
    EXPECT_FALSE(is_misfit("How much rent is paid for the flat?", "$100"));
    EXPECT_FALSE(is_misfit("How much yogurt is needed?", "500 ml plain yogurt"));
    EXPECT_FALSE(is_misfit("How much is a ticket?", "EUR 4"));
}

TEST(MisfitTest, AYearThatIsAskedForIsTheAnswersYear)
{
    EXPECT_TRUE(is_misfit("When was the last meeting of 2017?", "2014-09-09T20:23:05+00:00"));
    EXPECT_FALSE(is_misfit("When was the last meeting of 2017?", "December 13, 2017"));
    EXPECT_FALSE(is_misfit("When is the next meeting after 2017?", "March 7, 2018"));
}

TEST(MisfitTest, ATimeOfDayIsWrittenAsOne)
{
    EXPECT_TRUE(is_misfit("At what time does the committee meet?", "25"));
    EXPECT_FALSE(is_misfit("At what time does the committee meet?", "9:00 am"));
    EXPECT_FALSE(is_misfit("What time does it open?", "at noon"));
}

TEST(MisfitTest, AMonthThatIsAskedForIsTheAnswersMonth)
{
    EXPECT_TRUE(is_misfit("When is the meeting in August?", "Agenda 1-22-19"));
    EXPECT_FALSE(is_misfit("When is the meeting in August?", "August 27, 2019"));
    EXPECT_FALSE(is_misfit("When is the next meeting after August?", "September 3, 2019"));
}

TEST(MisfitTest, WhatIsMeasuredIsToldByAFigure)
{
    EXPECT_TRUE(is_misfit("In which year was it sold?", "0.1"));
    EXPECT_FALSE(is_misfit("In which year was it sold?", "1998"));
    EXPECT_TRUE(is_misfit("At what temperature is the pie baked?", "Cheesecake"));
    EXPECT_FALSE(is_misfit("At what temperature is the pie baked?", "230 °C"));
    EXPECT_TRUE(is_misfit("How many points did Ann score?", ".059"));
}

TEST(MisfitTest, AMenuIsNobodyAndAnAddressNothing)
{
    EXPECT_TRUE(is_misfit("Who asked the question?", "ALL UNANSWERED"));
    EXPECT_FALSE(is_misfit("Who asked the question?", "newt42"));
    EXPECT_TRUE(is_misfit("What was the priority changed to?", "una@pier.test"));
    EXPECT_FALSE(is_misfit("What is the sender's address?", "una@pier.test"));
}

TEST(MisfitTest, AQuestionOfAnotherLanguageIsNotUnderstood)
{
    EXPECT_TRUE(is_misfit("Hoeveel gram prei heb ik nodig?", "15"));
    EXPECT_TRUE(is_misfit("Combien coûte le billet ?", "€ 4"));
}

TEST(MisfitTest, HeadsOfColumnsAreNoThing)
{
    EXPECT_TRUE(is_misfit("Which product has no stock?", "id, name, category, price, stock"));
    EXPECT_FALSE(is_misfit("Which products are red?", "apple, cherry, plum, beet"));
    EXPECT_TRUE(is_misfit("Where does the meeting take place?", "2026"));
    EXPECT_TRUE(is_misfit("What does Flush do?", "void"));
}

}  // namespace
}  // namespace lissom::agent::lite
