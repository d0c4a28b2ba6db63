#include "actions/testing.hpp"

namespace lissom::actions {
namespace {

using testing::HasSubstr;

struct ClickTest : ActionTest {};

TEST_F(ClickTest, PressesAButtonAndTellsWhatItChanged)
{
    show("<button id=b onclick=\"out.textContent='Saved'\">Save</button><p id=out></p>");

    const auto effect = act_on("b", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_TRUE(effect->has_changed);
    EXPECT_THAT(effect->text, HasSubstr("clicked e"));
    EXPECT_THAT(effect->text, HasSubstr("button \"Save\"; the page now shows \"Saved\""));
}

TEST_F(ClickTest, SaysThatNothingChanged)
{
    show("<span id=s>words</span>");

    const auto effect = act_on("s", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_FALSE(effect->has_changed) << effect->text;
    EXPECT_THAT(effect->text, HasSubstr("nothing changed"));
}

TEST_F(ClickTest, ScrollsTheElementIntoView)
{
    show("<div style='height:3000px'></div><button id=b onclick=\"document.title='hit'\">Deep</button>");

    const auto effect = act_on("b", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("document.title"), "hit");
}

TEST_F(ClickTest, NamesWhatCoversTheElement)
{
    show(
        "<button id=b>Under</button><div role=dialog aria-label='Cookies' "
        "style='position:fixed;inset:0;background:#eee'>We use cookies</div>"
    );

    const auto effect = act_on("b", "click");

    ASSERT_FALSE(effect);
    EXPECT_EQ(effect.error().code, ErrorCode::page_error);
    EXPECT_THAT(effect.error().message, HasSubstr("button \"Under\" is covered by dialog \"Cookies\""));
}

TEST_F(ClickTest, FollowsALink)
{
    browser.server().serve("/next", "<title>Next</title><p>there</p>");
    show("<a id=a href='/next'>Go on</a>");

    const auto effect = act_on("a", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_TRUE(effect->has_navigated);
    EXPECT_EQ(effect->url, browser.server().url("/next"));
    EXPECT_THAT(effect->text, HasSubstr("the page went to " + browser.server().url("/next") + " \"Next\""));
}

TEST_F(ClickTest, TellsOfAnAlert)
{
    show("<button id=b onclick=\"alert('Really?')\">Ask</button>");

    const auto effect = act_on("b", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_TRUE(effect->has_opened_dialog);
    EXPECT_THAT(effect->text, HasSubstr("an alert opened: \"Really?\""));
}

}  // namespace
}  // namespace lissom::actions
