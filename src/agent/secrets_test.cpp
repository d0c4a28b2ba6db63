#include "agent/secrets.hpp"

#include <gtest/gtest.h>

namespace lissom::agent {
namespace {

Secrets login_secrets()
{
    return Secrets({
        {"password", {.value = "hunter2&co", .allowed_urls = {"https://example.com/*"}}},
        {"pin", {.value = "12", .allowed_urls = {"https://example.com/*"}}},
    });
}

TEST(SecretsTest, PutsTheValueInWhereTheAddressAllows)
{
    auto released = login_secrets().release(
        {{"element", "e3"}, {"value", "<secret>password</secret>"}}, "https://example.com/login"
    );

    ASSERT_TRUE(released) << released.error().message;
    EXPECT_EQ(released->at("value"), "hunter2&co");
    EXPECT_EQ(released->at("element"), "e3");
}

TEST(SecretsTest, KeepsTheValueFromOtherAddresses)
{
    for (const auto* url :
         {"https://evil.example/login",
          "https://example.com.evil.example/",
          "https://example.com@evil.example/",
          ""}) {
        auto released = login_secrets().release({{"value", "<secret>password</secret>"}}, url);

        ASSERT_FALSE(released) << url;
        EXPECT_EQ(released.error().code, ErrorCode::forbidden);
        EXPECT_FALSE(released.error().message.contains("hunter2"));
    }
}

TEST(SecretsTest, NamesTheSecretsThereAre)
{
    auto released = login_secrets().release({{"value", "<secret>passwort</secret>"}}, "https://example.com/");

    ASSERT_FALSE(released);
    EXPECT_EQ(released.error().message, "there is no such secret; there are: password, pin");
}

TEST(SecretsTest, MasksWhatFormsScriptsAndBrowsersMakeOfAValueInAnAddress)
{
    const Secrets secrets({{"pw", {.value = "it's (5) €/\"x\" & more", .allowed_urls = {"*"}}}});

    for (const auto* text :
         {"?q=it%27s+%285%29+%E2%82%AC%2F%22x%22+%26+more",             // URLSearchParams, GET forms
          "?q=it's%20(5)%20%E2%82%AC%2F%22x%22%20%26%20more",           // encodeURIComponent
          "?q=it%27s%20(5)%20%E2%82%AC/%22x%22%20&%20more",             // an address bar
          "?q=it%27s%20%285%29%20%E2%82%AC%2F%22x%22%20%26%20more"}) {  // RFC 3986
        EXPECT_EQ(secrets.mask(std::string(text)), "?q=<secret>pw</secret>") << text;
    }
}

// Pages that listen hear a value grow: its last letter comes by itself.
TEST(SecretsTest, MasksAValueThatLacksItsLastLetter)
{
    const Secrets secrets({{"pw", {.value = "Zürich-Höhe€", .allowed_urls = {"*"}}}});

    EXPECT_EQ(secrets.mask(std::string("typed Zürich-Höhe")), "typed <secret>pw</secret>");
    EXPECT_EQ(secrets.mask(std::string("typed Zürich-Höhe€")), "typed <secret>pw</secret>");
    EXPECT_EQ(secrets.mask(std::string("Zürich")), "Zürich");
}

TEST(SecretsTest, MasksEveryWayToWriteAValue)
{
    const auto secrets = login_secrets();

    for (const auto* text : {"hunter2&co", "a=hunter2%26co", "aHVudGVyMiZjbw=="}) {
        const auto masked = secrets.mask(std::string(text));
        EXPECT_TRUE(masked.contains("<secret>password</secret>")) << masked;
        EXPECT_FALSE(masked.contains("hunter2")) << masked;
    }
}

TEST(SecretsTest, MaskingAgainChangesNothing)
{
    const Secrets secrets({{"pw", {.value = "secret", .allowed_urls = {}}}});

    const auto once = secrets.mask(std::string("my secret, my <secret>pw</secret>"));

    EXPECT_EQ(once, "my <secret>pw</secret>, my <secret>pw</secret>");
    EXPECT_EQ(secrets.mask(once), once);
}

TEST(SecretsTest, LeavesShortValuesAloneInTexts)
{
    EXPECT_EQ(login_secrets().mask(std::string("room 12")), "room 12");
}

TEST(SecretsTest, MasksDeepInJson)
{
    const auto masked =
        login_secrets().mask(Json(JsonObject{{"rows", JsonArray{JsonObject{{"p", "hunter2&co"}}}}}));

    EXPECT_FALSE(dump(masked).contains("hunter2"));
}

}  // namespace
}  // namespace lissom::agent
