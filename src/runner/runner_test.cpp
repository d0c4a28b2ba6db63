// Tasks at work, the queue and its limits.

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "runner/keys.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

using WorkTest = testing::RunnerTest;

TEST_F(WorkTest, ATaskIsDoneWithItsOutputAndCredits)
{
    const auto id = submit(R"({"task":"buy milk"})");

    const auto task = wait_for_end(id);

    EXPECT_EQ(task.status, task::Status::done);
    EXPECT_EQ(task.output, "did: buy milk");
    EXPECT_EQ(task.credits_used, 0.5);
    EXPECT_EQ(task.agent, "smooth-lite");
    EXPECT_GT(task.ended_at_ms, 0);
    EXPECT_TRUE(pool.open.empty());
}

TEST_F(WorkTest, TheAgentGetsWhatTheTaskAskedFor)
{
    agent::Assignment seen;
    work = [&](agent::Surroundings, agent::Assignment assignment) {
        seen = assignment;
        return done("ok");
    };

    wait_for_end(submit(
        R"({"task":"x","url":"http://a.test/","max_steps":7,"metadata":{"a":1},"response_model":{"type":"object"},
        "additional_tools":{"hover":null},"custom_tools":[{"name":"t","description":"d","inputs":{},"output":"o"}]})"
    ));

    EXPECT_EQ(seen.instruction, "x");
    EXPECT_EQ(seen.url, "http://a.test/");
    EXPECT_EQ(seen.max_steps, 7);
    EXPECT_EQ(dump(seen.metadata), R"({"a":1})");
    EXPECT_TRUE(seen.response_model);
    EXPECT_TRUE(seen.additional_tools.contains("hover"));
    EXPECT_EQ(seen.custom_tools.size(), 1u);
}

TEST_F(WorkTest, TheBrowserIsTheOneThatWasAskedFor)
{
    wait_for_end(submit(R"({"task":"x","device":"mobile","use_stealth":false})"));

    EXPECT_EQ(pool.script.asked.at(0).device, browser::Device::mobile);
    EXPECT_FALSE(pool.script.asked.at(0).stealth);
}

TEST_F(WorkTest, WhatAnAgentCannotDoIsAFailureWithItsSentence)
{
    work = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        co_return Error{ErrorCode::not_doable, "there is no button \"Pay\" on the page"};
    };

    const auto task = wait_for_end(submit(R"({"task":"pay"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "there is no button \"Pay\" on the page");
}

TEST_F(WorkTest, WithoutAModelSmoothLiteStandsInAndTheTaskSaysSo)
{
    const auto id = submit(R"({"task":"x","agent":"smooth"})");

    EXPECT_EQ(wait_for_end(id).agent, "smooth-lite");
    EXPECT_TRUE(event_named(id, "notice"));
}

TEST_F(WorkTest, WithAModelSmoothDoesWhatIsAskedOfIt)
{
    crew.smooth = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        co_return agent::Answer{Json("by the model"), 1, 0, ""};
    };

    const auto by_model = wait_for_end(submit(R"({"task":"x","agent":"smooth"})"));
    const auto by_lite = wait_for_end(submit(R"({"task":"x","agent":"smooth-lite"})"));

    EXPECT_EQ(by_model.output, "by the model");
    EXPECT_EQ(by_model.agent, "smooth");
    EXPECT_EQ(by_lite.output, "did: x");
}

TEST_F(WorkTest, StepsBecomeEvents)
{
    work = [](agent::Surroundings surroundings, agent::Assignment) {
        surroundings.tell_step(
            {.number = 1,
             .action = "click",
             .params = {{"element", "e1"}},
             .effect = "clicked",
             .url = "http://a.test/",
             .took_ms = 12}
        );
        return done("ok");
    };
    const auto id = submit(R"({"task":"x"})");
    wait_for_end(id);

    const auto step = event_named(id, "step");

    ASSERT_TRUE(step);
    EXPECT_EQ(step->payload.at("action"), "click");
    EXPECT_EQ(step->payload.at("number"), 1);
}

TEST_F(WorkTest, ActionsAreDoneInTheirOrder)
{
    const auto id = open_session();
    for (const auto* js : {"a", "b", "c"}) act(id, "evaluate_js", {{"js", js}});
    turn_until([&] { return events(id).size() == 4; });

    EXPECT_EQ(pool.script.log, (std::vector<std::string>{"open", "evaluate a", "evaluate b", "evaluate c"}));
}

TEST_F(WorkTest, ActionsThatComeBeforeTheBrowserIsThereWaitForIt)
{
    settings.max_concurrent = 1;
    const auto first = open_session();
    const auto second = submit(R"({"task":null})");
    const auto request = act(second, "evaluate_js", {{"js", "early"}});
    EXPECT_EQ(status(second), task::Status::waiting);

    ASSERT_TRUE(run(the_runner().cancel("key", first)));

    EXPECT_EQ(result(second, request).at("code"), 200);
}

TEST_F(WorkTest, ADialogDoesNotLockTheClientOut)
{
    const auto id = open_session();
    pool.script.dialog = browser::Dialog{browser::DialogKind::confirm, "sure?", ""};
    result(id, act(id, "evaluate_js", {{"js", "1"}}));
    pool.script.dialog = browser::Dialog{browser::DialogKind::alert, "look", ""};
    result(id, act(id, "goto", {{"url", "http://a.test/"}}));

    EXPECT_EQ(
        pool.script.log,
        (std::vector<std::string>{"open", "dismiss", "evaluate 1", "accept", "goto http://a.test/"})
    );
}

TEST_F(WorkTest, ABurstOfEventsIsWrittenInItsOrder)
{
    work = [](agent::Surroundings surroundings, agent::Assignment) {
        for (int i = 1; i <= 20; ++i)
            surroundings.tell_step({.number = i, .action = "click", .effect = "clicked"});
        return done("ok");
    };
    const auto id = submit(R"({"task":"x"})");
    wait_for_end(id);

    EXPECT_EQ(run(store.events_after(id, 0))->size(), events(id).size());
    EXPECT_GE(events(id).size(), 21u);
}

TEST_F(WorkTest, ASessionWithAUrlBeginsThere)
{
    const auto id = submit(R"({"task":null,"url":"http://a.test/"})");
    result(id, act(id, "evaluate_js", {{"js", "1"}}));

    EXPECT_EQ(pool.script.log, (std::vector<std::string>{"open", "goto http://a.test/", "evaluate 1"}));
}

// -- queue and limits

TEST_F(WorkTest, TasksBeyondTheLimitWaitInTheirOrder)
{
    settings.max_concurrent = 1;
    let_agents_wait();
    const auto first = submit(R"({"task":"1"})");
    const auto second = submit(R"({"task":"2"})");
    const auto third = submit(R"({"task":"3"})");
    turn_until([&] { return agents_at_work == 1; });
    EXPECT_EQ(status(second), task::Status::waiting);
    EXPECT_EQ(the_runner().counts().waiting, 2u);

    agents_may_go = true;
    wait_for_end(third);

    EXPECT_LE(read(first).task.ended_at_ms, read(second).task.ended_at_ms);
    EXPECT_EQ(agents_at_work, 3);
}

TEST_F(WorkTest, AFullQueueIsTooManyRequests)
{
    settings.max_concurrent = 1;
    settings.max_queued = 1;
    let_agents_wait();
    submit(R"({"task":"1"})");
    turn_until([&] { return agents_at_work == 1; });
    submit(R"({"task":"2"})");
    turn();

    const auto refused =
        run(the_runner().submit("key", *task::spec_from_json(*parse_json(R"({"task":"3"})"))));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);
}

TEST_F(WorkTest, ADeletedTaskLeavesTheQueueWithoutABrowser)
{
    settings.max_concurrent = 1;
    open_session();
    const auto second = submit(R"({"task":"x"})");

    ASSERT_TRUE(run(the_runner().cancel("key", second)));

    EXPECT_EQ(wait_for_end(second).status, task::Status::cancelled);
    EXPECT_EQ(std::ranges::count(pool.script.log, "open"), 1);
}

TEST_F(WorkTest, ATaskEndsAtItsTimeLimit)
{
    settings.task_limit = Millis(20);
    let_agents_wait();

    const auto task = wait_for_end(submit(R"({"task":"x"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "the task took longer than 20 ms");
}

TEST_F(WorkTest, ASessionThatNobodyUsesEnds)
{
    settings.idle_limit = Millis(30);
    const auto id = open_session();
    turn_until([&] { return the_runner().counts().running == 0; });

    EXPECT_EQ(status(id), task::Status::done);
    EXPECT_TRUE(event_named(id, "session_ended"));
}

TEST_F(WorkTest, WorkUnderWayKeepsASessionFromBeingIdle)
{
    settings.idle_limit = Millis(250);
    let_agents_wait();
    const auto id = open_session();
    const auto request = act(id, "run_task", {{"task", "x"}}, "session_action");
    const auto start = moment();
    turn_until([&] { return moment() - start > Millis(600); });

    agents_may_go = true;

    EXPECT_EQ(result(id, request).at("code"), 200);
}

TEST_F(WorkTest, TooManyActionsInLineAreRefused)
{
    settings.max_queued_actions = 2;
    settings.max_concurrent = 1;
    open_session();
    const auto waiting = submit(R"({"task":null})");
    act(waiting, "evaluate_js", {{"js", "1"}});
    act(waiting, "evaluate_js", {{"js", "2"}});

    const auto refused =
        post(waiting, R"({"name":"browser_action","payload":{"name":"evaluate_js","input":{"js":"3"}}})");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);
}

TEST_F(WorkTest, ATaskGoesOnlyWhereItMay)
{
    const auto id = submit(R"({"task":null,"allowed_urls":["https://*.a.test/*"]})");

    const auto refused = result(id, act(id, "goto", {{"url", "https://b.test/"}}));
    const auto allowed = result(id, act(id, "goto", {{"url", "https://shop.a.test/x"}}));

    EXPECT_EQ(dump(refused), R"({"code":400,"output":"https://b.test/ is not in allowed_urls"})");
    EXPECT_EQ(allowed.at("code"), 200);
}

TEST_F(WorkTest, APatternThatCannotMatchIsRefusedAtOnce)
{
    const auto body = R"({"allowed_urls":["https://"]})";

    const auto refused = run(the_runner().submit("key", *task::spec_from_json(*parse_json(body))));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_TRUE(refused.error().message.starts_with("\"allowed_urls\": ")) << refused.error().message;
}

class KeyLimitsTest : public WorkTest {
protected:
    KeyLimitsTest()
        : keys(loop.get_executor(), store)
    {
        const JsonObject limits{{"concurrent_sessions", 1}, {"credits", 1}, {"disabled_features", {"proxy"}}};
        key = run(keys.create("a key", limits))->key.id;
        runner.emplace(loop.get_executor(), disk, pool, store, crew, settings, clock, &keys);
    }
    void TearDown() override
    {
        WorkTest::TearDown();
        run_void(keys.close());
    }
    Result<task::Task> submit_as(const std::string& key_id, std::string_view body)
    {
        return run(runner->submit(key_id, *task::spec_from_json(*parse_json(body))));
    }
    task::Task ended(const std::string& id)
    {
        turn_until([&] { return task::is_final(run(runner->find(key, id))->status); });
        return *run(runner->find(key, id));
    }

    Keys keys;
    std::string key;
};

TEST_F(KeyLimitsTest, MoreSessionsThanItsKeyMayHaveWait)
{
    let_agents_wait();
    const auto first = submit_as(key, R"({"task":"1"})");
    const auto second = submit_as(key, R"({"task":"2"})");
    turn_until([&] { return agents_at_work == 1; });
    turn();
    EXPECT_EQ(run(runner->find(key, second->id))->status, task::Status::waiting);

    agents_may_go = true;

    EXPECT_EQ(ended(first->id).status, task::Status::done);
    EXPECT_EQ(ended(second->id).status, task::Status::done);
}

TEST_F(KeyLimitsTest, AKeyWithoutCreditsGetsNoMoreTasks)
{
    let_agents_wait();  // 1.5 credits for their work
    agents_may_go = true;
    ended(submit_as(key, R"({"task":"1"})")->id);

    const auto refused = submit_as(key, R"({"task":"2"})");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);
}

TEST_F(KeyLimitsTest, AFeatureThatIsSwitchedOffIsForbidden)
{
    const auto refused = submit_as(key, R"({"task":"1","proxy_server":"http://p"})");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
}

}  // namespace
}  // namespace lissom::runner
