#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "actions/testing.hpp"

namespace lissom::actions {
namespace {

using testing::HasSubstr;
using testing::Not;

struct PageActionsTest : ActionTest {};

TEST_F(PageActionsTest, GoesThereAndBackAndForward)
{
    browser.server().serve("/a", "<title>A</title>");
    browser.server().serve("/b", "<title>B</title>");

    ASSERT_TRUE(act("goto", {{"url", browser.server().url("/a")}}));
    const auto there = act("goto", {{"url", browser.server().url("/b")}});
    const auto back = act("back", {});
    const auto forward = act("forward", {});

    ASSERT_TRUE(there) << there.error().message;
    EXPECT_THAT(there->text, HasSubstr("\"B\""));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->url, browser.server().url("/a"));
    ASSERT_TRUE(forward) << forward.error().message;
    EXPECT_EQ(forward->url, browser.server().url("/b"));
}

TEST_F(PageActionsTest, GoesNowhereItMayNot)
{
    stage.may_visit = [](std::string_view) -> Done { return Error{ErrorCode::forbidden, "not on the list"}; };

    const auto refused = act("goto", {{"url", "http://127.0.0.1:1/"}});
    const auto file = act("goto", {{"url", "file:///etc/passwd"}});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::invalid_argument);
}

TEST_F(PageActionsTest, TellsOfTheStatusOfAPageThatIsMissing)
{
    const auto effect = act("goto", {{"url", browser.server().url("/nowhere")}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_THAT(effect->text, HasSubstr("status 404"));
}

TEST_F(PageActionsTest, NamesTheActionsThereAre)
{
    const auto effect = act("fly", {});

    ASSERT_FALSE(effect);
    EXPECT_EQ(effect.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(effect.error().message, HasSubstr("goto"));
}

TEST_F(PageActionsTest, ScrollsThePageByViewsToItsEndAndToWords)
{
    show("<div style='height:5000px'>top</div><p id=end>the end</p>");

    const auto down = act("scroll", {});
    EXPECT_GT(js("scrollY").to_number<double>(), 300);
    const auto bottom = act("scroll", {{"direction", "bottom"}});
    const auto further = act("scroll", {{"direction", "down"}});
    ASSERT_TRUE(act("scroll", {{"direction", "top"}}));
    const auto words = act("scroll", {{"text", "the end"}});

    ASSERT_TRUE(down && bottom && further && words);
    EXPECT_TRUE(down->has_changed);
    EXPECT_THAT(further->text, HasSubstr("nothing changed"));
    EXPECT_GT(js("scrollY").to_number<double>(), 3000);
}

TEST_F(PageActionsTest, ScrollsTheBoxThatIsMeant)
{
    show(
        "<div id=b style='height:100px;overflow:auto'><div style='height:900px'>long</div></div><div "
        "style='height:3000px'></div>"
    );

    const auto effect = act_on("b", "scroll", {{"direction", "down"}, {"amount", 200}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("b.scrollTop"), 200);
    EXPECT_EQ(js("scrollY"), 0);
}

TEST_F(PageActionsTest, ScrollsWhatScrollsWhenThePageItselfDoesNot)
{
    show(
        "<body style='margin:0;height:100vh;overflow:hidden'><div id=b "
        "style='height:100vh;overflow:auto'><div style='height:9000px'>long</div></div>"
    );

    ASSERT_TRUE(act("scroll", {{"direction", "down"}}));

    EXPECT_GT(js("b.scrollTop").to_number<double>(), 300);
}

TEST_F(PageActionsTest, TypesWhereTheFocusIsAndPressesKeys)
{
    show("<input id=i autofocus onkeydown=\"if(event.key==='Enter')out.textContent=i.value\"><p id=out></p>");

    ASSERT_TRUE(act_on("i", "type", {{"text", "ls -a"}}));
    const auto effect = act("press", {{"key", "Enter"}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("out.textContent"), "ls -a");
    EXPECT_THAT(effect->text, HasSubstr("the page now shows \"ls -a\""));
}

TEST_F(PageActionsTest, PressesAKeyManyTimesOnASlider)
{
    show("<input type=range id=r min=0 max=10 value=2>");

    ASSERT_TRUE(act_on("r", "press", {{"key", "ArrowRight"}, {"times", 3}}));

    EXPECT_EQ(js("r.value"), "5");
}

TEST_F(PageActionsTest, HoversWithoutPressing)
{
    show(
        "<style>#m{display:none}#b:hover+#m{display:block}</style><button id=b "
        "onclick=\"document.title='pressed'\">Menu</button><p id=m>Items</p>"
    );

    ASSERT_TRUE(act_on("b", "hover"));

    EXPECT_EQ(js("getComputedStyle(m).display + document.title"), "block");
}

TEST_F(PageActionsTest, DragsWithTheMouseByAnOffset)
{
    show(
        R"(<div id=d style="position:absolute;left:20px;top:20px;width:40px;height:40px;background:red">x</div><script>
        let from = null; d.onmousedown = e => from = [e.clientX - d.offsetLeft, e.clientY - d.offsetTop];
        onmousemove = e => { if (from) { d.style.left = e.clientX - from[0] + 'px'; d.style.top = e.clientY - from[1] + 'px' } }; onmouseup = () => from = null;</script>)"
    );

    const auto effect = act_on("d", "drag", {{"by", JsonArray{100, 50}}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("d.offsetLeft + ',' + d.offsetTop"), "120,70");
    EXPECT_TRUE(effect->has_changed);
}

TEST_F(PageActionsTest, DropsOneElementOnAnother)
{
    show(
        R"html(<div id=d draggable=true style="width:60px;height:40px" ondragstart="event.dataTransfer.setData('text','it')">drag me</div>
        <div id=t style="width:200px;height:100px;margin-top:50px;border:1px solid" ondragover="event.preventDefault()"
        ondrop="t.textContent='got ' + event.dataTransfer.getData('text')">here</div>)html"
    );
    const auto to = "e" + std::to_string(ref("t"));

    const auto effect = act_on("d", "drag", {{"to", to}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("t.textContent"), "got it");
}

TEST_F(PageActionsTest, SelectsTextByDragging)
{
    show(
        "<p id=p style='width:300px'>Some words to be marked by hand, over more than one line, from end to "
        "end.</p>"
    );

    const auto snapshot = see();
    const auto rect = snapshot.find(ref("p"))->rect;
    const auto effect =
        act("drag",
            {{"at", JsonArray{rect.x + 1, rect.y + 5}},
             {"to_at", JsonArray{rect.x + rect.width - 1, rect.y + rect.height - 4}}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_THAT(std::string(js("getSelection().toString()").get_string()), HasSubstr("words to be marked"));
}

TEST_F(PageActionsTest, UploadsOnlyWhatTheTaskWasGiven)
{
    const auto file =
        std::filesystem::temp_directory_path() / ("lissom-upload-" + std::to_string(::getpid()) + ".txt");
    std::ofstream(file) << "content";
    stage.files["report.txt"] = file;
    show(
        "<label for=f id=l>Choose a file</label><input type=file id=f style='display:none' "
        "onchange=\"out.textContent=f.files.length\"><p id=out></p>"
    );

    const auto refused = act_on("f", "upload", {{"files", JsonArray{"/etc/passwd"}}});
    const auto given = act_on("l", "upload", {{"files", JsonArray{"report.txt"}}});
    std::filesystem::remove(file);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
    ASSERT_TRUE(given) << given.error().message;
    EXPECT_EQ(js("out.textContent"), "1");
}

TEST_F(PageActionsTest, FollowsANewTabAndComesBack)
{
    browser.server().serve("/pop", "<title>Popup</title><button id=x>In it</button>");
    show("<title>First</title><a id=a target=_blank href='/pop'>Open</a>");

    const auto opened = act_on("a", "click");
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(opened->has_opened_tab) << opened->text;
    const auto closed = act("close_tab", {});

    ASSERT_TRUE(closed) << closed.error().message;
    EXPECT_EQ(browser.context().pages().size(), 1U);
    const auto last = act("close_tab", {});
    ASSERT_FALSE(last);
    ASSERT_TRUE(act("new_tab", {{"url", browser.server().url("/pop")}}));
    EXPECT_EQ(browser.context().pages().size(), 2U);
    ASSERT_TRUE(act("switch_tab", {{"tab", "First"}}));
    EXPECT_EQ(js("document.title"), "First");
}

TEST_F(PageActionsTest, AnswersADialog)
{
    show("<button id=b onclick=\"out.textContent=prompt('Name?','x')\">Ask</button><p id=out></p>");

    const auto asked = act_on("b", "click");
    ASSERT_TRUE(asked) << asked.error().message;
    const auto meanwhile = act("scroll", {});
    const auto effect = act("dialog", {{"accept", true}, {"text", "Ann"}});

    ASSERT_FALSE(meanwhile);
    EXPECT_THAT(meanwhile.error().message, HasSubstr("must be answered first"));
    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("out.textContent"), "Ann");
}

TEST_F(PageActionsTest, WaitsForWordsThatComeLate)
{
    show("<p id=p>loading</p><script>setTimeout(() => p.textContent = 'ready now', 300)</script>");

    const auto effect = act("wait_for", {{"text", "ready now"}, {"seconds", 20}});
    const auto never = act("wait_for", {{"text", "something else"}, {"seconds", 0.1}});

    ASSERT_TRUE(effect) << effect.error().message;
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().code, ErrorCode::timeout);
}

TEST_F(PageActionsTest, TakesAPictureOfOneElementAndPrints)
{
    show("<div id=d style='width:50px;height:30px;background:red'></div>");

    const auto picture = act_on("d", "screenshot");
    const auto pdf = act("print", {});

    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_NEAR(picture->value.at("width").to_number<double>(), 51, 1);
    ASSERT_TRUE(pdf) << pdf.error().message;
    EXPECT_GT(pdf->value.at("bytes").to_number<int>(), 500);
}

TEST_F(PageActionsTest, ReadsOnePartInFull)
{
    show("<p>outside</p><ul id=u><li>one<li>two</ul>");

    const auto effect = act_on("u", "read");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(effect->value, "- one\n- two\n");
}

TEST_F(PageActionsTest, TellsOnceThatAPersonHadTheControls)
{
    show("<button id=b>Save</button>");
    bool was_there = true;
    stage.turn = [&]() -> Async<bool> { co_return std::exchange(was_there, false); };

    const auto refused = act_on("b", "fill", {{"value", "x"}});
    const auto effect = act_on("b", "click");
    was_there = true;
    const auto again = act_on("b", "click");

    EXPECT_THAT(refused.error().message, HasSubstr("a person had the controls"));
    EXPECT_THAT(effect->text, Not(HasSubstr("a person")));
    EXPECT_THAT(again->text, HasSubstr("a person had the controls, and may have changed the page"));
}

}  // namespace
}  // namespace lissom::actions
