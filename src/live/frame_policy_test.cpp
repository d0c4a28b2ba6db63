#include "live/frame_policy.hpp"

#include <gtest/gtest.h>

namespace lissom::live {
namespace {

struct FramePolicyTest : ::testing::Test {
    FramePolicy policy;
    Moment now = moment();

    // Pictures at this pace; true if the way changed with one of them.
    bool frames(int count, Millis apart)
    {
        bool has_changed = false;
        for (int i = 0; i < count; ++i) {
            now += apart;
            has_changed |= policy.frame_came(now);
        }
        return has_changed;
    }
};

TEST_F(FramePolicyTest, NobodyWantsPicturesSoNoneAreTaken) { EXPECT_EQ(policy.way(), Way::none); }

TEST_F(FramePolicyTest, ARecordingOfAPageAtRestIsAScreencast)
{
    policy.want(Demand::record);

    frames(50, Millis(500));

    EXPECT_EQ(policy.way(), Way::screencast);
}

TEST_F(FramePolicyTest, ARecordingOfAPageThatNeverRestsGoesOverToScreenshots)
{
    policy.want(Demand::record);

    EXPECT_TRUE(frames(40, Millis(30)));

    EXPECT_EQ(policy.way(), Way::screenshots);
}

TEST_F(FramePolicyTest, AFewPicturesInARowAreNoUnrest)
{
    policy.want(Demand::record);

    EXPECT_FALSE(frames(15, Millis(30)));

    EXPECT_EQ(policy.way(), Way::screencast);
}

TEST_F(FramePolicyTest, WhenScreenshotsStayTheSameTheScreencastComesBack)
{
    policy.want(Demand::record);
    frames(40, Millis(30));

    bool has_changed = false;
    for (int i = 0; i < 10 && !has_changed; ++i) has_changed = policy.screenshot_taken(true);

    EXPECT_TRUE(has_changed);
    EXPECT_EQ(policy.way(), Way::screencast);
}

TEST_F(FramePolicyTest, ScreenshotsThatDifferGoOn)
{
    policy.want(Demand::record);
    frames(40, Millis(30));

    for (int i = 0; i < 30; ++i) policy.screenshot_taken(i % 3 != 0);

    EXPECT_EQ(policy.way(), Way::screenshots);
}

TEST_F(FramePolicyTest, WhoWatchesGetsTheScreencastHoweverRestlessThePage)
{
    policy.want(Demand::watch);
    frames(100, Millis(20));
    EXPECT_EQ(policy.way(), Way::screencast);

    policy.want(Demand::record);

    EXPECT_EQ(policy.way(), Way::screenshots);
}

}  // namespace
}  // namespace lissom::live
