#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "agent/lite/instruction.hpp"

// One wish in the words of several people: orders, polite requests, with reasons and remarks, numbers as
// words, with and without quotes. All of them have to come to the same steps.
namespace lissom::agent::lite {
namespace {

struct Same {
    std::vector<std::pair<Verb, std::pair<std::string, std::string>>>
        steps;  // verb, a slot and what it holds
    std::vector<std::string> phrasings;
};

std::string told(const std::vector<Step>& steps)
{
    std::string text;
    for (const auto& step : steps) {
        text += std::string(name_of(step.verb));
        for (const auto& [name, value] : step.slots) text += " " + name + "=\"" + value + "\"";
        text += "; ";
    }
    return text;
}

void expect_same(const Same& wish)
{
    for (const auto& phrasing : wish.phrasings) {
        const auto all = parse(phrasing);
        std::vector<Step> steps;
        // A remark is no step.
        for (const auto& step : all)
            if (step.verb != Verb::none) steps.push_back(step);
        ASSERT_EQ(steps.size(), wish.steps.size()) << phrasing << ": " << told(all);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            EXPECT_EQ(name_of(steps[i].verb), name_of(wish.steps[i].first)) << phrasing << ": " << told(all);
            const auto& [slot, value] = wish.steps[i].second;
            if (!slot.empty()) EXPECT_EQ(steps[i].slot(slot), value) << phrasing << ": " << told(all);
        }
    }
}

TEST(PhrasingsTest, AsksForOneValue)
{
    expect_same(
        {{{Verb::answer, {"question", "the price of the lamp"}}},
         {"Tell me the price of the lamp.",
          "Could you please tell me the price of the lamp?",
          "Please tell me the price of the lamp, thanks!",
          "I'd like to know the price of the lamp.",
          "Can you find out the price of the lamp?",
          "I need to know the price of the lamp.",
          "Let me know the price of the lamp."}}
    );
}

TEST(PhrasingsTest, AsksAQuestion)
{
    expect_same(
        {{{Verb::answer, {"question", "How many orders are there"}}},
         {"How many orders are there?", "Please, How many orders are there?", "Hi! How many orders are there?"
         }}
    );
}

TEST(PhrasingsTest, SearchesAndAsks)
{
    expect_same(
        {{{Verb::search, {"query", "Tara"}}, {Verb::answer, {"question", "her age"}}},
         {"Search for 'Tara' and tell me her age.",
          "Please search for Tara, then tell me her age.",
          "Look for \"Tara\" and give me her age.",
          "Could you search for Tara and let me know her age?",
          "I'd like you to search for Tara and then tell me her age, please."}}
    );
}

TEST(PhrasingsTest, Deletes)
{
    expect_same(
        {{{Verb::act, {"action", "delete"}}},
         {"Delete the category 'flowers'.",
          "Please delete the category 'flowers', we don't need it anymore.",
          "Could you delete the category 'flowers' for me?",
          "I want you to delete the category 'flowers'.",
          "We no longer need it, so delete the category 'flowers'."}}
    );
}

TEST(PhrasingsTest, ChangesAField)
{
    expect_same(
        {{{Verb::fill, {"value", "25"}}, {Verb::click, {"", ""}}},
         {"Change the price of the product 'White Clock' to 25 and save.",
          "Please set the price of the product 'White Clock' to 25, then save.",
          "Update the price of the product 'White Clock' to 25 and save it.",
          "Could you change the price of the product 'White Clock' to 25 and then save, please?",
          "The price is wrong. Change the price of the product 'White Clock' to 25 and save."}}
    );
}

TEST(PhrasingsTest, SortsAList)
{
    expect_same(
        {{{Verb::sort, {"order", "price"}}},
         {"Sort the list by price.",
          "Please sort the products by price.",
          "Order the products by price.",
          "Could you sort the products by price?",
          "I would like you to sort the products by price."}}
    );
}

TEST(PhrasingsTest, NarrowsAList)
{
    expect_same(
        {{{Verb::narrow, {"", ""}}},
         {"Show only the cancelled orders.",
          "Please show me only the cancelled orders.",
          "Filter the orders by status cancelled.",
          "Only show the cancelled orders, please.",
          "Could you filter the orders by status cancelled?"}}
    );
}

TEST(PhrasingsTest, GoesSomewhere)
{
    expect_same(
        {{{Verb::click, {"object", "the settings page"}}},
         {"Go to the settings page.",
          "Please open the settings page.",
          "Navigate to the settings page.",
          "Could you go to the settings page?",
          "Head to the settings page.",
          "I'd like you to open the settings page."}}
    );
}

TEST(PhrasingsTest, AgreesAndSends)
{
    expect_same(
        {{{Verb::check, {"", ""}}, {Verb::click, {"", ""}}},
         {"Accept the terms and press Join.",
          "Accept the lending rules and press Join.",
          "Agree to the terms and conditions, then click Join.",
          "Tick the terms and click Join.",
          "Please accept the house rules and then press Join."}}
    );
}

TEST(PhrasingsTest, PutsThingsIntoACart)
{
    expect_same(
        {{{Verb::buy, {"", ""}}},
         {"Add the Brass Pencil to the basket.",
          "Please add the Brass Pencil to my cart.",
          "Put the Brass Pencil into the shopping cart.",
          "Could you put the Brass Pencil in the basket?",
          "I'd like you to add the Brass Pencil to the cart, please."}}
    );
}

TEST(PhrasingsTest, MakesSomethingNew)
{
    expect_same(
        {{{Verb::compose, {"", ""}}},
         {"Create a ticket with the summary 'Spell checker', type enhancement and priority minor.",
          "Please create a new ticket with summary 'Spell checker', type enhancement, priority minor.",
          "Could you create a ticket with the summary 'Spell checker', type enhancement and priority minor?",
          "Open a new ticket with the summary 'Spell checker', type enhancement and priority minor.",
          "I need you to create a ticket with summary 'Spell checker', type enhancement and priority minor."}}
    );
}

TEST(PhrasingsTest, LogsInAndOut)
{
    expect_same(
        {{{Verb::login, {"", ""}}},
         {"Log in as demo with password secret.",
          "Please log in with user demo and password secret.",
          "Sign in as demo using the password secret.",
          "Could you log in as demo with password secret?"}}
    );
    expect_same(
        {{{Verb::logout, {"", ""}}},
         {"Log out.", "Please sign out.", "Sign me out, please.", "Could you log me out?"}}
    );
}

TEST(PhrasingsTest, ChoosesFromAList)
{
    expect_same(
        {{{Verb::choose, {"value", "Sweden"}}},
         {"Select Sweden from the country list.",
          "Please choose Sweden in the country list.",
          "Pick Sweden from the country list.",
          "Could you select Sweden from the country list?",
          "I want you to choose Sweden from the country list, please."}}
    );
}

TEST(PhrasingsTest, FillsAField)
{
    expect_same(
        {{{Verb::fill, {"value", "555-1234"}}},
         {"Enter 555-1234 as the phone.",
          "Fill in 555-1234 as the phone.",
          "Please type 555-1234 into the phone field.",
          "Put 555-1234 in the phone field.",
          "Could you enter 555-1234 into the phone field?",
          "Write 555-1234 in the phone field, please."}}
    );
}

}  // namespace
}  // namespace lissom::agent::lite
