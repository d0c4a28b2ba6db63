// Custom tools: an agent asks, the client of the session answers, and may use the session while it does.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

constexpr std::string_view session_with_tools =
    R"({"task":null,"custom_tools":[{"name":"ask","description":"","inputs":{},"output":""},
                                    {"name":"ask_again","description":"","inputs":{},"output":""}]})";

class ToolsTest : public testing::RunnerTest {
protected:
    ToolsTest()
    {
        // An agent that does what its instruction says: calls the tool of that name, and answers what the
        // tool said.
        work = [](agent::Surroundings surroundings, agent::Assignment assignment) {
            return call(std::move(surroundings), std::move(assignment));
        };
    }

    static Async<Result<agent::Answer>> call(agent::Surroundings surroundings, agent::Assignment assignment)
    {
        if (assignment.instruction == "nothing")
            co_return agent::Answer{Json("nothing"), 1, 0.5, "smooth-lite"};
        auto told = co_await surroundings.call_tool(assignment.instruction, {{"question", "what now?"}});
        if (told) co_return agent::Answer{*told, 1, 0.5, "smooth-lite"};
        if (told.error().code == ErrorCode::page_error)
            co_return agent::Answer{Json("the tool refused: " + told.error().message), 1, 0.5, "smooth-lite"};
        co_return told.error();
    }

    std::string open_tools_session()
    {
        const auto id = submit(session_with_tools);
        turn_until([&] { return status(id) == task::Status::running; });
        return id;
    }
    std::string run_task(const std::string& id, const std::string& task)
    {
        return act(id, "run_task", {{"task", task}}, "session_action");
    }
    std::string open_call(const std::string& id) { return wait_for_event(id, "tool_call").id; }
    std::string output_of(const JsonObject& payload) { return dump(payload.at("output").at("output")); }
};

TEST_F(ToolsTest, TheClientSeesTheCallAndTheAgentItsAnswer)
{
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");

    const auto call = wait_for_event(id, "tool_call");
    EXPECT_EQ(dump(call.payload), R"({"name":"ask","input":{"question":"what now?"}})");
    answer_tool(id, call.id, 200, JsonObject{{"otp", 123456}});

    EXPECT_EQ(output_of(result(id, request)), R"({"otp":123456})");
}

TEST_F(ToolsTest, AnAnsweredCallVanishesForNewReaders)
{
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");
    const auto call = open_call(id);
    EXPECT_TRUE(event(id, call));

    answer_tool(id, call, 200, "yes");
    result(id, request);

    EXPECT_FALSE(event(id, call));
}

TEST_F(ToolsTest, AnUnansweredCallStaysForAClientThatAttachesLater)
{
    const auto id = open_tools_session();
    run_task(id, "ask");
    const auto call = open_call(id);

    EXPECT_TRUE(event(id, call));
    EXPECT_TRUE(event(id, call));
}

TEST_F(ToolsTest, A400IsTextForTheAgentWhichGoesOn)
{
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");

    answer_tool(id, open_call(id), 400, "no such site");

    EXPECT_EQ(output_of(result(id, request)), R"("the tool refused: no such site")");
    EXPECT_EQ(status(id), task::Status::running);
}

TEST_F(ToolsTest, A500StopsTheTaskAsFailed)
{
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");

    answer_tool(id, open_call(id), 500, "the safe is empty");

    EXPECT_EQ(dump(result(id, request)), R"({"code":500,"output":"the safe is empty"})");
    const auto task = wait_for_end(id);
    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "the safe is empty");
}

TEST_F(ToolsTest, ACallThatNobodyAnswersTimesOutForTheAgent)
{
    settings.tool_limit = Millis(30);
    const auto id = open_tools_session();

    const auto payload = result(id, run_task(id, "ask"));

    EXPECT_EQ(payload.at("code"), 400);
    EXPECT_EQ(payload.at("output"), "the client's answer to the tool \"ask\" took longer than 30 ms");
    EXPECT_FALSE(event_named(id, "tool_call"));
}

TEST_F(ToolsTest, AnAnswerMayBeSentTwiceAndTooLate)
{
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");
    const auto call = open_call(id);

    answer_tool(id, call, 200, "first");
    answer_tool(id, call, 200, "second");
    EXPECT_EQ(output_of(result(id, request)), R"("first")");
    answer_tool(id, call, 200, "late");
}

TEST_F(ToolsTest, AnAnswerToACallThatNeverWasIsRefused)
{
    const auto id = open_tools_session();

    const auto posted = post(id, R"({"name":"tool_call","id":"tc_none","payload":{"code":200,"output":1}})");

    ASSERT_FALSE(posted);
    EXPECT_EQ(posted.error().code, ErrorCode::invalid_argument);
}

TEST_F(ToolsTest, ATooLongAnswerIsCutWithANotice)
{
    settings.max_tool_output_bytes = 10;
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");

    answer_tool(id, open_call(id), 200, "123456789äöü");

    EXPECT_EQ(output_of(result(id, request)), R"("123456789\n[cut: the tool answered 15 bytes]")");
}

TEST_F(ToolsTest, AToolThatTheTaskDidNotBringIsAnErrorForTheAgent)
{
    const auto id = open_tools_session();

    EXPECT_EQ(
        output_of(result(id, run_task(id, "steal"))),
        R"("the tool refused: there is no custom tool \"steal\"")"
    );
}

// -- from inside the tool
// ------------------------------------------------------------------------------------------

TEST_F(ToolsTest, ActionsFromInsideAToolRunWhileTheAgentWaits)
{
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");
    const auto call = open_call(id);

    const auto inside = result(id, act(id, "evaluate_js", {{"js", "1"}}));
    answer_tool(id, call, 200, "done");

    EXPECT_EQ(inside.at("code"), 200);
    EXPECT_EQ(output_of(result(id, request)), R"("done")");
}

TEST_F(ToolsTest, ANestedRunTaskFromInsideAToolRunsWhileTheOuterOneWaits)
{
    const auto id = open_tools_session();
    const auto outer = run_task(id, "ask");
    const auto call = open_call(id);

    const auto inner = result(id, run_task(id, "nothing"));
    answer_tool(id, call, 200, "done");

    EXPECT_EQ(output_of(inner), R"("nothing")");
    EXPECT_EQ(output_of(result(id, outer)), R"("done")");
}

TEST_F(ToolsTest, ToolsOfANestedRunTaskMayUseTheSessionToo)
{
    const auto id = open_tools_session();
    const auto outer = run_task(id, "ask");
    const auto outer_call = open_call(id);
    const auto inner = run_task(id, "ask_again");
    std::string inner_call;
    turn_until([&] {
        for (const auto& event : events(id))
            if (event.name == "tool_call" && event.id != outer_call) inner_call = event.id;
        return !inner_call.empty();
    });

    const auto deepest = result(id, act(id, "evaluate_js", {{"js", "1"}}));
    answer_tool(id, inner_call, 200, "inner");
    const auto inner_result = result(id, inner);
    answer_tool(id, outer_call, 200, "outer");

    EXPECT_EQ(deepest.at("code"), 200);
    EXPECT_EQ(output_of(inner_result), R"("inner")");
    EXPECT_EQ(output_of(result(id, outer)), R"("outer")");
}

TEST_F(ToolsTest, ATaskWithAnInstructionServesItsToolsTheSameWay)
{
    const auto id =
        submit(R"({"task":"ask","custom_tools":[{"name":"ask","description":"","inputs":{},"output":""}]})");
    const auto call = open_call(id);

    const auto inside = result(id, act(id, "goto", {{"url", "http://a.test/"}}));
    answer_tool(id, call, 200, "done");
    const auto task = wait_for_end(id);

    EXPECT_EQ(inside.at("code"), 200);
    EXPECT_EQ(task.status, task::Status::done);
    EXPECT_EQ(task.output, "done");
}

TEST_F(ToolsTest, ATopLevelRunTaskWaitsForTheOneBeforeIt)
{
    bool may_call = false;
    work = [&](agent::Surroundings surroundings,
               agent::Assignment assignment) -> Async<Result<agent::Answer>> {
        while (!may_call) co_await pause(Millis(1));
        co_return co_await call(std::move(surroundings), std::move(assignment));
    };
    const auto id = open_tools_session();
    const auto first = run_task(id, "ask");
    const auto second =
        run_task(id, "nothing");  // the call is not there yet: this does not come from inside the tool
    may_call = true;
    const auto call_id = open_call(id);
    turn();
    EXPECT_FALSE(event(id, second));

    answer_tool(id, call_id, 200, "done");
    result(id, second);

    EXPECT_LT(event(id, first)->timestamp_ms, event(id, second)->timestamp_ms);
}

TEST_F(ToolsTest, WhatAToolBeganEndsBeforeTheAgentGoesOn)
{
    const auto id = open_tools_session();
    bool may_go = false;
    pool.script.evaluate = [&](std::string, Json) -> Async<Result<Json>> {
        while (!may_go) co_await pause(Millis(1));
        co_return Json(1);
    };
    const auto outer = run_task(id, "ask");
    const auto call = open_call(id);
    const auto inside = act(id, "evaluate_js", {{"js", "slow()"}});
    turn_until([&] { return pool.script.log.back() == "evaluate slow()"; });

    answer_tool(id, call, 200, "done");
    turn();
    EXPECT_FALSE(event(id, outer));
    may_go = true;
    result(id, outer);

    EXPECT_LT(event(id, inside)->timestamp_ms, event(id, outer)->timestamp_ms);
}

TEST_F(ToolsTest, WhatAToolLeftInLineIsDoneAfterTheAgent)
{
    const auto id = open_tools_session();
    bool may_go = false;
    pool.script.evaluate = [&](std::string, Json) -> Async<Result<Json>> {
        while (!may_go) co_await pause(Millis(1));
        co_return Json(1);
    };
    const auto outer = run_task(id, "ask");
    const auto call = open_call(id);
    const auto running = act(id, "evaluate_js", {{"js", "slow()"}});
    const auto left = act(id, "evaluate_js", {{"js", "left()"}});

    answer_tool(id, call, 200, "done");
    turn();
    may_go = true;
    result(id, left);

    EXPECT_LT(event(id, running)->timestamp_ms, event(id, outer)->timestamp_ms);
    EXPECT_LT(event(id, outer)->timestamp_ms, event(id, left)->timestamp_ms);
}

TEST_F(ToolsTest, DeletingWhileAToolIsOpenEndsEverything)
{
    const auto id = open_tools_session();
    const auto request = run_task(id, "ask");
    const auto call = open_call(id);
    const auto inner = run_task(id, "ask_again");
    turn_until([&] { return std::ranges::count(events(id), "tool_call", &task::Event::name) == 2; });

    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    EXPECT_EQ(result(id, request).at("code"), 500);
    EXPECT_EQ(result(id, inner).at("code"), 500);
    EXPECT_EQ(wait_for_end(id).status, task::Status::cancelled);
    EXPECT_FALSE(event(id, call));
    EXPECT_TRUE(pool.open.empty());
}

}  // namespace
}  // namespace lissom::runner
