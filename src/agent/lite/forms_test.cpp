#include "agent/lite/forms.hpp"

#include <gtest/gtest.h>

namespace lissom::agent::lite {
namespace {

FormField field(std::string label, std::string type, std::vector<std::string> options = {})
{
    FormField made;
    made.ref = 1;
    made.label = std::move(label);
    made.type = std::move(type);
    made.options = std::move(options);
    return made;
}

using Values = std::vector<std::string>;

TEST(FormsTest, TakesWhatFollowsALabel)
{
    const auto assigned = assign(
        {field("Recipient", "text"),
         field("IBAN", "text"),
         field("Amount in €", "number"),
         field("Reference", "text")},
        "25.50 to the recipient 'Northquay Ltd' with IBAN DE89370400440532013000"
    );

    EXPECT_EQ(assigned.values, (Values{"Northquay Ltd", "DE89370400440532013000", "25.50", ""}));
    EXPECT_EQ(assigned.left_quotes, 0);
}

TEST(FormsTest, TakesAQuoteByTheWordBeforeIt)
{
    const auto assigned = assign(
        {field("Your name", "text"), field("Your comment", "area")}, "as 'Ida' saying 'Well reported'"
    );

    EXPECT_EQ(assigned.values, (Values{"Ida", "Well reported"}));
}

TEST(FormsTest, TakesTheOneTextForTheOneField)
{
    EXPECT_EQ(assign({field("Reply", "area")}, "saying 'Never!'").values, (Values{"Never!"}));
    EXPECT_EQ(assign({field("What needs to be done?", "text")}, "'Buy milk'").values, (Values{"Buy milk"}));
}

TEST(FormsTest, TakesDatesInTheirOrder)
{
    const std::vector fields = {field("Arrival", "date"), field("Departure", "date")};

    EXPECT_EQ(assign(fields, "from 2026-12-05 to 2026-12-09").values, (Values{"2026-12-05", "2026-12-09"}));
    EXPECT_EQ(
        assign(fields, "departure 9 December 2026, arrival 5 December 2026").values,
        (Values{"2026-12-05", "2026-12-09"})
    );
}

TEST(FormsTest, TakesNumbersBesideTheirWord)
{
    const std::vector fields = {
        field("Guests", "select", {"1", "2", "3"}), field("Room", "select", {"Single room", "Double room"})
    };

    EXPECT_EQ(assign(fields, "a double room for 2 guests").values, (Values{"2", "Double room"}));
    EXPECT_EQ(assign(fields, "guests: 3").values, (Values{"3", ""}));
}

TEST(FormsTest, TicksWhatIsWished)
{
    const std::vector fields = {field("Breakfast", "check"), field("Parking", "check")};

    EXPECT_EQ(assign(fields, "with breakfast and without parking").values, (Values{"on", "off"}));
}

TEST(FormsTest, PutsNothingWhereNothingWasSaid)
{
    const auto assigned = assign({field("Street", "text"), field("City", "text")}, "the first three results");

    EXPECT_EQ(assigned.count, 0);
    EXPECT_EQ(assign({field("City", "text")}, "'one' and 'two'").left_quotes, 1);
}

}  // namespace
}  // namespace lissom::agent::lite
