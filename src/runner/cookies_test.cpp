#include "runner/cookies.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace lissom::runner {
namespace {

JsonObject cookie(std::string_view name, std::string_view value, double expires = -1)
{
    return {
        {"name", name},
        {"value", value},
        {"domain", "shop.test"},
        {"path", "/"},
        {"expires", expires},
        {"session", expires < 0}
    };
}

std::map<std::string, std::string> values_of(const JsonArray& cookies)
{
    std::map<std::string, std::string> values;
    for (const auto& each : cookies)
        values[string_or(each.get_object(), "name")] = string_or(each.get_object(), "value");
    return values;
}

using Values = std::map<std::string, std::string>;

TEST(MergeCookies, KeepsWhatTwoSessionsHaveEachChanged)
{
    const JsonArray begin{cookie("left", "0"), cookie("right", "0"), cookie("both", "0")};
    const JsonArray mine{cookie("left", "1"), cookie("right", "0"), cookie("both", "1")};
    const JsonArray theirs{cookie("left", "0"), cookie("right", "2"), cookie("both", "2")};

    const auto merged = merge_cookies(begin, mine, theirs);

    EXPECT_EQ(values_of(merged), (Values{{"left", "1"}, {"right", "2"}, {"both", "1"}}));
}

TEST(MergeCookies, KeepsWhatEachHasAddedAndDropsWhatEachHasDeleted)
{
    const JsonArray begin{cookie("stays", "0"), cookie("i delete", "0"), cookie("they delete", "0")};
    const JsonArray mine{cookie("stays", "0"), cookie("they delete", "0"), cookie("i add", "1")};
    const JsonArray theirs{cookie("stays", "0"), cookie("i delete", "0"), cookie("they add", "2")};

    const auto merged = merge_cookies(begin, mine, theirs);

    EXPECT_EQ(values_of(merged), (Values{{"stays", "0"}, {"i add", "1"}, {"they add", "2"}}));
}

TEST(MergeCookies, WhatABrowserOnlyTellsDifferentlyIsNotAChange)
{
    auto told_later = cookie("id", "0", 2'000'000'000.4);
    told_later["priority"] = "Medium";
    told_later["sourcePort"] = 8080;

    const auto merged =
        merge_cookies({cookie("id", "0", 2'000'000'000)}, {told_later}, {cookie("id", "new", 2'000'000'000)});

    EXPECT_EQ(values_of(merged), (Values{{"id", "new"}}));
}

TEST(MergeCookies, TellsCookiesOfOneNameApartByTheirPlace)
{
    auto below = cookie("id", "below");
    below["path"] = "/admin";

    const auto merged = merge_cookies({}, {cookie("id", "root"), below}, {});

    EXPECT_EQ(merged.size(), 2u);
}

TEST(CookiesToSet, LeavesOutWhatHasExpiredAndNotWhatLastsForTheSession)
{
    const JsonArray kept{cookie("old", "1", 1'000), cookie("good", "2", 3'000), cookie("session", "3")};

    const auto set = cookies_to_set(kept, 2'000'000);

    EXPECT_EQ(values_of(set), (Values{{"good", "2"}, {"session", "3"}}));
    EXPECT_FALSE(set[1].get_object().contains("expires"));
}

TEST(CookiesToSet, ACookieOfOneHostDoesNotBecomeOneOfItsDomain)
{
    auto of_domain = cookie("a", "1");
    of_domain["domain"] = ".shop.test";
    auto of_host = cookie("b", "2");
    of_host["secure"] = true;

    const auto set = cookies_to_set({of_domain, of_host}, 0);

    EXPECT_EQ(string_or(set[0].get_object(), "domain"), ".shop.test");
    EXPECT_FALSE(set[1].get_object().contains("domain"));
    EXPECT_EQ(string_or(set[1].get_object(), "url"), "https://shop.test/");
}

}  // namespace
}  // namespace lissom::runner
