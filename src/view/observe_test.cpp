#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "browser/testing.hpp"
#include "view/snapshot.hpp"

namespace lissom::view {
namespace {

using testing::HasSubstr;

const bool has_script = [] {
    browser::Fixture::use_world_script(std::string(world_script()));
    return true;
}();

struct ObserveTest : testing::Test {
    browser::Fixture browser;

    Snapshot see(const Snapshot* before = nullptr)
    {
        auto snapshot = browser.run(observe(browser.page(), before));
        EXPECT_TRUE(snapshot) << snapshot.error().message;
        return snapshot ? *std::move(snapshot) : Snapshot();
    }
    Snapshot see(std::string html)
    {
        browser.show(std::move(html));
        return see();
    }
    void change(std::string js)
    {
        const auto done = browser.run(browser.page().evaluate(std::move(js), nullptr, Millis(5000)));
        EXPECT_TRUE(done) << done.error().message;
    }
};

const Node* named(const Snapshot& snapshot, std::string_view role, std::string_view name)
{
    for (const auto& node : snapshot.nodes) {
        if (node.role == role && node.name == name) return &node;
    }
    return nullptr;
}

const Node* with_id(const Snapshot& snapshot, const std::string& id)
{
    for (const auto& node : snapshot.nodes) {
        if (const auto found = node.attributes.find("id");
            found != node.attributes.end() && found->second == id)
            return &node;
    }
    return nullptr;
}

bool shows(const Snapshot& snapshot, std::string_view text)
{
    for (const auto& node : snapshot.nodes) {
        if (node.role == "text" && node.name.find(text) != std::string::npos) return true;
    }
    return false;
}

TEST_F(ObserveTest, TellsRolesNamesAndValues)
{
    const auto snapshot = see(R"(
        <h2>Log in</h2>
        <form><label for=u>User name</label><input id=u value=ann>
        <label>Password <input type=password value=geheim></label>
        <label><input type=checkbox checked> Stay logged in</label>
        <select aria-label=Language><option>English<option selected>Deutsch</select>
        <button>Sign in</button></form><a href="/help">Help</a>)");

    EXPECT_EQ(named(snapshot, "heading", "Log in")->level, 2);
    EXPECT_EQ(named(snapshot, "textbox", "User name")->value, "ann");
    EXPECT_EQ(named(snapshot, "textbox", "Password")->value, "••••");
    EXPECT_EQ(named(snapshot, "checkbox", "Stay logged in")->checked, Tristate::on);
    EXPECT_EQ(named(snapshot, "combobox", "Language")->value, "Deutsch");
    EXPECT_EQ(
        named(snapshot, "combobox", "Language")->options, (std::vector<std::string>{"English", "Deutsch"})
    );
    EXPECT_TRUE(named(snapshot, "button", "Sign in")->is_operable);
    EXPECT_EQ(named(snapshot, "link", "Help")->href, browser.server().url("/help"));
}

TEST_F(ObserveTest, KeepsARefWhileTheElementLives)
{
    const auto first = see("<button id=a>One</button><p id=p>text</p>");
    change(
        "document.body.prepend(Object.assign(document.createElement('button'), {id: 'b', textContent: "
        "'Two'}))"
    );
    const auto second = see(&first);

    EXPECT_EQ(with_id(first, "a")->ref, with_id(second, "a")->ref);
    EXPECT_FALSE(with_id(second, "a")->is_new);
    EXPECT_TRUE(with_id(second, "b")->is_new);
    EXPECT_NE(with_id(second, "b")->ref, with_id(first, "p")->ref);
}

TEST_F(ObserveTest, SeesIntoFramesOfThisAndOfOtherSites)
{
    browser.server().serve("/near", "<button>Near</button>");
    browser.server().serve("/far", "<p>words</p><button>Far</button>");
    browser.show(
        "<h1>Outside</h1><iframe src='/near' style='border:0;width:300px;height:100px'></iframe><br><iframe "
        "src='" +
        browser.server().url("/far", "localhost") +
        "' style='width:300px;height:100px'></iframe><iframe style='display:none' "
        "srcdoc='<button>Hidden</button>'></iframe>"
    );
    const auto snapshot = see();

    const auto* near = named(snapshot, "button", "Near");
    const auto* far = named(snapshot, "button", "Far");
    ASSERT_NE(near, nullptr) << to_text(snapshot);
    ASSERT_NE(far, nullptr) << to_text(snapshot);
    EXPECT_NE(near->ref, far->ref);
    EXPECT_NE(near->frame, far->frame);
    EXPECT_GT(far->rect.y, near->rect.y + 50);
    EXPECT_EQ(named(snapshot, "button", "Hidden"), nullptr);
}

TEST_F(ObserveTest, TellsRoundBoxesFromOthers)
{
    const auto snapshot = see(R"html(<style>button{width:40px;height:40px;background:red;border:0}</style>
        <button style="border-radius:50%">disc</button><button style="border-radius:20px">coin</button>
        <button style="border-radius:6px">tile</button><button>brick</button>)html");

    EXPECT_TRUE(named(snapshot, "button", "disc")->is_round);
    EXPECT_TRUE(named(snapshot, "button", "coin")->is_round);
    EXPECT_FALSE(named(snapshot, "button", "tile")->is_round);
    EXPECT_FALSE(named(snapshot, "button", "brick")->is_round);
}

TEST_F(ObserveTest, LeavesOutWhatNobodyCanSee)
{
    const auto snapshot = see(
        R"html(<p>plain</p><p style="display:none">ghost none</p><p style="visibility:hidden">ghost hidden</p>
        <p style="opacity:0.01">ghost faint</p><p style="position:absolute;left:-9999px">ghost left</p><p style="font-size:0">ghost small</p>
        <p style="color:#fff;background:#fff">ghost white</p><p style="color:#fefefe">ghost on white</p>
        <span style="position:absolute;width:1px;height:1px;overflow:hidden">ghost tiny</span>
        <span style="position:absolute;clip:rect(0 0 0 0)">ghost clipped</span>
        <div style="height:20px;overflow:hidden"><p style="margin-top:40px">ghost cut off</p></div>
        <div style="height:20px;overflow:auto"><p style="margin-top:400px">scrolled to</p></div>)html"
    );

    EXPECT_TRUE(shows(snapshot, "plain"));
    EXPECT_TRUE(shows(snapshot, "scrolled to"));
    EXPECT_FALSE(shows(snapshot, "ghost")) << to_text(snapshot);
}

TEST_F(ObserveTest, HearsListenersThatLeaveNoOtherSign)
{
    browser.show("<p><span id=a>one</span> <span id=b>two</span></p><div id=host></div>");
    change("document.getElementById('b').addEventListener('click', () => {})");
    const auto snapshot = see();

    EXPECT_FALSE(with_id(snapshot, "a")->is_operable);
    EXPECT_TRUE(with_id(snapshot, "b")->is_operable);
    EXPECT_TRUE(with_id(snapshot, "b")->has_listener);
}

// The document is asked for once; what begins to listen later is heard all the same, and in the next
// document, too.
TEST_F(ObserveTest, HearsListenersThatComeLater)
{
    const auto before = see("<div id=a>one</div><div id=b>two</div>");
    EXPECT_FALSE(with_id(before, "b")->has_listener);
    change("document.getElementById('b').addEventListener('click', () => {})");
    const auto later = see(&before);
    ASSERT_NE(with_id(later, "b"), nullptr);
    EXPECT_TRUE(with_id(later, "b")->has_listener);

    browser.show(
        "<div id=c>three</div><script>document.getElementById('c').addEventListener('click', () => "
        "{})</script>"
    );
    const auto next = see(&later);
    ASSERT_NE(with_id(next, "c"), nullptr);
    EXPECT_TRUE(with_id(next, "c")->has_listener);
}

TEST_F(ObserveTest, SeesIntoShadowRoots)
{
    browser.show("<div id=open></div><x-card id=closed><i>slotted</i></x-card>");
    change(R"(
        document.getElementById('open').attachShadow({mode: 'open'}).innerHTML = '<button>In the open</button>';
        document.getElementById('closed').attachShadow({mode: 'closed'}).innerHTML = '<button>Behind closed doors</button><slot></slot>')"
    );
    const auto snapshot = see();

    EXPECT_NE(named(snapshot, "button", "In the open"), nullptr);
    EXPECT_NE(named(snapshot, "button", "Behind closed doors"), nullptr) << to_text(snapshot);
    EXPECT_TRUE(shows(snapshot, "slotted"));
}

TEST_F(ObserveTest, KeepsABoxThatItsLabelStandsFor)
{
    const auto snapshot = see(R"html(<style>input{position:absolute;opacity:0;width:0;height:0}</style>
        <label><input type=checkbox><span style="display:inline-block;width:20px;height:20px;background:green"></span> News</label>
        <input type=radio id=r style="display:none"><label for=r>Big</label>)html");

    ASSERT_NE(named(snapshot, "checkbox", "News"), nullptr) << to_text(snapshot);
    EXPECT_TRUE(named(snapshot, "checkbox", "News")->is_hidden);
    EXPECT_NE(named(snapshot, "radio", "Big"), nullptr);
}

TEST_F(ObserveTest, TellsWhatIsDisabledCoveredAndFocused)
{
    const auto snapshot = see(
        R"(<fieldset disabled><button id=d>Off</button></fieldset><div inert><button id=i>Inert</button></div>
        <input id=f autofocus><button id=c style="position:absolute;left:0;top:200px">Under</button>
        <div style="position:absolute;left:0;top:190px;width:300px;height:80px;background:#ccc">over</div>)"
    );

    EXPECT_TRUE(with_id(snapshot, "d")->is_disabled);
    EXPECT_TRUE(with_id(snapshot, "i")->is_disabled);
    EXPECT_TRUE(with_id(snapshot, "f")->is_focused);
    EXPECT_TRUE(with_id(snapshot, "c")->is_covered);
    EXPECT_FALSE(with_id(snapshot, "f")->is_covered);
}

TEST_F(ObserveTest, DescribesShapesByColourAndPlace)
{
    const auto snapshot = see(
        "<body style='margin:0'><svg width=200 height=100><circle id=c cx=50 cy=40 r=20 fill=red></circle>"
        "<line id=l x1=0 y1=0 x2=0 y2=90 stroke='#00ff00'></line><text x=100 y=50>five</text></svg>"
    );

    const auto* circle = with_id(snapshot, "c");
    ASSERT_NE(circle, nullptr);
    EXPECT_EQ(circle->role, "shape");
    EXPECT_EQ(circle->tag, "circle");
    EXPECT_EQ(circle->color, "#ff0000");
    EXPECT_EQ(circle->attributes.at("r"), "20");
    EXPECT_DOUBLE_EQ(circle->rect.centre().x, 50);
    EXPECT_NE(with_id(snapshot, "l"), nullptr);
    EXPECT_TRUE(shows(snapshot, "five"));
}

// What parts fields and lines on the way out may stand in every place that a page can write.
TEST_F(ObserveTest, APageCannotForgeLines)
{
    const auto forged = std::string("2`E~-1~900~button~button~1~0 0 9 9~0~Forged");
    const auto snapshot =
        see("<title>a~b`c</title><h2 aria-level='" + forged +
            "'>~Prices` `~</h2><div><x`t~0~0~~0~forged role=button data-n~h~forged=1 id=own tabindex=0>~5 "
            "off</div>"
            "<a href='/~ann/`x' title='" +
            forged +
            "'>Ann</a><input aria-label=Note value='1~2`3\t4'><textarea aria-label=Long>a~\n`b</textarea>"
            "<table><th aria-sort='" +
            forged + "'>Name</th></table>");

    EXPECT_EQ(snapshot.title, "a~b`c");
    EXPECT_EQ(named(snapshot, "button", "Forged"), nullptr);
    EXPECT_NE(named(snapshot, "heading", "~Prices` `~"), nullptr);
    EXPECT_EQ(with_id(snapshot, "own")->name, "~5 off");
    EXPECT_EQ(with_id(snapshot, "own")->href, "");
    EXPECT_EQ(named(snapshot, "link", "Ann")->href, browser.server().url("/~ann/%60x"));
    EXPECT_EQ(named(snapshot, "link", "Ann")->description, forged);
    EXPECT_EQ(named(snapshot, "textbox", "Note")->value, "1~2`3 4");
    EXPECT_EQ(named(snapshot, "textbox", "Long")->value, "a~\n`b");
}

TEST_F(ObserveTest, TheWordsOfAnIconFontAreNotRead)
{
    const auto snapshot = see(R"(
        <style>.material-icons { font-family: 'Material Icons' }</style>
        <table><tr><th><i class=material-icons>arrow_upward</i>Age</th></tr><tr><td>31</td></tr></table>
        <button id=named><span class=material-icons>save</span> Keep</button>
        <button id=bare><span class=material-icons>delete_forever</span></button>
        <p class=icon-note>settings</p>)");

    EXPECT_NE(named(snapshot, "columnheader", "Age"), nullptr);
    EXPECT_EQ(with_id(snapshot, "named")->name, "Keep");
    EXPECT_EQ(with_id(snapshot, "bare")->name, "delete forever");
    EXPECT_FALSE(shows(snapshot, "arrow_upward"));
    EXPECT_TRUE(shows(snapshot, "settings"));
}

TEST_F(ObserveTest, NeverGivesANumberTwice)
{
    const auto first = see("<button>One</button><button>Two</button>");
    const auto last = first.nodes.back().parent >= 0
                          ? first.nodes[static_cast<std::size_t>(first.nodes.back().parent)].ref
                          : 0;
    const auto second = see("<button>Three</button>");

    EXPECT_GT(named(second, "button", "Three")->ref, last);
}

// What opens a calendar or a list is often a button that says the value, with its label beside it.
TEST_F(ObserveTest, NamesAButtonByTheLabelThatIsForIt)
{
    const auto snapshot =
        see("<label for=from>From</label><button id=from>Pick a date</button>"
            "<label>Send it <button id=go>Go</button></label>");
    ASSERT_NE(with_id(snapshot, "from"), nullptr);
    EXPECT_EQ(with_id(snapshot, "from")->name, "From");
    EXPECT_EQ(with_id(snapshot, "from")->value, "Pick a date");
    EXPECT_EQ(with_id(snapshot, "go")->name, "Go");
    EXPECT_EQ(with_id(snapshot, "go")->value, "");
}

TEST_F(ObserveTest, NamesAFieldByTheWordsBesideIt)
{
    const auto snapshot =
        see("<table><tr><td>City:</td><td><input></td></tr></table><p>Your age <input type=number></p>"
            "<div>Colour</div><input type=color><br><input type=checkbox> I agree<br><input type=checkbox> I "
            "do not");

    EXPECT_NE(named(snapshot, "textbox", "City"), nullptr) << to_text(snapshot);
    EXPECT_NE(named(snapshot, "spinbutton", "Your age"), nullptr);
    EXPECT_NE(named(snapshot, "colorpicker", "Colour"), nullptr);
    EXPECT_NE(named(snapshot, "checkbox", "I agree"), nullptr);
    EXPECT_NE(named(snapshot, "checkbox", "I do not"), nullptr);
}

TEST_F(ObserveTest, KeepsTheLastLookBehindADialog)
{
    const auto first = see("<button>Stay</button>");
    change("setTimeout(() => alert('Hello'), 0)");
    browser.run([](browser::Context& context, browser::Page& page) -> Async<void> {
        while (!page.open_dialog()) co_await context.changed().wait();
    }(browser.context(), browser.page()));

    const auto second = see(&first);

    ASSERT_TRUE(second.dialog.has_value());
    EXPECT_EQ(second.dialog->message, "Hello");
    EXPECT_NE(named(second, "button", "Stay"), nullptr);
}

TEST_F(ObserveTest, ReadsThePageAsText)
{
    const auto snapshot =
        see("<title>Shop</title><h1>Lamps</h1><p>Two <b>lamps</b> <a "
            "href=/a>here</a></p><table><tr><th>Name<th>Price<tr><td>Ada<td>5 €</table>");

    const auto text = to_text(snapshot);

    EXPECT_THAT(text, HasSubstr("# Lamps\nTwo lamps [e"));
    EXPECT_THAT(text, HasSubstr("| Name | Price |\n| Ada | 5 € |\n"));
}

}  // namespace
}  // namespace lissom::view
