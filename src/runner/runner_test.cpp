// Queue, limits, the ways a task can end, and what stays of it.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "runner/folders.hpp"
#include "runner/keys.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

class RunnerLifeTest : public testing::RunnerTest {
protected:
    // An agent that works until the test lets it go.
    void let_agents_wait()
    {
        work = [this](agent::Surroundings, agent::Assignment assignment) -> Async<Result<agent::Answer>> {
            ++working;
            while (!may_go) co_await pause(Millis(1));
            co_return agent::Answer{Json("did: " + assignment.instruction), 3, 1.5, "smooth-lite"};
        };
    }

    void upload(const std::string& id, const std::string& name, std::int64_t expires_at_ms)
    {
        run(store.insert_upload({id, "key", "file", name, "", 1, 1, expires_at_ms})).value();
        const auto path = upload_path(folder.path(), id);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << id;
    }
    Async<bool> stop_and_tell(Millis deadline)
    {
        co_await the_runner().stop(deadline);
        co_return true;
    }

    int working = 0;
    bool may_go = false;
};

TEST_F(RunnerLifeTest, ATaskIsDoneWithItsOutputAndCredits)
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

TEST_F(RunnerLifeTest, TheAgentGetsWhatTheTaskAskedFor)
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

TEST_F(RunnerLifeTest, TheBrowserIsTheOneThatWasAskedFor)
{
    wait_for_end(submit(R"({"task":"x","device":"mobile","use_stealth":false})"));

    EXPECT_EQ(pool.script.asked.at(0).device, browser::Device::mobile);
    EXPECT_FALSE(pool.script.asked.at(0).stealth);
}

TEST_F(RunnerLifeTest, WhatAnAgentCannotDoIsAFailureWithItsSentence)
{
    work = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        co_return Error{ErrorCode::not_doable, "there is no button \"Pay\" on the page"};
    };

    const auto task = wait_for_end(submit(R"({"task":"pay"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "there is no button \"Pay\" on the page");
}

TEST_F(RunnerLifeTest, WithoutAModelSmoothLiteStandsInAndTheTaskSaysSo)
{
    const auto id = submit(R"({"task":"x","agent":"smooth"})");

    EXPECT_EQ(wait_for_end(id).agent, "smooth-lite");
    EXPECT_TRUE(event_named(id, "notice"));
}

TEST_F(RunnerLifeTest, WithAModelSmoothDoesWhatIsAskedOfIt)
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

TEST_F(RunnerLifeTest, StepsBecomeEvents)
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

TEST_F(RunnerLifeTest, ActionsAreDoneInTheirOrder)
{
    const auto id = open_session();
    for (const auto* js : {"a", "b", "c"}) act(id, "evaluate_js", {{"js", js}});
    turn_until([&] { return events(id).size() == 4; });

    EXPECT_EQ(pool.script.log, (std::vector<std::string>{"open", "evaluate a", "evaluate b", "evaluate c"}));
}

TEST_F(RunnerLifeTest, ActionsThatComeBeforeTheBrowserIsThereWaitForIt)
{
    settings.max_concurrent = 1;
    const auto first = open_session();
    const auto second = submit(R"({"task":null})");
    const auto request = act(second, "evaluate_js", {{"js", "early"}});
    EXPECT_EQ(status(second), task::Status::waiting);

    ASSERT_TRUE(run(the_runner().cancel("key", first)));

    EXPECT_EQ(result(second, request).at("code"), 200);
}

TEST_F(RunnerLifeTest, ADialogDoesNotLockTheClientOut)
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

TEST_F(RunnerLifeTest, ABurstOfEventsIsWrittenInItsOrder)
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

TEST_F(RunnerLifeTest, ASessionWithAUrlBeginsThere)
{
    const auto id = submit(R"({"task":null,"url":"http://a.test/"})");
    result(id, act(id, "evaluate_js", {{"js", "1"}}));

    EXPECT_EQ(pool.script.log, (std::vector<std::string>{"open", "goto http://a.test/", "evaluate 1"}));
}

// -- queue and limits
// ----------------------------------------------------------------------------------------------

TEST_F(RunnerLifeTest, TasksBeyondTheLimitWaitInTheirOrder)
{
    settings.max_concurrent = 1;
    let_agents_wait();
    const auto first = submit(R"({"task":"1"})");
    const auto second = submit(R"({"task":"2"})");
    const auto third = submit(R"({"task":"3"})");
    turn_until([&] { return working == 1; });
    EXPECT_EQ(status(second), task::Status::waiting);
    EXPECT_EQ(the_runner().counts().waiting, 2u);

    may_go = true;
    wait_for_end(third);

    EXPECT_LE(read(first).task.ended_at_ms, read(second).task.ended_at_ms);
    EXPECT_EQ(working, 3);
}

TEST_F(RunnerLifeTest, AFullQueueIsTooManyRequests)
{
    settings.max_concurrent = 1;
    settings.max_queued = 1;
    let_agents_wait();
    submit(R"({"task":"1"})");
    turn_until([&] { return working == 1; });
    submit(R"({"task":"2"})");
    turn();

    const auto refused =
        run(the_runner().submit("key", *task::spec_from_json(*parse_json(R"({"task":"3"})"))));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);
}

TEST_F(RunnerLifeTest, ADeletedTaskLeavesTheQueueWithoutABrowser)
{
    settings.max_concurrent = 1;
    const auto first = open_session();
    const auto second = submit(R"({"task":"x"})");

    ASSERT_TRUE(run(the_runner().cancel("key", second)));

    EXPECT_EQ(wait_for_end(second).status, task::Status::cancelled);
    EXPECT_EQ(std::ranges::count(pool.script.log, "open"), 1);
}

TEST_F(RunnerLifeTest, ATaskEndsAtItsTimeLimit)
{
    settings.task_limit = Millis(20);
    let_agents_wait();

    const auto task = wait_for_end(submit(R"({"task":"x"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "the task took longer than 20 ms");
}

TEST_F(RunnerLifeTest, ASessionThatNobodyUsesEnds)
{
    settings.idle_limit = Millis(30);
    const auto id = open_session();
    turn_until([&] { return the_runner().counts().running == 0; });

    EXPECT_EQ(status(id), task::Status::done);
    EXPECT_TRUE(event_named(id, "session_ended"));
}

TEST_F(RunnerLifeTest, WorkUnderWayKeepsASessionFromBeingIdle)
{
    settings.idle_limit = Millis(250);
    let_agents_wait();
    const auto id = open_session();
    const auto request = act(id, "run_task", {{"task", "x"}}, "session_action");
    const auto start = moment();
    turn_until([&] { return moment() - start > Millis(600); });

    may_go = true;

    EXPECT_EQ(result(id, request).at("code"), 200);
}

TEST_F(RunnerLifeTest, TooManyActionsInLineAreRefused)
{
    settings.max_queued_actions = 2;
    settings.max_concurrent = 1;
    const auto first = open_session();
    const auto waiting = submit(R"({"task":null})");
    act(waiting, "evaluate_js", {{"js", "1"}});
    act(waiting, "evaluate_js", {{"js", "2"}});

    const auto refused =
        post(waiting, R"({"name":"browser_action","payload":{"name":"evaluate_js","input":{"js":"3"}}})");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);
}

TEST_F(RunnerLifeTest, ATaskGoesOnlyWhereItMay)
{
    const auto id = submit(R"({"task":null,"allowed_urls":["https://*.a.test/*"]})");

    const auto refused = result(id, act(id, "goto", {{"url", "https://b.test/"}}));
    const auto allowed = result(id, act(id, "goto", {{"url", "https://shop.a.test/x"}}));

    EXPECT_EQ(dump(refused), R"({"code":400,"output":"https://b.test/ is not in allowed_urls"})");
    EXPECT_EQ(allowed.at("code"), 200);
}

TEST_F(RunnerLifeTest, APatternThatCannotMatchIsRefusedAtOnce)
{
    const auto body = R"({"allowed_urls":["https://"]})";

    const auto refused = run(the_runner().submit("key", *task::spec_from_json(*parse_json(body))));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_TRUE(refused.error().message.starts_with("\"allowed_urls\": ")) << refused.error().message;
}

class KeyLimitsTest : public RunnerLifeTest {
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
        RunnerLifeTest::TearDown();
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
    turn_until([&] { return working == 1; });
    turn();
    EXPECT_EQ(run(runner->find(key, second->id))->status, task::Status::waiting);

    may_go = true;

    EXPECT_EQ(ended(first->id).status, task::Status::done);
    EXPECT_EQ(ended(second->id).status, task::Status::done);
}

TEST_F(KeyLimitsTest, AKeyWithoutCreditsGetsNoMoreTasks)
{
    let_agents_wait();  // 1.5 credits for their work
    may_go = true;
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

// -- ends
// ----------------------------------------------------------------------------------------------------------

TEST_F(RunnerLifeTest, ABrowserThatDiesFailsTheTaskWithItsSentence)
{
    let_agents_wait();
    const auto id = submit(R"({"task":"x"})");
    turn_until([&] { return working == 1; });

    pool.open.at(0)->die("Chromium was ended by signal 9");
    const auto task = wait_for_end(id);

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "Chromium was ended by signal 9");
    EXPECT_TRUE(pool.open.empty());
}

TEST_F(RunnerLifeTest, ABrowserThatDiesIsToldToWhoWaitsForAnAction)
{
    let_agents_wait();
    const auto id = open_session();
    const auto request = act(id, "run_task", {{"task", "x"}}, "session_action");
    turn_until([&] { return working == 1; });

    pool.open.at(0)->die("Chromium was ended by signal 9");

    EXPECT_EQ(dump(result(id, request)), R"({"code":500,"output":"Chromium was ended by signal 9"})");
    EXPECT_EQ(wait_for_end(id).status, task::Status::failed);
}

TEST_F(RunnerLifeTest, ABrowserThatCannotStartFailsTheTaskWithItsSentence)
{
    pool.script.refusal = Error{ErrorCode::unavailable, "there is no Chromium on this machine"};

    const auto task = wait_for_end(submit(R"({"task":"x"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "there is no Chromium on this machine");
}

TEST_F(RunnerLifeTest, AnAgentThatBreaksDownIsAnInternalErrorNotAHang)
{
    work = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        throw std::logic_error("bug");
    };

    const auto task = wait_for_end(submit(R"({"task":"x"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "an internal error of the server");
}

TEST_F(RunnerLifeTest, ClosingByForceEndsWhatRuns)
{
    let_agents_wait();
    const auto id = open_session();
    const auto request = act(id, "run_task", {{"task", "x"}}, "session_action");
    turn_until([&] { return working == 1; });

    const auto close = act(id, "close", {{"force", true}}, "session_action");

    EXPECT_EQ(result(id, close).at("output").at("output"), true);
    EXPECT_EQ(result(id, request).at("code"), 500);
    EXPECT_EQ(wait_for_end(id).status, task::Status::done);
}

TEST_F(RunnerLifeTest, ABrowserIsClosedAlsoWhenItsProfileHasGone)
{
    run(store.insert_profile({"work", "key", {}, 0, 1, 0})).value();
    const auto id = submit(R"({"task":null,"profile_id":"work"})");
    wait_for_event(id, "session_started");
    run(store.delete_profile("key", "work")).value();

    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    EXPECT_EQ(pool.script.log.back(), "close");
    EXPECT_EQ(wait_for_end(id).status, task::Status::cancelled);
}

TEST_F(RunnerLifeTest, EventsForAnEndedSessionAreRefused)
{
    settings.kept_after_end = Millis(0);
    const auto id = open_session();
    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    const auto refused = post(id, R"({"name":"browser_action","payload":{"name":"goto","input":{}}})");
    wait_for_end(id);
    turn();
    const auto refused_later = post(id, R"({"name":"browser_action","payload":{"name":"goto","input":{}}})");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    ASSERT_FALSE(refused_later);
    EXPECT_EQ(refused_later.error().code, ErrorCode::invalid_argument);
}

TEST_F(RunnerLifeTest, ADownloadUnderWayIsWaitedForAtTheEnd)
{
    const auto id = open_session();
    pool.open.at(0)->set_downloads({{"http://a.test/f", "f", "", browser::DownloadState::running, 0}});
    std::optional<Done> cancelled;
    start(the_runner().cancel("key", id), cancelled);
    EXPECT_EQ(std::ranges::count(pool.script.log, "close"), 0);

    pool.open.at(0)->set_downloads({{"http://a.test/f", "f", "", browser::DownloadState::done, 1}});
    turn_until([&] { return cancelled.has_value(); });

    EXPECT_EQ(std::ranges::count(pool.script.log, "close"), 1);
}

// -- whose it is
// ---------------------------------------------------------------------------------------------------

TEST_F(RunnerLifeTest, AnotherKeysTaskDoesNotExist)
{
    const auto id = open_session();
    const auto is_unknown = [](const auto& result) {
        return !result && result.error().code == ErrorCode::not_found;
    };

    EXPECT_TRUE(is_unknown(run(the_runner().find("other", id))));
    EXPECT_TRUE(is_unknown(run(the_runner().read("other", id, {}))));
    EXPECT_TRUE(is_unknown(run(the_runner().cancel("other", id))));
    EXPECT_TRUE(is_unknown(run(the_runner().delete_data("other", id))));
    EXPECT_TRUE(
        is_unknown(run(the_runner().post_event("other", id, {"", "browser_action", {{"name", "close"}}, 0})))
    );
    EXPECT_TRUE(run(the_runner().list("other", 0, 10))->empty());
    EXPECT_EQ(status(id), task::Status::running);
}

TEST_F(RunnerLifeTest, WhatATaskNamesMustBeThereAndItsKeys)
{
    run(store.insert_upload({"f_1", "other", "file", "cv.pdf", "", 1, 1, 0})).value();
    const auto refusal = [&](std::string_view body) {
        const auto refused = run(the_runner().submit("key", *task::spec_from_json(*parse_json(body))));
        EXPECT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::not_found);
        return refused.error().message;
    };

    EXPECT_EQ(
        refusal(R"({"profile_id":"work"})"), "profile \"work\" not found; create it with POST /profile"
    );
    EXPECT_EQ(refusal(R"({"files":["f_1"]})"), "there is no file \"f_1\"; upload it first");
    EXPECT_EQ(refusal(R"({"extensions":["e_1"]})"), "there is no extension \"e_1\"; upload it first");
}

TEST_F(RunnerLifeTest, FilesHaveTheirNamesAndAnExpiredOneIsGone)
{
    upload("f_1", "cv.pdf", 0);
    upload("f_2", "cv.pdf", 0);
    upload("f_3", "old.pdf", 2);
    std::vector<std::string> names;
    std::string content;
    work = [&](agent::Surroundings surroundings, agent::Assignment) {
        for (const auto& [name, path] : surroundings.stage.files) {
            EXPECT_EQ(path.filename(), name);
            names.push_back(name);
            std::getline(std::ifstream(path), content);
        }
        return done("ok");
    };

    wait_for_end(submit(R"({"task":"x","files":["f_1","f_2"]})"));
    const auto refused =
        run(the_runner().submit("key", *task::spec_from_json(*parse_json(R"({"files":["f_3"]})"))));

    EXPECT_EQ(names, (std::vector<std::string>{"cv (2).pdf", "cv.pdf"}));
    EXPECT_EQ(content, "f_1");
    EXPECT_FALSE(refused);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "work" / "sessions"));
}

// -- memory and store
// ----------------------------------------------------------------------------------------------

TEST_F(RunnerLifeTest, AFinishedTaskAndItsEventsAreReadFromTheStore)
{
    settings.kept_after_end = Millis(0);
    const auto id = open_session();
    const auto request = act(id, "evaluate_js", {{"js", "1"}});
    result(id, request);
    ASSERT_TRUE(run(the_runner().cancel("key", id)));
    wait_for_end(id);
    turn_until([&] { return the_runner().counts().running == 0; });
    turn();

    EXPECT_EQ(status(id), task::Status::cancelled);
    EXPECT_TRUE(event(id, request));
    EXPECT_EQ(events(id, event(id, request)->timestamp_ms).size(), 0u);
    EXPECT_EQ(run(the_runner().find("key", id))->spec.at("device"), "desktop");
}

TEST_F(RunnerLifeTest, AnEventIsDurableBeforeItIsVisible)
{
    const auto id = open_session();
    const auto request = act(id, "evaluate_js", {{"js", "1"}});
    result(id, request);

    const auto kept = run(store.events_after(id, 0));

    ASSERT_EQ(kept->size(), 2u);
    EXPECT_EQ(kept->back().id, request);
    EXPECT_EQ(kept->back().timestamp_ms, event(id, request)->timestamp_ms);
}

TEST_F(RunnerLifeTest, ATaskThatCannotBeWrittenIsRefused)
{
    store.write_failure = Error{ErrorCode::unavailable, "the disk is full"};

    const auto refused =
        run(the_runner().submit("key", *task::spec_from_json(*parse_json(R"({"task":"x"})"))));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "the disk is full");
    EXPECT_EQ(the_runner().counts().waiting, 0u);
}

TEST_F(RunnerLifeTest, AClientThatWaitsGetsItsResultEvenWhenItCannotBeWritten)
{
    const auto id = open_session();
    store.write_failure = Error{ErrorCode::unavailable, "the disk is full"};

    EXPECT_EQ(result(id, act(id, "evaluate_js", {{"js", "1"}})).at("code"), 200);
    act(id, "close", {}, "session_action");
    EXPECT_EQ(wait_for_end(id).status, task::Status::done);
    store.write_failure.reset();
}

TEST_F(RunnerLifeTest, WhatADeadServerLeftUnfinishedIsFailedAndItsEventsStay)
{
    task::Task old;
    old.id = "old";
    old.key_id = "key";
    old.status = task::Status::running;
    old.live_url = "http://gone/";
    run(store.insert_task(old)).value();
    run(store.append_event("old", {"ev_1", "session_started", {}, 5})).value();
    run(store.append_event("old", {"tc_1", "tool_call", {}, 6})).value();

    ASSERT_TRUE(run(the_runner().start()));

    const auto task = read("old").task;
    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "the server was restarted while this task was running");
    EXPECT_EQ(task.live_url, std::nullopt);
    EXPECT_EQ(task.recording_url, "");
    ASSERT_EQ(events("old").size(), 1u);
    EXPECT_EQ(events("old")[0].id, "ev_1");
}

TEST_F(RunnerLifeTest, TheListShowsLivingTasksAsTheyAre)
{
    const auto first = open_session();
    const auto second = submit(R"({"task":"x"})");
    wait_for_end(second);

    const auto list = run(the_runner().list("key", 0, 10));

    ASSERT_EQ(list->size(), 2u);
    for (const auto& task : *list)
        EXPECT_EQ(task.status, task.id == first ? task::Status::running : task::Status::done);
}

TEST_F(RunnerLifeTest, DataOfARunningTaskCannotBeDeletedThatOfAFinishedOneCan)
{
    const auto id = open_session();
    const auto refused = run(the_runner().delete_data("key", id));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    ASSERT_TRUE(run(the_runner().cancel("key", id)));
    wait_for_end(id);

    ASSERT_TRUE(run(the_runner().delete_data("key", id)));

    EXPECT_TRUE(events(id).empty());
    EXPECT_TRUE(run(the_runner().find("key", id))->spec.empty());
    EXPECT_EQ(status(id), task::Status::cancelled);
}

// -- downloads

TEST_F(RunnerLifeTest, DownloadsAreOfferedAsOneArchiveBehindALink)
{
    const auto id = open_session();
    std::ofstream(downloads_folder(folder.path(), id) / "bill.pdf") << "42";
    ASSERT_TRUE(run(the_runner().cancel("key", id)));
    wait_for_end(id);

    const auto url =
        *run(the_runner().read("key", id, {std::nullopt, std::nullopt, true}))->task.downloads_url;
    ASSERT_TRUE(url.starts_with("http://lissom.test/d/") && url.ends_with(".zip")) << url;
    const auto begin = url.rfind('/') + 1;
    const auto archive = run(the_runner().downloads_archive(url.substr(begin, url.size() - begin - 4)));

    ASSERT_TRUE(archive) << archive.error().message;
    EXPECT_TRUE(std::filesystem::exists(*archive));
    ASSERT_TRUE(run(the_runner().delete_data("key", id)));
    EXPECT_FALSE(std::filesystem::exists(*archive));
    EXPECT_EQ(run(the_runner().read("key", id, {std::nullopt, std::nullopt, true}))->task.downloads_url, "");
}

TEST_F(RunnerLifeTest, DownloadsExpireAfterADay)
{
    auto now = clock();
    clock = [&now] { return now; };
    const auto id = open_session();
    std::ofstream(downloads_folder(folder.path(), id) / "bill.pdf") << "42";
    ASSERT_TRUE(run(the_runner().cancel("key", id)));
    wait_for_end(id);

    now += 25 * 3'600'000;

    EXPECT_EQ(run(the_runner().read("key", id, {std::nullopt, std::nullopt, true}))->task.downloads_url, "");
}

// -- secrets
// -------------------------------------------------------------------------------------------------------

TEST_F(RunnerLifeTest, SecretsReachTheAgentAndNothingElse)
{
    std::string given;
    work = [&](agent::Surroundings surroundings, agent::Assignment assignment) {
        given = assignment.secrets.at(0).second.value;
        surroundings.tell_step(
            {.number = 1,
             .action = "fill",
             .params = {{"text", "hunter2!"}},
             .effect = "filled in hunter2!",
             .url = "http://a.test/?q=hunter2%21"}
        );
        return done("the password is hunter2!");
    };
    const auto id = open_session();

    result(
        id,
        act(id,
            "run_task",
            {{"task", "log in"},
             {"secrets", {{"pw", {{"value", "hunter2!"}, {"allowed_urls", {"http://a.test/*"}}}}}}},
            "session_action")
    );

    EXPECT_EQ(given, "hunter2!");
    std::string everything;
    for (const auto& event : *run(store.events_after(id, 0))) everything += dump(event.payload);
    for (const auto& event : events(id)) everything += dump(event.payload);
    EXPECT_EQ(everything.find("hunter2"), std::string::npos) << everything;
    EXPECT_NE(everything.find("<secret>pw</secret>"), std::string::npos);
}

// -- stopping
// ------------------------------------------------------------------------------------------------------

TEST_F(RunnerLifeTest, StoppingGivesRunningTasksTheirTime)
{
    let_agents_wait();
    const auto id = submit(R"({"task":"x"})");
    turn_until([&] { return working == 1; });
    std::optional<bool> stopped;
    start(stop_and_tell(Millis(10'000)), stopped);
    EXPECT_TRUE(the_runner().is_stopping());
    const auto refused =
        run(the_runner().submit("key", *task::spec_from_json(*parse_json(R"({"task":"y"})"))));
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    ASSERT_FALSE(stopped);

    may_go = true;
    turn_until([&] { return stopped.has_value(); });

    EXPECT_EQ(run(store.find_task("key", id))->status, task::Status::done);
}

TEST_F(RunnerLifeTest, StoppingEndsWhatTakesTooLongAndSaysWhy)
{
    let_agents_wait();
    const auto id = submit(R"({"task":"x"})");
    turn_until([&] { return working == 1; });

    run_void(the_runner().stop(Millis(20)));

    const auto task = run(store.find_task("key", id));
    EXPECT_EQ(task->status, task::Status::failed);
    EXPECT_EQ(task->output, "the server was stopped while this task was running");
    EXPECT_TRUE(pool.open.empty());
}

TEST_F(RunnerLifeTest, StoppingSavesTheProfilesOfOpenSessions)
{
    run(store.insert_profile({"work", "key", {}, 0, 1, 0})).value();
    pool.script.cookies = {JsonObject{{"name", "sid"}}};
    const auto id = submit(R"({"task":null,"profile_id":"work"})");
    turn_until([&] { return status(id) == task::Status::running; });

    run_void(the_runner().stop(Millis(10'000)));

    EXPECT_EQ(run(store.find_profile("key", "work"))->cookies.size(), 1u);
    EXPECT_EQ(run(store.find_task("key", id))->status, task::Status::done);
}

}  // namespace
}  // namespace lissom::runner
