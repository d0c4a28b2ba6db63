#include "runner/console.hpp"

#include <gtest/gtest.h>

namespace lissom::runner {
namespace {

JsonObject told(std::string_view text) { return parse_json(text)->get_object(); }

TEST(ConsoleTest, WordsNumbersAndObjectsBecomeOneLine)
{
    const auto entry = console_entry(told(R"({"type": "warning", "timestamp": 1700000000123.4, "args": [
        {"type": "string", "value": "<b>took</b>"}, {"type": "number", "value": 42},
        {"type": "object", "description": "Object", "preview": {"overflow": true, "properties": [
            {"name": "a", "type": "number", "value": "1"}, {"name": "b", "type": "string", "value": "two"}]}},
        {"type": "object", "subtype": "array", "preview": {"subtype": "array", "properties": [
            {"name": "0", "value": "7"}]}},
        {"type": "undefined"}, {"type": "number", "unserializableValue": "NaN"}],
        "stackTrace": {"callFrames": [{"url": "http://shop.test/app.js", "lineNumber": 9}]}})"));

    EXPECT_EQ(string_or(entry, "text"), "<b>took</b> 42 {a: 1, b: two, …} [7] undefined NaN");
    EXPECT_EQ(string_or(entry, "level"), "warning");
    EXPECT_EQ(int_or(entry, "at_ms"), 1'700'000'000'123);
    EXPECT_EQ(string_or(entry, "url"), "http://shop.test/app.js");
    EXPECT_EQ(int_or(entry, "line"), 10);
}

TEST(ConsoleTest, AnExceptionHasItsDescription)
{
    const auto entry = exception_entry(told(R"({"timestamp": 5, "exceptionDetails": {"text": "Uncaught",
        "url": "http://shop.test/", "lineNumber": 0,
        "exception": {"type": "object", "subtype": "error", "description": "Error: lost\n    at x"}}})"));

    EXPECT_EQ(string_or(entry, "text"), "Uncaught Error: lost\n    at x");
    EXPECT_EQ(string_or(entry, "level"), "error");
    EXPECT_EQ(int_or(entry, "line"), 1);
}

TEST(ConsoleTest, LongLinesAreCut)
{
    const auto entry = browser_entry(
        {{"entry",
          {{"source", "network"},
           {"level", "verbose"},
           {"text", std::string(1 << 20, 'x')},
           {"url", "data:" + std::string(1 << 20, 'x')}}}}
    );

    EXPECT_LT(string_or(entry, "text").size(), 3'000u);
    EXPECT_LT(string_or(entry, "url").size(), 1'000u);
    EXPECT_EQ(string_or(entry, "level"), "debug");
}

TEST(ConsoleTest, NonsenseIsNoHarm)
{
    EXPECT_TRUE(browser_entry({}).empty());
    EXPECT_EQ(string_or(console_entry(told(R"({"args": [1, null, "x", {}]})")), "text"), "");
    EXPECT_EQ(string_or(exception_entry({}), "level"), "error");
}

}  // namespace
}  // namespace lissom::runner
