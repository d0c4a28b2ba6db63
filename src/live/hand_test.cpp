#include "live/hand.hpp"

#include <gtest/gtest.h>

#include "live/chooser.hpp"

namespace lissom::live {
namespace {

JsonObject said(std::string_view text) { return parse_json(text)->get_object(); }

TEST(HandTest, AMouseSpeaksTheProtocol)
{
    const auto params = mouse_params(
        said(R"({"kind":"down","x":10.5,"y":20,"button":"right","buttons":2,"count":2,"modifiers":8})")
    );

    ASSERT_TRUE(params);
    EXPECT_EQ(
        Json(*params),
        parse_json(R"({"type":"mousePressed","x":10.5,"y":20.0,"button":"right","buttons":2,"clickCount":2,)"
                   R"("modifiers":8,"pointerType":"mouse"})")
            .value()
    );
}

TEST(HandTest, AMoveClicksNothing)
{
    const auto params = mouse_params(said(R"({"kind":"move","x":1,"y":2,"count":3})"));

    EXPECT_EQ(int_or(*params, "clickCount", -1), 0);
    EXPECT_EQ(string_or(*params, "button"), "none");
}

TEST(HandTest, AKeyTypesWhatItsLayoutMakesOfIt)
{
    const auto typed =
        key_params(said(R"({"kind":"down","key":"ß","code":"Minus","text":"ß","number":219})"));
    EXPECT_EQ(string_or(*typed, "type"), "keyDown");
    EXPECT_EQ(string_or(*typed, "text"), "ß");

    const auto command = key_params(said(R"({"kind":"down","key":"c","code":"KeyC","modifiers":2})"));
    EXPECT_EQ(string_or(*command, "type"), "rawKeyDown");
    EXPECT_FALSE(command->contains("text"));

    const auto enter = key_params(said(R"({"kind":"down","key":"Enter","code":"Enter","number":13})"));
    EXPECT_EQ(string_or(*enter, "text"), "\r");

    const auto released = key_params(said(R"({"kind":"up","key":"a","code":"KeyA","text":"a"})"));
    EXPECT_EQ(string_or(*released, "type"), "keyUp");
    EXPECT_FALSE(released->contains("text"));
}

TEST(HandTest, FingersAreCounted)
{
    std::string points;
    for (int i = 0; i < 50; ++i)
        points += std::string(i ? "," : "") + R"({"x":1,"y":2,"id":)" + std::to_string(i) + "}";

    const auto params = touch_params(said(R"({"kind":"start","points":[)" + points + "]}"));

    EXPECT_EQ(string_or(*params, "type"), "touchStart");
    EXPECT_EQ(array_at(*params, "touchPoints")->size(), 10u);
}

TEST(HandTest, WhatIsNoInputIsRefusedByName)
{
    EXPECT_NE(mouse_params(said(R"({"kind":"jump"})")).error().message.find("jump"), std::string::npos);
    EXPECT_FALSE(mouse_params(said(R"({"kind":"down","button":"elbow"})")));
    EXPECT_FALSE(key_params(said(R"({"kind":"hold"})")));
    EXPECT_FALSE(touch_params(said(R"({"kind":"tickle"})")));
}

TEST(ChooserTest, NamesOfAPersonsFilesAreMadeSafe)
{
    EXPECT_EQ(safe_file_name("cv.pdf"), "cv.pdf");
    EXPECT_EQ(safe_file_name("Lebenslauf für Zürich.pdf"), "Lebenslauf für Zürich.pdf");
    EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(safe_file_name("C:\\fakepath\\cv.pdf"), "cv.pdf");
    EXPECT_EQ(safe_file_name("..hidden"), "hidden");
    EXPECT_EQ(safe_file_name(std::string("a\0b\nc", 5)), "abc");
    EXPECT_EQ(safe_file_name(".."), "file");
    EXPECT_EQ(safe_file_name(""), "file");
    EXPECT_LE(safe_file_name(std::string(1'000, 'x') + ".pdf").size(), 255u);
    EXPECT_TRUE(safe_file_name(std::string(1'000, 'x') + ".pdf").ends_with(".pdf"));
}

TEST(HandTest, ModifiersAreOnlyThoseThereAre)
{
    const auto params = wheel_params(said(R"({"x":1,"y":2,"dx":0,"dy":5,"modifiers":255})"));

    EXPECT_EQ(int_or(*params, "modifiers"), 15);
}

}  // namespace
}  // namespace lissom::live
