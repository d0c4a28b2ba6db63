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
