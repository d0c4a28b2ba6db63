#include "agent/lite/ellipsis.hpp"

#include <gtest/gtest.h>

#include "agent/lite/described.hpp"

namespace lissom::agent::lite {
namespace {

using Clauses = std::vector<std::string>;

TEST(EllipsisTest, CarriesTheVerbToWhatFollowsThen)
{
    EXPECT_EQ(
        spelled_out("Press \"alpha\", then \"beta\", then OK"),
        (Clauses{"Press \"alpha\"", "Press \"beta\"", "Press OK"})
    );
}

TEST(EllipsisTest, RepeatsWhatIsToBeDoneTwice)
{
    EXPECT_EQ(
        spelled_out("Click \"beta\" twice then \"gamma\""),
        (Clauses{"Click \"beta\"", "Click \"beta\"", "Click \"gamma\""})
    );
}

TEST(EllipsisTest, KnowsTheNounThatOneStandsFor)
{
    EXPECT_EQ(
        spelled_out("Click the largest number, then the smallest one"),
        (Clauses{"Click the largest number", "Click the smallest number"})
    );
}

TEST(EllipsisTest, KnowsWhatASecondQuestionIsAbout)
{
    EXPECT_EQ(with_subject_of("Who paid for the firewood", "how much was it?"), "how much was the firewood");
    EXPECT_EQ(with_subject_of("Who paid for the firewood", "when was it cut?"), "when was it cut?");
    EXPECT_EQ(with_subject_of("Open the bill", "how much was it?"), "how much was it?");
}

TEST(EllipsisTest, LeavesOtherVerbsAlone)
{
    EXPECT_EQ(
        spelled_out("Enter \"a\", then \"b\" into the field"),
        (Clauses{"Enter \"a\", then \"b\" into the field"})
    );
}

TEST(DescribedTest, TellsDescriptionsFromTexts)
{
    for (const auto* value :
         {"the second paragraph",
          "the result of the calculation that is shown",
          "5 more than the result of the sum",
          "the date of the day after 30 April 2029",
          "the first word of the last paragraph"})
        EXPECT_TRUE(is_description(value)) << value;
    for (const auto* value : {"walnut", "the", "The Old Oak", "\"the second paragraph\"", "12.50", "my dog"})
        EXPECT_FALSE(is_description(value)) << value;
}

}  // namespace
}  // namespace lissom::agent::lite
