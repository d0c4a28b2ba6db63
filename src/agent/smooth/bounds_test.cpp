#include "agent/smooth/bounds.hpp"

#include <gtest/gtest.h>

namespace lissom::agent {
namespace {

struct BoundsTest : testing::Test {
    Assignment assignment;
    view::Snapshot page;

    BoundsTest()
    {
        assignment.instruction = "Pay the bill on bank.example.com.";
        assignment.metadata = {{"iban", "DE89370400440532013000"}};
        page.url = "https://bank.example.com/bills";
    }

    bool may(std::string action, JsonObject params)
    {
        return Bounds(assignment, "about:blank").check(action, params, page).has_value();
    }
    void link_to(std::string address)
    {
        view::Node link;
        link.role = "link";
        link.href = std::move(address);
        page.nodes.push_back(std::move(link));
    }
};

TEST_F(BoundsTest, TheSitesThatThePersonNamedAreOpen)
{
    EXPECT_TRUE(may("goto", {{"url", "https://bank.example.com/pay"}}));
    EXPECT_TRUE(may("goto", {{"url", "https://login.example.com/"}})) << "of the same owner";
}

TEST_F(BoundsTest, AnAddressMadeUpForAnotherSiteIsNot)
{
    EXPECT_FALSE(may("goto", {{"url", "https://thief.example/?take=120"}}));
    EXPECT_FALSE(may("new_tab", {{"url", "https://thief.example/?take=120"}}));
    EXPECT_FALSE(may("goto", {{"url", "thief.example/?take=120"}})) << "goto adds what is missing";
    EXPECT_FALSE(may("goto", {{"url", "HTTPS://thief.example/?take=120"}}));
}

TEST_F(BoundsTest, ALinkOfThePageMayBeFollowedAsItStands)
{
    link_to("https://news.example.org/story");

    EXPECT_TRUE(may("goto", {{"url", "https://news.example.org/story"}}));
    EXPECT_FALSE(may("goto", {{"url", "https://news.example.org/story?take=120"}}));
}

TEST_F(BoundsTest, ThePersonsValuesAndFilesGoToTheSitesOfTheTaskOnly)
{
    EXPECT_TRUE(may("fill", {{"element", "e1"}, {"value", "DE89370400440532013000"}}));
    page.url = "https://thief.example/";

    EXPECT_FALSE(may("fill", {{"element", "e1"}, {"value", "DE89370400440532013000"}}));
    EXPECT_FALSE(may("upload", {{"element", "e1"}}));
    EXPECT_TRUE(may("fill", {{"element", "e1"}, {"value", "lamps"}}));
}

TEST_F(BoundsTest, AFrontPageCarriesNothingAway)
{
    EXPECT_TRUE(may("goto", {{"url", "https://www.rates.example/"}}));
    EXPECT_FALSE(may("goto", {{"url", "https://the-balance-is-120.thief.example/"}}));
    EXPECT_FALSE(may("goto", {{"url", "https://thief.example/#120"}}));
}

TEST_F(BoundsTest, ASiteMayBeNamedWithoutItsAddress)
{
    assignment.instruction = "Take the heading of news.example.com and look it up on Wikipedia";

    EXPECT_TRUE(may("goto", {{"url", "https://en.wikipedia.org/wiki/Special:Search?search=lamp"}}));
    EXPECT_FALSE(may("goto", {{"url", "https://example.net/wiki?search=lamp"}}))
        << "a part of an address is no name";
}

TEST_F(BoundsTest, WhereThePersonNamedNoSiteTheWholeWebIsTheTasks)
{
    assignment.instruction = "Find the cheapest flight to Lisbon";
    assignment.metadata = {};

    EXPECT_TRUE(may("goto", {{"url", "https://flights.example/"}}));
}

TEST_F(BoundsTest, NeighboursUnderARegistryAreStrangers)
{
    assignment.instruction = "Look at https://shop.co.uk/";

    EXPECT_TRUE(may("goto", {{"url", "https://www.shop.co.uk/cart"}}));
    EXPECT_FALSE(may("goto", {{"url", "https://thief.co.uk/take?it"}}));
}

}  // namespace
}  // namespace lissom::agent
