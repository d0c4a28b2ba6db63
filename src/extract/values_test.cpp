#include "extract/values.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "extract/question.hpp"
#include "extract/request.hpp"
#include "extract/stock.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

struct NumberCase {
    const char* text;
    double value;
};
struct NumberTest : testing::TestWithParam<NumberCase> {};

TEST_P(NumberTest, IsReadAsPeopleWriteIt)
{
    const auto number = to_number(GetParam().text);

    ASSERT_TRUE(number) << GetParam().text;
    EXPECT_DOUBLE_EQ(*number, GetParam().value) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts,
    NumberTest,
    testing::Values(
        NumberCase{"42", 42},
        NumberCase{"1,299.00", 1299},
        NumberCase{"1.299,00 €", 1299},
        NumberCase{"39,95 €", 39.95},
        NumberCase{"$1,299", 1299},
        NumberCase{"1.2k", 1200},
        NumberCase{"3.4M views", 3.4e6},
        NumberCase{"37 comments", 37},
        NumberCase{"(128)", 128},
        NumberCase{"-5", -5},
        NumberCase{"4.5 out of 5 stars", 4.5},
        NumberCase{"Only 3 left", 3},
        NumberCase{"Qty: 12", 12},
        NumberCase{"20%", 20}
    )
);

TEST(NumberTest, IsNotReadOutOfNamesAndSentences)
{
    EXPECT_FALSE(to_number("iPhone 15"));
    EXPECT_FALSE(to_number("Boeing 747 and Airbus 380"));
    EXPECT_FALSE(to_number("Call us before 5 if you need help today"));
    EXPECT_FALSE(to_number("no digits"));
}

TEST(MoneyTest, MayHaveSpacesBetweenItsThousands)
{
    EXPECT_EQ(find_money("44 890 тг.").at(0).value, 44'890);
    EXPECT_EQ(find_money("Cena: 1 234 567,50 zł").at(0).value, 1'234'567.5);
    EXPECT_EQ(find_money("44 890 тг.").at(0).text, "44 890 тг");
    EXPECT_EQ(find_money("2020 890 kr").at(0).value, 890);
    EXPECT_EQ(find_money("3 90 kr").at(0).value, 90);
}

TEST(IdentifierTest, IsANumberOfThingsAndNoWord)
{
    for (const auto* text :
         {"B07FW264WL", "804.023.81", "TE502955-1293415", "978-3-16-148410-0", "DR 2401", "NORD-XL"})
        EXPECT_TRUE(looks_like_identifier(text)) << text;
    for (const auto* text : {"", "0", "Microwave 800W with grill and timer", "Lamp", "12,90 €", "20 %"})
        EXPECT_FALSE(looks_like_identifier(text)) << text;
}

TEST(StockTest, IsToldInManyLanguages)
{
    for (const auto* text :
         {"In stock", "InStock", "Only 3 left", "Auf Lager", "EN STOCK", "В наличии", "Disponible"})
        EXPECT_EQ(told_stock(text), true) << text;
    for (const auto* text :
         {"Sold out",
          "OutOfStock",
          "Derzeit nicht verfügbar",
          "Actuellement indisponible",
          "ÉPUISÉ",
          "Нет в наличии",
          "Agotado"})
        EXPECT_EQ(told_stock(text), false) << text;
    for (const auto* text : {"", "Blue", "Ships on Monday"})
        EXPECT_EQ(told_stock(text), std::nullopt) << text;
}

TEST(MoneyTest, KnowsItsCurrencyAndItsText)
{
    const auto found = find_money("Now $5.00, was US$8 or 7,50 €");

    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].text, "$5.00");
    EXPECT_EQ(found[0].currency, "USD");
    EXPECT_DOUBLE_EQ(found[1].value, 8);
    EXPECT_EQ(found[2].currency, "EUR");
    EXPECT_DOUBLE_EQ(found[2].value, 7.5);
}

TEST(RatingTest, IsReadFromWordsAndStars)
{
    EXPECT_DOUBLE_EQ(find_rating("Rated 4.5 out of 5")->value, 4.5);
    EXPECT_DOUBLE_EQ(find_rating("8.1/10")->maximum, 10);
    EXPECT_DOUBLE_EQ(find_rating("★★★☆☆")->value, 3);
    EXPECT_DOUBLE_EQ(find_rating("4 stars")->value, 4);
    EXPECT_FALSE(find_rating("142 points"));
}

struct DateCase {
    const char* text;
    const char* day;
    const char* time;
};
struct DateTest : testing::TestWithParam<DateCase> {};

TEST_P(DateTest, IsReadAsPeopleWriteIt)
{
    const auto date = find_date(GetParam().text);

    ASSERT_TRUE(date) << GetParam().text;
    EXPECT_EQ(date->day, GetParam().day) << GetParam().text;
    EXPECT_EQ(date->time, GetParam().time) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Texts,
    DateTest,
    testing::Values(
        DateCase{"2026-11-22", "2026-11-22", ""},
        DateCase{"2026-02-11T08:15:00Z", "2026-02-11", "08:15:00"},
        DateCase{"Nov 22, 2026", "2026-11-22", ""},
        DateCase{"Posted on 22nd November 2026 at 5:30 PM", "2026-11-22", "17:30:00"},
        DateCase{"Sat, 14 March 2026, 19:30", "2026-03-14", "19:30:00"},
        DateCase{"11/22/2026", "2026-11-22", ""},
        DateCase{"22.11.2026", "2026-11-22", ""},
        DateCase{"22/11/2026", "2026-11-22", ""}
    )
);

TEST(DateTest, NeedsItsYear)
{
    EXPECT_FALSE(find_date("Nov 22"));
    EXPECT_FALSE(find_date("version 1.2.3"));
    EXPECT_TRUE(looks_like_time_words("3 hours ago"));
    EXPECT_TRUE(looks_like_time_words("Nov 22"));
    EXPECT_FALSE(looks_like_time_words("March of the penguins"));
}

TEST(DateTest, FollowsThePlaceWhereBothOrdersArePossible)
{
    EXPECT_EQ(find_date("3/4/2026", false)->day, "2026-03-04");
    EXPECT_EQ(find_date("3/4/2026", true)->day, "2026-04-03");
}

TEST(DateTest, HasAYearOfTwoDigitsBehindSlashes)
{
    EXPECT_EQ(find_date("6/27/23")->day, "2023-06-27");
    EXPECT_EQ(find_date("27/6/98", true)->day, "1998-06-27");
    EXPECT_FALSE(find_date("version 1.2.10"));
}

TEST(PhoneTest, IsFoundBehindOtherNumbers)
{
    EXPECT_EQ(find_phone("2683 Mill Lane, 331.999.3490"), "331.999.3490");
    EXPECT_EQ(find_phone("Oswich 60543 331 999 3490"), "331 999 3490");
    EXPECT_EQ(find_phone("0049 301 2345678"), "0049 301 2345678");
    EXPECT_FALSE(find_phone("2683 Mill Lane, floor 3"));
}

TEST(WordsTest, SplitNamesHoweverTheyAreWritten)
{
    EXPECT_EQ(words_of("productPrices"), (Words{"product", "price"}));
    EXPECT_EQ(words_of("review_count"), (Words{"review", "count"}));
    EXPECT_EQ(words_of("HTMLTitle-2"), (Words{"html", "title", "2"}));
    EXPECT_EQ(words_of("Categories"), (Words{"category"}));
}

TEST(WordsTest, KnowSynonymsButNotEverything)
{
    EXPECT_GT(name_fit({"cost"}, {"price"}, 1), 0.8);
    EXPECT_GT(name_fit({"review", "count"}, {"number", "review"}, 1), 0.8);
    EXPECT_LT(name_fit({"warranty", "year"}, {"price"}, 1), 0.1);
    EXPECT_LT(name_fit({"company", "name"}, {"name"}, 1), 0.6);
}

TEST(WordsTest, TakeNoThingForItsOpposite)
{
    EXPECT_EQ(name_fit({"total", "time"}, {"prep", "time"}, 1), 0);
    EXPECT_EQ(name_fit({"billing", "address"}, {"delivery", "address"}, 1), 0);
    EXPECT_GT(name_fit({"total", "time"}, {"time"}, 1), 0.5);
    EXPECT_GT(name_fit({"first", "name"}, {"first", "and", "last", "name"}, 1), 0.8);
}

TEST(DurationTest, ReadsSpansOfTimeAsMachinesAndPeopleWriteThem)
{
    EXPECT_EQ(find_duration("PT1H10M"), 4200);
    EXPECT_EQ(find_duration("P1DT2H"), 93'600);
    EXPECT_EQ(find_duration("1 h 10 min"), 4200);
    EXPECT_EQ(find_duration("54:12"), 3252);
    EXPECT_EQ(find_duration("1:10:00"), 4200);
    for (const auto* text : {"P", "PT", "PTM", "12", "Part 3", "3 apples", "10 min of rest", ":", "1:"})
        EXPECT_FALSE(find_duration(text)) << text;
}

TEST(RequestTest, KnowsThePeriodsOfAPrompt)
{
    const auto year = parse_request("opinions dated 2023").filters;
    ASSERT_EQ(year.size(), 2U);
    EXPECT_GT(day_number("2023-01-01"), year[0].number - 1);
    EXPECT_LT(day_number("2022-12-31"), year[0].number);
    EXPECT_LE(day_number("2023-12-31"), year[1].number);
    EXPECT_GT(day_number("2024-01-01"), year[1].number);

    const auto month = parse_request("meetings in March 2018").filters;
    ASSERT_EQ(month.size(), 2U);
    EXPECT_EQ(month[0].number, day_number("2018-03-01"));
    EXPECT_EQ(month[1].number, day_number("2018-03-31"));

    EXPECT_TRUE(parse_request("results of group 2018b").filters.empty());
}

TEST(RequestTest, KnowsTheDayTheHourAndTheStateOfAPrompt)
{
    const auto day = parse_request("games on Thursday, April 4 2019").filters;
    ASSERT_EQ(day.size(), 1U);
    EXPECT_EQ(day[0].number, day_number("2019-04-04"));
    EXPECT_FALSE(day[0].is_of_any_year);

    const auto other = parse_request("games that begin at 10:30p on 10th of April").filters;
    ASSERT_EQ(other.size(), 2U);
    EXPECT_EQ(other[0].text, "10:30p");
    EXPECT_TRUE(other[1].is_of_any_year);
    EXPECT_EQ(std::fmod(other[1].number, 372), std::fmod(day_number("2019-04-10"), 372));

    EXPECT_EQ(parse_request("canceled meetings").filters.at(0).text, "canceled");
    EXPECT_TRUE(parse_request("the listed products").filters.empty());
    EXPECT_TRUE(parse_request("the three books on page 4").filters.empty());
}

TEST(RequestTest, ReadsLimits)
{
    EXPECT_EQ(parse_request("the first five stories").limit, 5U);
    EXPECT_EQ(parse_request("Extract the top 3 products").limit, 3U);
    EXPECT_EQ(parse_request("up to 10 results").limit, 10U);
    EXPECT_EQ(parse_request("the 3 cheapest lamps").limit, 3U);
    EXPECT_TRUE(parse_request("the last 2 rows").is_from_end);
    EXPECT_EQ(parse_request("the second product").skip, 1U);
    EXPECT_TRUE(parse_request("price of the first product").is_single);
}

TEST(RequestTest, TakesNoLimitOutOfOtherWords)
{
    EXPECT_FALSE(parse_request("first name and last name of each person").selects());
    EXPECT_FALSE(parse_request("all products with price and rating").selects());
    EXPECT_FALSE(parse_request("the top stories").selects());
    EXPECT_FALSE(parse_request("").selects());
}

TEST(RequestTest, ReadsComparisons)
{
    const auto request = parse_request("products under $50 with at least 100 reviews rated above 4");

    ASSERT_EQ(request.filters.size(), 3U);
    EXPECT_EQ(request.filters[0].subject, Words{"price"});
    EXPECT_EQ(request.filters[0].comparison, Comparison::below);
    EXPECT_DOUBLE_EQ(request.filters[0].number, 50);
    EXPECT_EQ(request.filters[1].subject, Words{"review"});
    EXPECT_EQ(request.filters[1].comparison, Comparison::at_least);
    EXPECT_EQ(request.filters[2].subject, Words{"rating"});
    EXPECT_EQ(request.filters[2].comparison, Comparison::above);
}

TEST(RequestTest, ReadsRanges)
{
    const auto request = parse_request("laptops between $500 and $900");

    ASSERT_EQ(request.filters.size(), 2U);
    EXPECT_DOUBLE_EQ(request.filters[0].number + request.filters[1].number, 1400);
    EXPECT_EQ(request.filters[0].subject, Words{"price"});
}

TEST(RequestTest, ReadsWhatMustBeSaid)
{
    const auto request = parse_request("items in stock containing \"lamp\" by ACME");

    ASSERT_EQ(request.filters.size(), 3U);
    EXPECT_EQ(request.filters[0].comparison, Comparison::is_set);
    EXPECT_EQ(request.filters[0].text, "in stock");
    EXPECT_EQ(request.filters[1].text, "lamp");
    EXPECT_EQ(request.filters[2].text, "ACME");
    EXPECT_FALSE(request.filters[2].is_certain);
}

TEST(RequestTest, AskingWhetherSomethingIsInStockChoosesNothing)
{
    EXPECT_TRUE(parse_request("name, price and whether it is in stock").filters.empty());
}

TEST(RequestTest, ReadsOrders)
{
    EXPECT_EQ(parse_request("sorted by price").sorting->subject, Words{"price"});
    EXPECT_FALSE(parse_request("sorted by price").sorting->is_descending);
    EXPECT_TRUE(parse_request("sort by price, highest first").sorting->is_descending);
    EXPECT_TRUE(parse_request("newest first").sorting->is_descending);
    EXPECT_EQ(parse_request("the story with the most comments").sorting->subject, Words{"comment"});
    EXPECT_TRUE(parse_request("the cheapest laptop").is_single);
    EXPECT_FALSE(parse_request("the cheapest laptops").is_single);
}

TEST(QuestionTest, IsReducedToWhatItAsksFor)
{
    EXPECT_EQ(question_words("What is the account balance?"), (Words{"account", "balance"}));
    EXPECT_EQ(question_words("Open the order and tell me the order number."), (Words{"order", "number"}));
    EXPECT_EQ(question_words("Tell me the total shown on this page"), (Words{"total"}));
    EXPECT_EQ(question_words("How much does it cost?"), (Words{"price", "cost"}));
}

}  // namespace
}  // namespace lissom::extract
