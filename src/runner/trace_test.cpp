#include "runner/trace.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "runner/folders.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

class TraceTest : public testing::RunnerTest {
protected:
    JsonArray trace(const std::string& id, std::int64_t from = 1)
    {
        auto entries = run(the_runner().trace("key", id, from));
        EXPECT_TRUE(entries) << entries.error().message;
        return entries ? *entries : JsonArray();
    }

    static agent::Step click_step()
    {
        agent::Step step;
        step.number = 1;
        step.action = "click";
        step.params = {{"element", "e3"}};
        step.effect = "clicked the button";
        step.url = "http://shop.test/";
        step.took_ms = 12;
        step.seen = "[e3] button \"Buy\"";
        step.asked = "What now?";
        step.answered = "Buy it.";
        step.thinking_ms = 500;
        step.spent = {.input_tokens = 90, .cached_tokens = 30, .output_tokens = 5, .cost_usd = 0.01};
        return step;
    }

    // An agent that does the step and is done.
    void work_is(agent::Step step, std::vector<std::pair<std::string, task::Secret>>* given = nullptr)
    {
        work = [step, given](agent::Surroundings around, agent::Assignment assignment) {
            if (given) *given = assignment.secrets;
            around.tell_step(step);
            return done("bought");
        };
    }
};

TEST_F(TraceTest, KeepsWhatAStepSawWasAskedAnsweredDidAndCost)
{
    work_is(click_step());
    const auto id = submit(R"({"task":"buy it"})");
    wait_for_end(id);

    const auto entries = trace(id);

    ASSERT_EQ(entries.size(), 2u);
    const auto& step = entries[0].get_object();
    EXPECT_EQ(int_or(step, "n"), 1);
    EXPECT_EQ(string_or(step, "kind"), "step");
    EXPECT_EQ(string_or(step, "observation"), "[e3] button \"Buy\"");
    EXPECT_EQ(string_or(step, "asked"), "What now?");
    EXPECT_EQ(string_or(step, "answered"), "Buy it.");
    EXPECT_EQ(string_or(step, "effect"), "clicked the button");
    EXPECT_EQ(int_or(*object_at(step, "tokens"), "cached"), 30);
    EXPECT_EQ(number_or(step, "cost_usd"), 0.01);
    EXPECT_EQ(number_or(step, "thinking_ms"), 500);
}

TEST_F(TraceTest, EndsWithTheResultAndTheLastPage)
{
    work_is(click_step());
    const auto id = submit(R"({"task":"buy it"})");
    wait_for_end(id);

    const auto result = trace(id, 2).at(0).get_object();

    EXPECT_EQ(string_or(result, "kind"), "result");
    EXPECT_EQ(string_or(result, "output"), "bought");
    EXPECT_EQ(string_or(result, "observation"), "[e1] button \"OK\"");
}

TEST_F(TraceTest, SaysWhyAnAgentGaveUp)
{
    work = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        co_return Error{ErrorCode::not_doable, "there is no such shop"};
    };
    const auto id = submit(R"({"task":"buy it"})");
    wait_for_end(id);

    const auto entries = trace(id);

    ASSERT_EQ(entries.size(), 1u);
    EXPECT_TRUE(bool_or(entries[0].get_object(), "failed"));
    EXPECT_EQ(string_or(entries[0].get_object(), "effect"), "there is no such shop");
}

TEST_F(TraceTest, KeepsTheActionsOfASession)
{
    const auto id = open_session();
    result(id, act(id, "click", {{"element", "e1"}}));

    const auto entries = trace(id);

    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(string_or(entries[0].get_object(), "kind"), "action");
    EXPECT_EQ(string_or(entries[0].get_object(), "action"), "click");
    EXPECT_EQ(dump(entries[0].at("params")), R"({"element":"e1"})");
}

TEST_F(TraceTest, HoldsNoSecret)
{
    auto step = click_step();
    step.seen = "the page shows correct horse";
    step.asked = "type correct horse";
    work_is(step);
    const auto id = open_session();
    result(
        id,
        act(id,
            "run_task",
            {{"task", "sign in"},
             {"secrets",
              JsonObject{
                  {"pw", JsonObject{{"value", "correct horse"}, {"allowed_urls", {"https://a.test/*"}}}}
              }}})
    );

    const auto text = dump(Json(trace(id)));

    EXPECT_FALSE(text.contains("correct horse")) << text;
    EXPECT_TRUE(text.contains("the page shows")) << text;
}

TEST_F(TraceTest, IsNoOtherKeysToRead)
{
    const auto id = submit(R"({"task":"buy it"})");
    wait_for_end(id);

    auto entries = run(the_runner().trace("other", id, 1));

    ASSERT_FALSE(entries);
    EXPECT_EQ(entries.error().code, ErrorCode::not_found);
}

TEST_F(TraceTest, GoesWithTheTasksData)
{
    work_is(click_step());
    const auto id = submit(R"({"task":"buy it"})");
    wait_for_end(id);
    trace(id);
    ASSERT_TRUE(std::filesystem::exists(trace_path(folder.path(), id)));

    ASSERT_TRUE(run(the_runner().delete_data("key", id)));

    EXPECT_FALSE(std::filesystem::exists(trace_path(folder.path(), id)));
    EXPECT_TRUE(trace(id).empty());
}

TEST_F(TraceTest, PassesOverALineThatAKilledServerLeftHalfWritten)
{
    const auto file = folder.path() / "half.jsonl";
    std::ofstream(file) << "{\"n\":1}\n{\"n\":2,\"obs";

    const auto entries = read_trace(file, folder.path() / "none", 1);

    ASSERT_TRUE(entries);
    EXPECT_EQ(entries->size(), 1u);
}

TEST(CappedTest, CutsBehindAWholeCharacterAndSaysSo)
{
    EXPECT_EQ(capped(std::string("äöü"), 6), "äöü");
    EXPECT_EQ(capped(std::string("äöü"), 3), "ä\n(4 more bytes)");
}

}  // namespace
}  // namespace lissom::runner
