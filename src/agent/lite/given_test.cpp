#include "agent/lite/given.hpp"

#include "agent/lite/testing.hpp"

namespace lissom::agent {
namespace {

constexpr auto login_page = R"html(<title>Sign in</title><h1>Sign in</h1>
    <form onsubmit="event.preventDefault(); out.textContent = 'Welcome ' + user.value; window.took = pw.value; this.remove()">
    <label>User name <input id=user></label><label>Password <input id=pw type=password></label>
    <button>Sign in</button></form><p id=out></p>)html";

struct GivenTest : LiteTest {
    void give_secret(std::string name, std::string value, std::string where)
    {
        assignment.secrets.push_back({std::move(name), {.value = std::move(value), .allowed_urls = {where}}});
    }
    std::string here() { return browser.server().url("/") + "*"; }
};

TEST_F(GivenTest, TypesASecretWhereItMayGoAndTellsNobody)
{
    give_secret("shop_password", "hunter2&co", here());
    browser.show(login_page);

    const auto said = this->said("Log in as demo with the password in the secret shop_password");

    EXPECT_EQ(js("window.took"), "hunter2&co") << said;
    EXPECT_FALSE((said + all_that_was_told()).contains("hunter2")) << all_that_was_told();
}

TEST_F(GivenTest, KeepsASecretFromOtherPages)
{
    give_secret("shop_password", "hunter2&co", "https://shop.example/*");
    browser.show(login_page);

    auto answer = tell("Log in as demo with the password in the secret shop_password");

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::forbidden) << answer.error().message;
    EXPECT_TRUE(answer.error().message.contains("shop_password"));
    EXPECT_FALSE((answer.error().message + all_that_was_told()).contains("hunter2"));
    EXPECT_EQ(js("pw.value"), "");
}

TEST_F(GivenTest, AsksTheFrameNotThePage)
{
    give_secret("shop_password", "hunter2&co", here());
    browser.server().serve("/form", "<label>Password <input id=pw type=password></label>");
    browser.show(
        "<p>Please log in</p><iframe src='" + browser.server().url("/form", "localhost") +
        "' style='width:400px;height:200px'></iframe>"
    );

    auto answer = tell("Enter the secret shop_password into the password field");

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::forbidden) << answer.error().message;
}

TEST_F(GivenTest, AFieldThatRefusesASecretIsToldByItsName)
{
    give_secret("pin", "hunter2&co", here());
    browser.show(
        "<label>Pin <input id=pin oninput=\"this.value = this.value.toUpperCase().slice(3)\"></label>"
    );

    auto answer = tell("Enter the secret pin into the pin field");

    ASSERT_FALSE(answer);
    EXPECT_FALSE((answer.error().message + all_that_was_told()).contains("hunter2"))
        << answer.error().message;
    EXPECT_FALSE(lissom::dump(Json(answer.error().message)).contains("TER2"));
    EXPECT_TRUE(answer.error().message.contains("<secret>pin</secret>")) << answer.error().message;
}

TEST_F(GivenTest, DoesNotCarryASecretInAnAddress)
{
    give_secret("shop_password", "hunter2&co", here());
    browser.show("<p>Here</p>");

    auto answer = tell("Go to " + browser.server().url("/") + "?q={shop_password}");

    ASSERT_FALSE(answer);
    EXPECT_FALSE(browser.server().last_request().contains("hunter2"));
}

TEST_F(GivenTest, MasksASecretThatThePageShows)
{
    give_secret("shop_password", "hunter2&co", here());
    browser.show("<main><dl><dt>Password</dt><dd>hunter2&amp;co</dd></dl></main>");

    EXPECT_FALSE(said("What is the password?").contains("hunter2"));
}

TEST_F(GivenTest, PutsMetadataIn)
{
    assignment.metadata = {{"user", "ann"}, {"password", "s3cret, sure"}};
    browser.show(login_page);

    const auto said = this->said("Log in as {user} with password {password}");

    EXPECT_EQ(js("window.took"), "s3cret, sure") << said;
    EXPECT_EQ(js("out.textContent"), "Welcome ann");
}

TEST_F(GivenTest, FindsWhoOneIsByName)
{
    assignment.metadata = {{"username", "ann"}};
    give_secret("password", "s3cret", here());
    browser.show(login_page);

    const auto said = this->said("Log in");

    EXPECT_EQ(js("window.took"), "s3cret") << said;
}

TEST_F(GivenTest, EntersWhatIsKnownByItsName)
{
    assignment.metadata = {{"user_name", "ann"}};
    give_secret("password", "s3cret", here());
    browser.show(login_page);

    const auto said = this->said("Enter the user name and my password, then press Sign in");

    EXPECT_EQ(js("window.took"), "s3cret") << said;
}

}  // namespace
}  // namespace lissom::agent
