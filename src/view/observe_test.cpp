#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "browser/testing.hpp"
#include "view/snapshot.hpp"

namespace lissom::view {
namespace {

using testing::HasSubstr;
using testing::Not;

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

TEST_F(ObserveTest, LeavesOutWhatNobodyCanSee)
{
    const auto snapshot = see(R"html(<p>plain</p><p style="display:none">ghost none</p><p style="visibility:hidden">ghost hidden</p>
        <p style="opacity:0.01">ghost faint</p><p style="position:absolute;left:-9999px">ghost left</p><p style="font-size:0">ghost small</p>
        <p style="color:#fff;background:#fff">ghost white</p><p style="color:#fefefe">ghost on white</p>
        <span style="position:absolute;width:1px;height:1px;overflow:hidden">ghost tiny</span>
        <span style="position:absolute;clip:rect(0 0 0 0)">ghost clipped</span>
        <div style="height:20px;overflow:hidden"><p style="margin-top:40px">ghost cut off</p></div>
        <div style="height:20px;overflow:auto"><p style="margin-top:400px">scrolled to</p></div>)html");

    EXPECT_TRUE(shows(snapshot, "plain"));
    EXPECT_TRUE(shows(snapshot, "scrolled to"));
    EXPECT_FALSE(shows(snapshot, "ghost")) << to_text(snapshot);
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
