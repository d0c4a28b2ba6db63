#include "cli/trace.hpp"

#include <gtest/gtest.h>

namespace lissom::cli {
namespace {

JsonArray entries()
{
    return {
        JsonObject{
            {"kind", "step"},
            {"step", 1},
            {"action", "click"},
            {"effect", "clicked the button"},
            {"observation", "[e1] button \"Buy\""},
            {"failed", false},
            {"took_ms", 12.4},
            {"thinking_ms", 1500},
            {"tokens", JsonObject{{"input", 90}, {"cached", 0}, {"output", 10}}},
            {"cost_usd", 0.0025}
        },
        JsonObject{{"kind", "result"}, {"failed", true}, {"effect", "no such shop"}, {"took_ms", 20}}
    };
}

TEST(TraceTest, AStepIsALineWithWhatItDidAndCost)
{
    EXPECT_EQ(
        describe_trace(entries(), Detail::lines),
        "   1  click: clicked the button  [12 ms, model 1.5 s, 100 tokens, $0.00250]\n"
        "      gave up: no such shop  [20 ms]\n"
    );
}

TEST(TraceTest, ThePagesAreThereForWhoWantsThem)
{
    EXPECT_TRUE(
        describe_trace(entries(), Detail::everything).contains("      seen\n        [e1] button \"Buy\"\n")
    );
}

TEST(TraceTest, APagesTextCannotReachTheTerminal)
{
    const JsonArray hostile{
        JsonObject{{"kind", "step"}, {"step", 1}, {"action", "click"}, {"effect", "a\x1b]0;x\x07z"}}
    };

    const auto text = describe_trace(hostile, Detail::everything);

    EXPECT_FALSE(text.contains('\x1b'));
    EXPECT_FALSE(text.contains('\x07'));
}

}  // namespace
}  // namespace lissom::cli
