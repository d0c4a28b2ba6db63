#include "browser/demand.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace lissom::browser {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(DemandTest, IsTheLargestCrowdOfTheLastMinute)
{
    Demand demand;
    const Moment start{};
    EXPECT_EQ(demand.crowd(start), 0u);
    for (int i = 0; i < 10; ++i) demand.note_session(start + milliseconds(20 * i));
    demand.note_session(start + seconds(20));
    EXPECT_EQ(demand.crowd(start + seconds(20)), 10u);
    EXPECT_EQ(demand.crowd(start + seconds(65)), 1u) << "the ten are forgotten, the one is not";
    EXPECT_EQ(demand.crowd(start + seconds(90)), 0u);
}

TEST(DemandTest, SessionsOneAfterTheOtherAreNoCrowd)
{
    Demand demand;
    const Moment start{};
    for (int i = 0; i < 30; ++i) demand.note_session(start + seconds(3 * i));
    EXPECT_EQ(demand.crowd(start + seconds(90)), 1u);
}

}  // namespace
}  // namespace lissom::browser
