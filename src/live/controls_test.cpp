#include "live/controls.hpp"

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "live/viewer.hpp"

namespace lissom::live {
namespace {

struct ControlsTest : ::testing::Test {
    boost::asio::io_context loop{1};
    Viewer ada{nullptr};
    Viewer bob{nullptr};
    std::vector<const Viewer*> hands;
    Millis patience = Millis(60'000);
    std::unique_ptr<Controls> made;

    Controls& controls()
    {
        if (!made)
            made = std::make_unique<Controls>(loop.get_executor(), patience, [this](const Viewer* holder) {
                hands.push_back(holder);
            });
        return *made;
    }
    ~ControlsTest() override { run_to_end(loop, controls().close()); }

    // Whether agents may act now.
    bool is_free() { return await(loop, within(Millis(20), "waiting", wait())).has_value(); }
    Async<Done> wait()
    {
        co_await controls().wait_until_free();
        co_return Done();
    }
};

TEST_F(ControlsTest, AgentsDoNotWaitWhileNobodyHoldsThem) { EXPECT_TRUE(is_free()); }

TEST_F(ControlsTest, AgentsWaitForAPersonUntilTheControlsComeBack)
{
    EXPECT_TRUE(controls().use(ada));
    EXPECT_FALSE(is_free());

    controls().give_back(ada);

    EXPECT_TRUE(is_free());
    EXPECT_EQ(hands, (std::vector<const Viewer*>{&ada, nullptr}));
}

TEST_F(ControlsTest, UseDoesNotTakeThemFromAnotherPersonAndTakeDoes)
{
    controls().use(ada);

    EXPECT_FALSE(controls().use(bob));
    EXPECT_EQ(controls().holder(), &ada);
    controls().take(bob);

    EXPECT_EQ(controls().holder(), &bob);
    EXPECT_FALSE(controls().use(ada));
}

TEST_F(ControlsTest, WhoDoesNotHoldThemCannotGiveThemBack)
{
    controls().take(ada);

    controls().give_back(bob);

    EXPECT_EQ(controls().holder(), &ada);
}

TEST_F(ControlsTest, APersonWhoDoesNothingLosesThem)
{
    patience = Millis(30);
    controls().take(ada);

    EXPECT_TRUE(await(loop, within(Millis(5'000), "waiting", wait())));

    EXPECT_EQ(controls().holder(), nullptr);
}

TEST_F(ControlsTest, EachUseBeginsThePatienceAnew)
{
    patience = Millis(200);
    const auto began = moment();
    controls().take(ada);
    while (moment() < began + Millis(300)) {
        run_to_end(loop, pause(Millis(20)));
        ASSERT_TRUE(controls().use(ada));
    }
    EXPECT_EQ(hands.size(), 1u);

    EXPECT_TRUE(await(loop, within(Millis(5'000), "waiting", wait())));

    EXPECT_GE(moment(), began + Millis(500));
}

}  // namespace
}  // namespace lissom::live
