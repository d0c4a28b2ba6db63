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

TEST_F(ClickTest, WaitsForACoverThatIsOnItsWayOut)
{
    show(
        "<button id=b onclick=\"textContent='reached'\">Under</button>"
        "<div id=cover style='position:fixed;inset:0;background:#fff'>Saved</div>"
    );
    js("let left = 15; const fade = setInterval(() => { cover.style.opacity = left / 15;"
       " if (--left === 0) { cover.remove(); clearInterval(fade) } }, 20)");

    const auto effect = act_on("b", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_THAT(effect->text, HasSubstr("reached"));
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

TEST_F(ClickTest, AimsPastAStickyHeader)
{
    show(
        "<div style='position:sticky;top:0;height:300px;background:#eee'>Header</div><div "
        "style='height:900px'></div>"
        "<button id=b onclick=\"document.title='hit'\">Below</button><div style='height:3000px'></div>"
    );
    js("scrollTo(0, 940)");

    const auto effect = act_on("b", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("document.title"), "hit");
}

TEST_F(ClickTest, ReachesIntoFramesAndShadowRoots)
{
    browser.server().serve(
        "/far",
        "<div style='height:900px'></div><button id=f onclick=\"this.textContent='pressed far'\">Far</button>"
    );
    show(
        "<div id=h></div><div style='height:1500px'></div><iframe src='" +
        browser.server().url("/far", "localhost") +
        "' style='width:300px;height:200px'></iframe><script>h.attachShadow({mode:'open'}).innerHTML="
        "'<button id=s>Shadow</button>'; h.shadowRoot.querySelector('button').onclick = () => document.title "
        "= 'pressed shadow'</script>"
    );

    const auto shadow = act_on("s", "click");
    const auto far = act_on("f", "click");

    ASSERT_TRUE(shadow) << shadow.error().message;
    EXPECT_EQ(js("document.title"), "pressed shadow");
    ASSERT_TRUE(far) << far.error().message;
    EXPECT_THAT(far->text, HasSubstr("pressed far"));
}

TEST_F(ClickTest, SaysThatAFrameIsCovered)
{
    browser.server().serve("/in", "<button id=f>Inside</button>");
    show(
        "<iframe src='/in' style='width:300px;height:200px'></iframe><div role=dialog aria-label=Offer "
        "style='position:fixed;inset:0;background:#fff'>Buy</div>"
    );

    const auto effect = act_on("f", "click");

    ASSERT_FALSE(effect);
    EXPECT_THAT(effect.error().message, HasSubstr("covered there by dialog \"Offer\""));
}

TEST_F(ClickTest, SaysThatTheElementIsDisabledHiddenOrGone)
{
    show("<button id=d disabled>Off</button><button id=h>Hide</button><button id=g>Go</button>");
    const auto hidden = ref("h");
    const auto gone = ref("g");
    js("h.style.display='none', g.remove()");

    const auto on_disabled = act_on("d", "click");
    const auto on_hidden = act("click", {{"element", hidden}});
    const auto on_gone = act("click", {{"element", gone}});
    const auto on_nothing = act("click", {{"element", "e99999"}});

    ASSERT_FALSE(on_disabled || on_hidden || on_gone || on_nothing);
    EXPECT_THAT(on_disabled.error().message, HasSubstr("is disabled"));
    EXPECT_THAT(on_hidden.error().message, HasSubstr("not visible (display: none)"));
    EXPECT_THAT(on_gone.error().message, HasSubstr("no longer on the page"));
    EXPECT_THAT(on_nothing.error().message, HasSubstr("not on the page"));
}

TEST_F(ClickTest, NamesAParameterItCannotRead)
{
    show("<p>x</p>");

    const auto effect = act("click", {{"element", "the button"}});

    ASSERT_FALSE(effect);
    EXPECT_EQ(effect.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(effect.error().message, HasSubstr("'element'"));
}

TEST_F(ClickTest, HitsAnElementThatIsCarriedAlong)
{
    show(
        "<style>@keyframes go{from{left:0}to{left:500px}}#b{position:absolute;animation:go 400ms linear "
        "forwards}</style>"
        "<button id=b onclick=\"document.title='hit'\">Moving</button>"
    );

    const auto effect = act_on("b", "click");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("document.title"), "hit");
}

TEST_F(ClickTest, StopsAPressThatWouldReachSomethingElse)
{
    // The page slides another button under the pointer as soon as it moves there.
    show(
        "<button id=b style='position:absolute;left:50px;top:50px' "
        "onmouseenter=\"b.style.left='500px';o.style.left='50px'\">Cheap</button>"
        "<button id=o style='position:absolute;left:300px;top:50px' "
        "onclick=\"document.title='tricked'\">Dear</button>"
    );

    const auto effect = act_on("b", "click");

    EXPECT_EQ(js("document.title"), "");
    (void)effect;
}

TEST_F(ClickTest, LetsThePageHearThePointerComeBeforeItPresses)
{
    show("<button id=b>x</button>");
    js("window.heard = []; for (const type of ['mouseenter', 'mousemove', 'mousedown', 'mouseup', 'click'])"
       " b.addEventListener(type, () => heard.push(type))");

    ASSERT_TRUE(act_on("b", "click"));

    EXPECT_EQ(js("heard.join(' ')"), "mouseenter mousemove mousedown mouseup click");
}

TEST_F(ClickTest, PressesTwiceWithTheRightButtonAndWithKeysHeld)
{
    show(
        "<button id=b ondblclick=\"document.title+='double+'\" "
        "oncontextmenu=\"document.title+='menu+';return false\""
        " onclick=\"if(event.shiftKey)document.title+='shift+'\">x</button>"
    );

    ASSERT_TRUE(act_on("b", "click", {{"count", 2}}));
    ASSERT_TRUE(act_on("b", "click", {{"button", "right"}}));
    ASSERT_TRUE(act_on("b", "click", {{"modifiers", JsonArray{"Shift"}}}));

    EXPECT_EQ(js("document.title"), "double+menu+shift+");
}

TEST_F(ClickTest, HitsDrawnLinesAndPointsOfAnElement)
{
    show(
        "<body style='margin:0'><svg width=300 height=200><path id=p d='M 20 180 Q 150 -100 280 180' "
        "fill=none stroke=red stroke-width=4 onclick=\"document.title='line'\"></path></svg>"
        "<div id=d style='width:200px;height:100px;background:#ddd' "
        "onclick=\"document.title=event.offsetX+','+event.offsetY\"></div>"
    );

    const auto line = act_on("p", "click");
    ASSERT_TRUE(line) << line.error().message;
    EXPECT_EQ(js("document.title"), "line");
    ASSERT_TRUE(act_on("d", "click", {{"at", JsonArray{30, 40}}}));
    EXPECT_EQ(js("document.title"), "30,40");
}

}  // namespace
}  // namespace lissom::actions
