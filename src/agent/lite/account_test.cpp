#include "agent/lite/account.hpp"

#include <gtest/gtest.h>

namespace lissom::agent::lite {
namespace {

// A list of people, each with a button of the same name, below a title.
struct AccountTest : testing::Test {
    view::Snapshot snapshot;
    Account account;

    int add(std::string role, std::string name, int parent)
    {
        view::Node node;
        node.role = std::move(role);
        node.name = std::move(name);
        node.tag = node.role == "text" ? "" : "div";
        node.ref = node.role == "text" ? 0 : static_cast<view::Ref>(snapshot.nodes.size()) + 1;
        node.parent = parent;
        node.depth = parent < 0 ? 0 : snapshot.nodes[static_cast<std::size_t>(parent)].depth + 1;
        node.is_operable = node.role == "button";
        snapshot.nodes.push_back(std::move(node));
        return static_cast<int>(snapshot.nodes.size()) - 1;
    }

    // Answers the place of the button.
    int add_person(int list, std::string name)
    {
        const int entry = add("listitem", "", list);
        add("text", std::move(name), entry);
        return add("button", "Delete", entry);
    }

    void SetUp() override
    {
        const int list = add("list", "", -1);
        ann = add_person(list, "Ann Berg");
        add_person(list, "Bob Dale");
        const Scene scene(snapshot);
        account.looked(scene);
        account.touched(scene, ann);
    }

    int ann = 0;
};

TEST_F(AccountTest, FindsWhoWasMeantInTheRecord) { EXPECT_EQ(account.left_open("Delete Ann Berg"), ""); }

TEST_F(AccountTest, MissesWhoIsInAnotherRecord)
{
    EXPECT_EQ(
        account.left_open("Delete Bob Dale"), "Dale"
    );  // names of three letters may be short for others
    EXPECT_EQ(account.left_open("Delete \"Bob Dale\""), "Bob Dale");
}

TEST_F(AccountTest, MissesWhatIsNowhere) { EXPECT_EQ(account.left_open("Delete Zora of Ann Berg"), "Zora"); }

TEST_F(AccountTest, TakesWhatWasTyped)
{
    account.typed("Zoe");
    EXPECT_EQ(account.left_open("Rename Ann to Zoe"), "");
    EXPECT_FALSE(account.has_read("Rename Ann to Zoe"));
    EXPECT_TRUE(account.has_read("Enter the name of the first person"));
}

TEST_F(AccountTest, AsksNothingOfWhatIsNotMeant)
{
    EXPECT_EQ(account.left_open("Delete everyone except Bob"), "");
    EXPECT_EQ(account.left_open("Press the button next to Bob"), "");
    EXPECT_EQ(account.left_open("Press Ctrl+K on Friday, 3 May"), "");
}

TEST_F(AccountTest, ALinkDoesNothingButLead)
{
    EXPECT_EQ(account.verb_left_open("Subscribe to Ann Berg"), "");  // nothing was done yet

    account.reached(Reach::led);
    EXPECT_EQ(account.verb_left_open("Please subscribe to Ann Berg"), "subscribe");
    EXPECT_EQ(account.verb_left_open("Delete Ann Berg"), "");  // what was pressed says so
    EXPECT_EQ(account.verb_left_open("Open Ann Berg"), "");
    EXPECT_EQ(account.verb_left_open("Order the people by age"), "");

    account.reached(Reach::did);
    EXPECT_EQ(account.verb_left_open("Subscribe to Ann Berg"), "");
}

TEST_F(AccountTest, AsksEachStepForItsOwnDeeds)
{
    account.reached(Reach::did);
    account.begin_step();
    account.reached(Reach::looked);

    EXPECT_EQ(account.verb_left_open("Switch it to quarterly"), "Switch");
    EXPECT_EQ(account.verb_left_open("Delete Ann Berg"), "Delete");  // that was the step before

    account.reached(Reach::chose);
    EXPECT_EQ(account.verb_left_open("Switch it to quarterly"), "");
}

}  // namespace
}  // namespace lissom::agent::lite
