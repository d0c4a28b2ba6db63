// The ways a task can end.

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "runner/folders.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

class EndsTest : public testing::RunnerTest {
protected:
    Async<bool> stop_and_tell(Millis deadline)
    {
        co_await the_runner().stop(deadline);
        co_return true;
    }
};

// -- ends

TEST_F(EndsTest, ABrowserThatDiesFailsTheTaskWithItsSentence)
{
    let_agents_wait();
    const auto id = submit(R"({"task":"x"})");
    turn_until([&] { return agents_at_work == 1; });

    pool.open.at(0)->die("Chromium was ended by signal 9");
    const auto task = wait_for_end(id);

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "Chromium was ended by signal 9");
    EXPECT_TRUE(pool.open.empty());
}

TEST_F(EndsTest, ABrowserThatDiesIsToldToWhoWaitsForAnAction)
{
    let_agents_wait();
    const auto id = open_session();
    const auto request = act(id, "run_task", {{"task", "x"}}, "session_action");
    turn_until([&] { return agents_at_work == 1; });

    pool.open.at(0)->die("Chromium was ended by signal 9");

    EXPECT_EQ(dump(result(id, request)), R"({"code":500,"output":"Chromium was ended by signal 9"})");
    EXPECT_EQ(wait_for_end(id).status, task::Status::failed);
}

TEST_F(EndsTest, ABrowserThatCannotStartFailsTheTaskWithItsSentence)
{
    pool.script.refusal = Error{ErrorCode::unavailable, "there is no Chromium on this machine"};

    const auto task = wait_for_end(submit(R"({"task":"x"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "there is no Chromium on this machine");
}

TEST_F(EndsTest, AnAgentThatBreaksDownIsAnInternalErrorNotAHang)
{
    work = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        throw std::logic_error("bug");
    };

    const auto task = wait_for_end(submit(R"({"task":"x"})"));

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_EQ(task.output, "an internal error of the server");
}

TEST_F(EndsTest, ClosingByForceEndsWhatRuns)
{
    let_agents_wait();
    const auto id = open_session();
    const auto request = act(id, "run_task", {{"task", "x"}}, "session_action");
    turn_until([&] { return agents_at_work == 1; });

    const auto close = act(id, "close", {{"force", true}}, "session_action");

    EXPECT_EQ(result(id, close).at("output").at("output"), true);
    EXPECT_EQ(result(id, request).at("code"), 500);
    EXPECT_EQ(wait_for_end(id).status, task::Status::done);
}

TEST_F(EndsTest, ABrowserIsClosedAlsoWhenItsProfileHasGone)
{
    run(store.insert_profile({"work", "key", {}, 0, 1, 0})).value();
    const auto id = submit(R"({"task":null,"profile_id":"work"})");
    wait_for_event(id, "session_started");
    run(store.delete_profile("key", "work")).value();

    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    EXPECT_EQ(pool.script.log.back(), "close");
    EXPECT_EQ(wait_for_end(id).status, task::Status::cancelled);
}

TEST_F(EndsTest, EventsForAnEndedSessionAreRefused)
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

TEST_F(EndsTest, ADownloadUnderWayIsWaitedForAtTheEnd)
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

// -- stopping

TEST_F(EndsTest, StoppingGivesRunningTasksTheirTime)
{
    let_agents_wait();
    const auto id = submit(R"({"task":"x"})");
    turn_until([&] { return agents_at_work == 1; });
    std::optional<bool> stopped;
    start(stop_and_tell(Millis(10'000)), stopped);
    EXPECT_TRUE(the_runner().is_stopping());
    const auto refused =
        run(the_runner().submit("key", *task::spec_from_json(*parse_json(R"({"task":"y"})"))));
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    ASSERT_FALSE(stopped);

    agents_may_go = true;
    turn_until([&] { return stopped.has_value(); });

    EXPECT_EQ(run(store.find_task("key", id))->status, task::Status::done);
}

TEST_F(EndsTest, StoppingEndsWhatTakesTooLongAndSaysWhy)
{
    let_agents_wait();
    const auto id = submit(R"({"task":"x"})");
    turn_until([&] { return agents_at_work == 1; });

    run_void(the_runner().stop(Millis(20)));

    const auto task = run(store.find_task("key", id));
    EXPECT_EQ(task->status, task::Status::failed);
    EXPECT_EQ(task->output, "the server was stopped while this task was running");
    EXPECT_TRUE(pool.open.empty());
}

TEST_F(EndsTest, StoppingSavesTheProfilesOfOpenSessions)
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
