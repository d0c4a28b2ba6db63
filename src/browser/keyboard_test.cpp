#include "browser/keyboard.hpp"

#include <gtest/gtest.h>

namespace lissom::browser {
namespace {

TEST(KeyboardTest, KnowsTheKeysOfAUsKeyboard)
{
    EXPECT_EQ(find_key("a")->code, "KeyA");
    EXPECT_EQ(find_key("a")->number, 65);
    EXPECT_TRUE(find_key("A")->needs_shift);
    EXPECT_EQ(find_key("@")->code, "Digit2");
    EXPECT_EQ(find_key("?")->number, 191);
    EXPECT_EQ(find_key("F12")->number, 123);
    EXPECT_EQ(find_key("Enter")->text, "\r");
    EXPECT_EQ(find_key(" ")->code, "Space");
    EXPECT_EQ(find_key("Shift")->modifier, Modifier::shift);
}

TEST(KeyboardTest, TakesTheNamesPeopleUse)
{
    EXPECT_EQ(find_key("esc")->key, "Escape");
    EXPECT_EQ(find_key("Return")->key, "Enter");
    EXPECT_EQ(find_key("down")->key, "ArrowDown");
    EXPECT_EQ(parse_chord("ctrl+c")->modifiers, Modifier::control);
}

TEST(KeyboardTest, AChordIsModifiersAndAKey)
{
    const auto chord = parse_chord("Control+Shift+a");
    ASSERT_TRUE(chord);
    EXPECT_EQ(chord->modifiers, Modifier::control | Modifier::shift);
    EXPECT_EQ(chord->key.key, "A");

    EXPECT_EQ(parse_chord("Control+A")->key.key, "a");
    EXPECT_EQ(parse_chord("A")->modifiers, Modifier::shift);
    EXPECT_EQ(parse_chord("Control++")->key.code, "Equal");
    EXPECT_EQ(parse_chord("+")->key.key, "+");
}

TEST(KeyboardTest, NamesTheKeyThatDoesNotExist)
{
    EXPECT_NE(parse_chord("Hyper+A").error().message.find("\"Hyper\""), std::string::npos);
    EXPECT_NE(parse_chord("A+B").error().message.find("cannot be held"), std::string::npos);
    EXPECT_EQ(find_key("").error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(find_key("F25"));
    EXPECT_FALSE(find_key("é"));
}

}  // namespace
}  // namespace lissom::browser
