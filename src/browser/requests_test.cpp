#include "browser/requests.hpp"

#include <gtest/gtest.h>

namespace lissom::browser {
namespace {

TEST(RequestsTest, OnlyYoungOnesThatBeganAfterTheReadingCount)
{
    Requests requests;
    const auto now = moment();
    requests.started("old poll", now - Millis(5000), 3);
    requests.started("before", now, 4);
    EXPECT_EQ(requests.busy_until(4, now), Moment());

    requests.started("after", now, 5);
    EXPECT_GT(requests.busy_until(4, now), now);

    requests.ended("after");
    EXPECT_EQ(requests.busy_until(4, now), Moment());
}

TEST(RequestsTest, ARedirectIsTheSameRequest)
{
    Requests requests;
    const auto now = moment();
    requests.started("a", now, 1);
    requests.started("a", now, 2);

    requests.ended("a");

    EXPECT_EQ(requests.busy_until(0, now), Moment());
}

}  // namespace
}  // namespace lissom::browser
