#include "actions/testing.hpp"

namespace lissom::actions {
namespace {

using testing::HasSubstr;

struct SelectTest : ActionTest {};

TEST_F(SelectTest, ChoosesInANativeListByItsText)
{
    show(
        "<select id=s onchange=\"out.textContent=s.value\"><option value=1>One<option value=2>Two</select><p "
        "id=out></p>"
    );

    const auto effect = act_on("s", "select", {{"option", "two"}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("out.textContent"), "2");
    EXPECT_THAT(effect->text, HasSubstr("= \"Two\""));
}

TEST_F(SelectTest, NamesTheOptionsThatThereAre)
{
    show("<select id=s><option>One<option>Two</select>");

    const auto effect = act_on("s", "select", {{"option", "Three"}});

    ASSERT_FALSE(effect);
    EXPECT_THAT(effect.error().message, HasSubstr("\"One\", \"Two\""));
}

TEST_F(SelectTest, ChoosesSeveral)
{
    show("<select id=s multiple><option>One<option>Two<option>Three</select>");

    ASSERT_TRUE(act_on("s", "select", {{"option", JsonArray{"One", "Three"}}}));

    EXPECT_EQ(js("Array.from(s.selectedOptions, o => o.text).join()"), "One,Three");
}

TEST_F(SelectTest, OpensAListThatThePageDraws)
{
    show(R"(<div id=c role=combobox tabindex=0 aria-controls=l onclick="l.hidden=false">Pick</div>
        <ul id=l role=listbox hidden><li role=option onclick="c.textContent='Red';l.hidden=true">Red</li>
        <li role=option onclick="c.textContent='Blue';l.hidden=true">Blue</li></ul>)");

    const auto effect = act_on("c", "select", {{"option", "Blue"}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("c.textContent"), "Blue");
}

TEST_F(SelectTest, TypesAndPicksWhereSuggestionsComeLate)
{
    show(
        R"html(<input id=i oninput="setTimeout(() => { l.innerHTML = '<li onclick=\'i.value=this.textContent;l.innerHTML=&quot;&quot;\'>Lisbon</li>' }, 150)"><ul id=l></ul>)html"
    );

    const auto effect = act_on("i", "select", {{"option", "Lisbon"}});

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("i.value + l.children.length"), "Lisbon0");
}

struct CheckTest : ActionTest {};

TEST_F(CheckTest, SwitchesOnAndOff)
{
    show("<label><input type=checkbox id=b> News</label>");

    ASSERT_TRUE(act_on("b", "check"));
    EXPECT_EQ(js("b.checked"), true);
    const auto again = act_on("b", "check");
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->has_changed);
    ASSERT_TRUE(act_on("b", "uncheck"));
    EXPECT_EQ(js("b.checked"), false);
}

TEST_F(CheckTest, ClicksWhatStandsForAHiddenBox)
{
    show(
        "<style>input{position:absolute;opacity:0;width:0;height:0}</style><label><input type=checkbox "
        "id=b><span>News</span></label>"
    );

    const auto effect = act_on("b", "check");

    ASSERT_TRUE(effect) << effect.error().message;
    EXPECT_EQ(js("b.checked"), true);
}

TEST_F(CheckTest, SaysThatTheBoxDidNotTakeIt)
{
    show("<input type=checkbox id=b onclick='return false'>");

    const auto effect = act_on("b", "check");

    ASSERT_FALSE(effect);
    EXPECT_THAT(effect.error().message, HasSubstr("did not become checked"));
}

}  // namespace
}  // namespace lissom::actions
