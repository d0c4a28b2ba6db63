#include "agent/lite/query.hpp"

#include <gtest/gtest.h>

namespace lissom::agent::lite {
namespace {

Records tickets()
{
    Records records;
    records.columns = {"ID", "Subject", "Requester", "Assignee", "Priority", "Status", "Due"};
    records.rows = {
        {"1041", "Printer on floor 3 jams", "Marta Lind", "Anna Berg", "High", "Open", "2026-04-02"},
        {"1042", "VPN drops every hour", "Jon Snowdon", "Omar Haddad", "Urgent", "Open", "2026-03-28"},
        {"1043", "New badge for intern", "Marta Lind", "Lucia Rossi", "Low", "Closed", "2026-03-12"},
        {"1044", "Slow mail on mobile", "Ravi Iyer", "Anna Berg", "Normal", "Open", "2026-04-09"},
        {"1045", "Monitor flickers", "Kim Dahl", "Piotr Nowak", "Normal", "Pending", "2026-04-11"},
        {"1046", "Password forgotten", "Kim Dahl", "Anna Berg", "Urgent", "Closed", "2026-03-09"},
    };
    records.title = 1;
    records.about = {"tickets", "deskline"};
    return records;
}

Records hotels()
{
    Records records;
    records.columns = {"Hotel", "Town", "Stars", "Price per night", "Rating", "Reviews", "To the centre"};
    records.rows = {
        {"Old Customs House", "Lisbon", "★★★★", "€ 128.00", "8.9", "412", "0.4 km"},
        {"Aurora", "Lisbon", "★★", "€ 54.00", "7.6", "98", "1.2 km"},
        {"Tejo Rooms", "Lisbon", "★★★", "€ 79.00", "8.1", "230", "0.9 km"},
        {"Miradouro", "Lisbon", "★★★★★", "€ 240.00", "9.4", "655", "2.1 km"},
        {"Douro Hostel", "Porto", "★", "€ 28.00", "7.9", "874", "1.5 km"},
        {"Hafenblick", "Hamburg", "★★★★", "€ 142.00", "8.6", "388", "1.1 km"},
    };
    records.title = 0;
    records.about = {"hotel", "hotels", "find"};
    return records;
}

// What is told, each record's name or its one column, with " | " between.
std::string told(const Records& records, std::string_view question)
{
    const auto reply = ask(records, question);
    if (!reply) return "nothing";
    if (reply->reckoning != Reckoning::records) {
        auto text = std::to_string(reply->number);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) text.pop_back();
        return text;
    }
    std::string text;
    for (const auto row : reply->rows) {
        const auto column = reply->columns.empty() ? records.title : reply->columns.front();
        text += (text.empty() ? "" : " | ") + records.rows[row][column];
    }
    return text;
}

TEST(QueryTest, FiltersByWhatCellsSay)
{
    EXPECT_EQ(told(tickets(), "How many open tickets does Anna have"), "2");
    EXPECT_EQ(
        told(tickets(), "List all urgent tickets as JSON"), "VPN drops every hour | Password forgotten"
    );
    EXPECT_EQ(
        told(tickets(), "tickets assigned to Anna Berg"),
        "Printer on floor 3 jams | Slow mail on mobile | Password forgotten"
    );
    EXPECT_EQ(
        told(tickets(), "the subjects of all pending or closed tickets"),
        "New badge for intern | Monitor flickers | Password forgotten"
    );
    EXPECT_EQ(told(tickets(), "Who is the assignee of 'Monitor flickers'"), "Piotr Nowak");
    EXPECT_EQ(told(tickets(), "what is the due date of ticket 1044"), "2026-04-09");
}

TEST(QueryTest, DeniesWhatIsDenied)
{
    EXPECT_EQ(told(tickets(), "Which tickets did Kim Dahl request that are not closed"), "Monitor flickers");
    EXPECT_EQ(
        told(tickets(), "all tickets except those assigned to Anna or Omar"),
        "New badge for intern | Monitor flickers"
    );
    EXPECT_EQ(told(tickets(), "how many tickets are not open"), "3");
}

TEST(QueryTest, FindsTheMostAndTheLeast)
{
    EXPECT_EQ(told(tickets(), "Which ticket has the earliest due date"), "Password forgotten");
    EXPECT_EQ(told(hotels(), "the cheapest hotel in Lisbon"), "Aurora");
    EXPECT_EQ(
        told(hotels(), "List the three best rated hotels in Lisbon as JSON"),
        "Miradouro | Old Customs House | Tejo Rooms"
    );
    EXPECT_EQ(told(hotels(), "What is the second most expensive hotel in Lisbon"), "Old Customs House");
    EXPECT_EQ(told(hotels(), "which hotel has the most reviews"), "Douro Hostel");
    EXPECT_EQ(told(hotels(), "the price of the cheapest hotel in Hamburg"), "€ 142.00");
    EXPECT_EQ(told(hotels(), "which hotel is closest to the centre"), "Old Customs House");
}

TEST(QueryTest, KnowsBounds)
{
    EXPECT_EQ(told(hotels(), "How many hotels in Lisbon have a rating above 8"), "3");
    EXPECT_EQ(told(hotels(), "which hotels cost less than 80 euros"), "Aurora | Tejo Rooms | Douro Hostel");
    EXPECT_EQ(told(hotels(), "hotels under €60"), "Aurora | Douro Hostel");
    EXPECT_EQ(told(hotels(), "hotels with at least 4 stars in Lisbon"), "Old Customs House | Miradouro");
    EXPECT_EQ(told(tickets(), "tickets due before 2026-03-20"), "New badge for intern | Password forgotten");
    EXPECT_EQ(told(tickets(), "how many tickets are due after April 5, 2026"), "2");
}

TEST(QueryTest, TakesAYearForItsDays)
{
    auto records = tickets();
    records.rows[0][6] = "2025-12-30";
    records.rows[1][6] = "2027-01-02";

    EXPECT_EQ(told(records, "how many tickets are due in 2026"), "4");
    EXPECT_EQ(told(records, "tickets from 2025"), "Printer on floor 3 jams");
    EXPECT_EQ(told(records, "tickets due after 2026"), "VPN drops every hour");
    EXPECT_EQ(told(records, "tickets due before 2026"), "Printer on floor 3 jams");
    EXPECT_EQ(told(records, "how many tickets are due since 2026"), "5");
}

TEST(QueryTest, KnowsThatNoneIsNought)
{
    auto records = hotels();
    records.rows[2][5] = "0";

    EXPECT_EQ(told(records, "which hotel has no reviews"), "Tejo Rooms");
    EXPECT_EQ(told(records, "hotels without reviews in Lisbon"), "Tejo Rooms");
}

TEST(QueryTest, Reckons)
{
    EXPECT_EQ(told(hotels(), "the average price of the hotels in Lisbon"), "125.25");
    EXPECT_EQ(told(hotels(), "the total number of reviews of all hotels in Lisbon"), "1395");
    EXPECT_EQ(told(hotels(), "how many reviews does Hafenblick have"), "388");
}

TEST(QueryTest, SaysNothingWhereAWordMeansNothing)
{
    EXPECT_EQ(told(hotels(), "how many hotels have a sauna"), "nothing");
    EXPECT_EQ(told(hotels(), "the cheapest hotel in Madrid"), "nothing");
    EXPECT_EQ(told(tickets(), "which ticket is the funniest"), "nothing");
    EXPECT_EQ(told(tickets(), "tickets not from Hamburg"), "nothing");
    EXPECT_EQ(told(hotels(), "what is Hafenblick"), "nothing");
}

Records members()
{
    Records records;
    records.columns = {"Name", "Team", "Age"};
    records.rows = {
        {"Aiko Tanaka", "Design", "31"},
        {"Ben Okafor", "Sales", "45"},
        {"Carla Diaz", "Design", "28"},
        {"Dmitri Volkov", "Support", "39"},
        {"Elsa Berg", "Sales", "52"},
    };
    records.title = 0;
    return records;
}

TEST(Query, KnowsPeopleWithoutBeingToldThatTheyAre)
{
    EXPECT_EQ(told(members(), "How many people are in the Design team"), "2");
    EXPECT_EQ(told(members(), "How many people are in Sales"), "2");
    EXPECT_EQ(told(members(), "Who is the oldest person"), "Elsa Berg");
    EXPECT_EQ(told(members(), "the youngest person"), "Carla Diaz");
    EXPECT_EQ(told(members(), "Who is the oldest in the Sales team"), "Elsa Berg");
    EXPECT_EQ(told(members(), "how many people are older than 40"), "2");
    EXPECT_EQ(told(members(), "What is the age of Ben Okafor"), "45");
    EXPECT_EQ(told(members(), "how many people are younger than 30"), "1");
    EXPECT_EQ(told(members(), "how many people have a dog"), "nothing");
}

TEST(Query, SumsTheColumnThatIsNamed)
{
    Records branches;
    branches.columns = {"", "Branch", "Loans", "Default rate"};
    branches.rows = {
        {"0", "North", "120", "1.2 %"}, {"1", "South", "87", "0.8 %"}, {"2", "East", "143", "2.1 %"}
    };
    branches.title = 1;
    branches.about = {"loan", "desk"};
    EXPECT_EQ(told(branches, "the sum of loans"), "350");
    EXPECT_EQ(told(branches, "How many loans does North have"), "120");
}

}  // namespace
}  // namespace lissom::agent::lite
