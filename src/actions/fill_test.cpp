#include "actions/testing.hpp"

namespace lissom::actions {
namespace {

using testing::HasSubstr;
using testing::Not;

struct FillTest : ActionTest {
    Result<Effect> fill(const std::string& id, std::string value)
    {
        return act_on(id, "fill", {{"value", std::move(value)}});
    }
};

TEST_F(FillTest, ReplacesWhatIsThere)
{
    show("<label for=i>Name</label><input id=i value=old>");

    const auto effect = fill("i", "Grüße, Ann");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("i.value"), "Grüße, Ann");
    EXPECT_TRUE(effect->has_changed);
}

TEST_F(FillTest, AValueIsAChangeWhereTheFocusWasBefore)
{
    show("<label for=i>Name</label><input id=i autofocus>");
    js("i.focus()");

    const auto effect = fill("i", "Ann");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_TRUE(effect->has_changed);
    EXPECT_THAT(effect->text, Not(HasSubstr("nothing changed")));
}

TEST_F(FillTest, EmptiesAField)
{
    show("<input id=i value=old>");

    const auto effect = fill("i", "");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("i.value"), "");
}

TEST_F(FillTest, IsSeenByPagesThatListenForInputAndForKeys)
{
    show(
        "<input id=i oninput=\"inputs.textContent=i.value\" onkeyup=\"keys.textContent=i.value\"><p "
        "id=inputs></p><p id=keys></p>"
    );

    ASSERT_TRUE(fill("i", "lamp"));

    EXPECT_EQ(js("inputs.textContent"), "lamp");
    EXPECT_EQ(js("keys.textContent"), "lamp");
}

TEST_F(FillTest, SetsDatesTimesSlidersAndColours)
{
    show(
        "<input type=date id=d><input type=time id=t><input type=range id=r min=0 max=10><input type=color "
        "id=c><p id=out></p>"
        "<script>for (const f of document.querySelectorAll('input')) f.onchange = () => out.textContent += "
        "f.id</script>"
    );

    ASSERT_TRUE(fill("d", "March 5, 2026"));
    ASSERT_TRUE(fill("t", "2:30 pm"));
    ASSERT_TRUE(fill("r", "7"));
    ASSERT_TRUE(fill("c", "red"));

    EXPECT_EQ(js("d.value"), "2026-03-05");
    EXPECT_EQ(js("t.value"), "14:30");
    EXPECT_EQ(js("r.value"), "7");
    EXPECT_EQ(js("c.value"), "#ff0000");
    EXPECT_EQ(js("out.textContent"), "dtrc");
}

TEST_F(FillTest, SaysWhichFormADateFieldWants)
{
    show("<input type=date id=d>");

    const auto effect = fill("d", "soon");

    ASSERT_FALSE(effect);
    EXPECT_THAT(effect.error().message, HasSubstr("YYYY-MM-DD"));
}

TEST_F(FillTest, SaysThatAFieldIsReadOnlyOrDisabled)
{
    show("<input id=r readonly><fieldset disabled><input id=d></fieldset>");

    const auto read_only = fill("r", "x");
    const auto disabled = fill("d", "x");

    ASSERT_FALSE(read_only);
    EXPECT_THAT(read_only.error().message, HasSubstr("read-only"));
    ASSERT_FALSE(disabled);
    EXPECT_THAT(disabled.error().message, HasSubstr("disabled"));
}

TEST_F(FillTest, TellsThatAFieldTookLess)
{
    show("<input id=i maxlength=4>");

    const auto effect = fill("i", "abcdefgh");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_THAT(effect->text, HasSubstr("= \"abcd\" (the field takes no more than that)"));
}

TEST_F(FillTest, FailsWhenThePageThrowsTheValueOut)
{
    show("<input id=i oninput=\"i.value='no'\">");

    const auto effect = fill("i", "yes");

    ASSERT_FALSE(effect);
    EXPECT_THAT(effect.error().message, HasSubstr("it holds \"no\""));
}

TEST_F(FillTest, WritesIntoEditors)
{
    show("<div id=e contenteditable>old words</div>");

    const auto effect = fill("e", "new words");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("e.textContent"), "new words");
}

TEST_F(FillTest, FindsTheFieldOfALabel)
{
    show("<label id=l>City <input id=i></label>");

    ASSERT_TRUE(fill("l", "Rome"));

    EXPECT_EQ(js("i.value"), "Rome");
}

TEST_F(FillTest, DoesNotTellASecret)
{
    show("<input id=i type=password>");

    const auto effect = act_on("i", "fill", {{"value", "hunter2"}, {"is_secret", true}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("i.value"), "hunter2");
    EXPECT_EQ(effect->text.find("hunter2"), std::string::npos);
}

TEST_F(FillTest, WorksInFramesOfOtherSites)
{
    browser.server().serve(
        "/form", "<input id=i oninput=\"document.title=i.value; p.textContent=i.value\"><p id=p></p>"
    );
    show(
        "<p>above</p><iframe src='" + browser.server().url("/form", "localhost") +
        "' style='width:300px;height:100px'></iframe>"
    );

    const auto effect = fill("i", "inside");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_THAT(view::to_text(see()), HasSubstr("inside"));
}

}  // namespace
}  // namespace lissom::actions
