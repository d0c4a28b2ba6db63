#include "agent/lite/instruction.hpp"

#include <gtest/gtest.h>

namespace lissom::agent::lite {
namespace {

Step only(std::string_view instruction)
{
    const auto steps = parse(instruction);
    EXPECT_EQ(steps.size(), 1U) << instruction;
    return steps.front();
}

std::vector<Verb> verbs(std::string_view instruction)
{
    std::vector<Verb> result;
    for (const auto& step : parse(instruction)) result.push_back(step.verb);
    return result;
}

TEST(InstructionTest, CutsAtVerbsAndKeepsQuotesWhole)
{
    const auto clauses =
        clauses_of("Enter \"salt and press pepper\" into the box, then press Save. Wait until it is saved");

    ASSERT_EQ(clauses.size(), 3U);
    EXPECT_EQ(clauses[0], "Enter \"salt and press pepper\" into the box");
    EXPECT_EQ(clauses[1], "press Save");
    EXPECT_EQ(clauses[2], "Wait until it is saved");
}

TEST(InstructionTest, DoesNotCutLists)
{
    EXPECT_EQ(clauses_of("Select kill, stop, answer and click Submit").size(), 2U);
    EXPECT_EQ(clauses_of("return the name and price of the first three results").size(), 1U);
    EXPECT_EQ(clauses_of("Mail Dr. Smith").size(), 1U);
    EXPECT_EQ(clauses_of("When was Hill v. Mason filed?").size(), 1U);
}

TEST(InstructionTest, ReadsAShoppingTrip)
{
    const auto steps = parse(
        "Go to http://127.0.0.1:8000/shop, search for 'lamp', and return the name and price of the first "
        "three results"
    );

    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].verb, Verb::open_url);
    EXPECT_EQ(steps[0].slot("url"), "http://127.0.0.1:8000/shop");
    EXPECT_EQ(steps[1].verb, Verb::search);
    EXPECT_EQ(steps[1].slot("query"), "lamp");
    EXPECT_EQ(steps[2].verb, Verb::answer);
    EXPECT_EQ(steps[2].slot("question"), "the name and price of the first three results");
}

TEST(InstructionTest, ReadsTheExportOfAListAsADownload)
{
    EXPECT_EQ(parse_clause("export the list of boats").verb, Verb::download);
    EXPECT_EQ(parse_clause("export all the records").verb, Verb::download);
    // What a button is called may be anything.
    EXPECT_NE(parse_clause("click \"Export the list\"").verb, Verb::download);
}

TEST(InstructionTest, ReadsALogin)
{
    const auto steps = parse("Log in as demo with password secret and tell me the account balance");

    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].verb, Verb::login);
    EXPECT_EQ(steps[0].slot("text"), "as demo with password secret");
    EXPECT_EQ(steps[1].slot("question"), "the account balance");
}

TEST(InstructionTest, KnowsAnAddressFromAName)
{
    EXPECT_EQ(only("Open example.com/news").verb, Verb::open_url);
    EXPECT_EQ(only("Open the settings page").verb, Verb::click);
    EXPECT_EQ(only("Open report.pdf").verb, Verb::click);
}

TEST(InstructionTest, FillsFieldsHoweverItIsSaid)
{
    const auto into = only("Type \"Ann\" into the name field");
    EXPECT_EQ(into.verb, Verb::fill);
    EXPECT_EQ(into.slot("value"), "Ann");
    EXPECT_EQ(into.slot("field"), "the name field");

    const auto with = only("Fill in the city with Rome");
    EXPECT_EQ(with.slot("value"), "Rome");
    EXPECT_EQ(with.slot("field"), "the city");

    const auto change = only("Change the quantity to 3");
    EXPECT_EQ(change.slot("value"), "3");
    EXPECT_EQ(change.slot("field"), "the quantity");
}

TEST(InstructionTest, UnderstandsWhoSendsWhatToWhom)
{
    for (const std::string_view said :
         {"Forward the mail from Ann to Bob",
          "Forward to Bob the email you got from Ann",
          "Bob wants the message Ann sent you",
          "The email by Ann should be sent to Bob",
          "I want the mail by Ann to be forwarded to Bob",
          "Give Bob the message you received from Ann"}) {
        const auto step = only(said);
        EXPECT_EQ(step.verb, Verb::act) << said;
        EXPECT_EQ(step.slot("action"), "forward") << said;
        EXPECT_EQ(step.slot("person"), "Bob") << said;
        EXPECT_TRUE(step.slot("record").contains("Ann")) << said;
    }
}

TEST(InstructionTest, TakesPlaceAndConditionOffAClause)
{
    const auto placed = only("For the user @ann, click the \"Share\" button");
    EXPECT_EQ(placed.context, "the user @ann");
    EXPECT_EQ(placed.slot("object"), "the \"Share\" button");

    const auto waiting = only("Sell the stock once the price rises above 20");
    EXPECT_EQ(waiting.condition, "the price rises above 20");
    EXPECT_EQ(waiting.verb, Verb::buy);
}

TEST(InstructionTest, TellsDragsFromSizesAndOrders)
{
    EXPECT_EQ(only("Drag the blue card so that it lies inside the tray").verb, Verb::drag);
    EXPECT_EQ(only("Move Ann up by two positions").slot("distance"), "two positions");
    EXPECT_EQ(only("Resize the panel so that its height is larger than before").verb, Verb::resize);
    EXPECT_EQ(only("Sort the numbers in ascending order").verb, Verb::arrange);
}

TEST(InstructionTest, KeepsTheOrderOfDeeds)
{
    EXPECT_EQ(
        verbs("Solve the sum, type your answer into the box and press submit when done."),
        (std::vector{Verb::solve, Verb::fill, Verb::click})
    );
    EXPECT_EQ(
        verbs("Expand the sections below, to find and click on the link \"more\"."),
        (std::vector{Verb::expand, Verb::click})
    );
    EXPECT_EQ(verbs("How many small red circles are there?"), (std::vector{Verb::answer}));
}

TEST(InstructionTest, SaysThatItDoesNotUnderstand) { EXPECT_EQ(only("Lorem ipsum dolor").verb, Verb::none); }

TEST(InstructionTest, HearsThatNothingIsToBeSent)
{
    EXPECT_TRUE(forbids_submit("Fill in the form but do not submit it"));
    EXPECT_FALSE(forbids_submit("Fill in the form and submit it"));
}

}  // namespace
}  // namespace lissom::agent::lite
