// The rules of the Smooth API that silently break its published clients when they do not hold, one test or
// more each.

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "runner/client_action.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

class ContractTest : public testing::RunnerTest {};

// -- 1: the cursor
// -------------------------------------------------------------------------------------------------

TEST_F(ContractTest, TimestampsAreUniqueAndIncreasingEvenWhenTheClockStands)
{
    clock = [] { return std::int64_t{1'765'000'000'000}; };
    const auto id = open_session();
    for (int i = 0; i < 5; ++i) act(id, "evaluate_js", {{"js", "1"}});
    turn_until([&] { return events(id).size() == 6; });

    const auto all = events(id);

    for (std::size_t i = 1; i < all.size(); ++i) EXPECT_EQ(all[i].timestamp_ms, all[i - 1].timestamp_ms + 1);
}

TEST_F(ContractTest, ACursorShowsOnlyWhatIsNewerThanIt)
{
    const auto id = open_session();
    result(id, act(id, "evaluate_js", {{"js", "1"}}));
    const auto all = events(id);
    ASSERT_EQ(all.size(), 2u);

    EXPECT_EQ(events(id, all[0].timestamp_ms).size(), 1u);
    EXPECT_EQ(events(id, all[1].timestamp_ms).size(), 0u);
    EXPECT_EQ(events(id, all[0].timestamp_ms - 1).size(), 2u);
}

// -- 2: reading
// ----------------------------------------------------------------------------------------------------

TEST_F(ContractTest, ReadingDoesNotConsume)
{
    const auto id = open_session();
    result(id, act(id, "evaluate_js", {{"js", "1"}}));

    EXPECT_EQ(events(id).size(), 2u);
    EXPECT_EQ(events(id).size(), 2u);
}

// -- 3: the last result before the final status
// --------------------------------------------------------------------

TEST_F(ContractTest, TheStatusStaysRunningUntilAReaderHasMovedPastTheCloseResult)
{
    const auto id = open_session();
    const auto close = act(id, "close", {}, "session_action");
    EXPECT_EQ(result(id, close).at("code"), 200);
    ASSERT_EQ(status(id), task::Status::running);
    const auto stamp = event(id, close)->timestamp_ms;

    read(id, stamp);
    turn_until([&] { return status(id) != task::Status::running; });

    EXPECT_EQ(status(id), task::Status::done);
}

TEST_F(ContractTest, TheStatusBecomesFinalWithoutAReaderAfterTheGrace)
{
    settings.result_grace = Millis(100);
    const auto id = open_session();
    const auto posted = moment();

    act(id, "close", {}, "session_action");
    turn_until([&] { return status(id) != task::Status::running; });

    EXPECT_EQ(status(id), task::Status::done);
    EXPECT_GE(moment() - posted, Millis(100));
}

TEST_F(ContractTest, AHeldReadGetsTheFinalStatusInAnAnswerOfItsOwn)
{
    const auto id = open_session();
    const auto before = last_stamp(id);
    std::optional<Result<Reading>> first;
    start(the_runner().read("key", id, {before, std::nullopt, false}), first);
    const auto close = act(id, "close", {}, "session_action");
    turn_until([&] { return first.has_value(); });

    EXPECT_EQ((*first)->task.status, task::Status::running);
    ASSERT_EQ((*first)->events->size(), 1u);
    EXPECT_EQ((*first)->events->front().id, close);
    const auto second =
        run(the_runner().read("key", id, {(*first)->events->back().timestamp_ms, std::nullopt, false}));
    EXPECT_EQ(second->task.status, task::Status::done);
    EXPECT_TRUE(second->events->empty());
}

// -- 4: codes
// ------------------------------------------------------------------------------------------------------

TEST_F(ContractTest, ResultCodesAreThoseTheClientsKnow)
{
    for (const auto code :
         {ErrorCode::invalid_argument,
          ErrorCode::unauthorized,
          ErrorCode::forbidden,
          ErrorCode::not_found,
          ErrorCode::conflict,
          ErrorCode::too_many_requests,
          ErrorCode::timeout,
          ErrorCode::unavailable,
          ErrorCode::page_error,
          ErrorCode::not_doable,
          ErrorCode::internal})
        EXPECT_TRUE((std::set{400, 500}.contains(result_code(code))));
}

TEST_F(ContractTest, WhatTheCallerCanMendIs400WithASentence)
{
    const auto id = open_session();
    pool.script.evaluate = [](std::string, Json) -> Async<Result<Json>> {
        co_return Error{ErrorCode::page_error, "ReferenceError: x is not defined"};
    };

    EXPECT_EQ(
        dump(result(id, act(id, "evaluate_js", {{"js", "x"}}))),
        R"({"code":400,"output":"ReferenceError: x is not defined"})"
    );
    EXPECT_EQ(
        dump(result(id, act(id, "goto", {{"url", "ftp://x"}}))),
        R"({"code":400,"output":"\"url\" must begin with http:// or https://, got \"ftp://x\""})"
    );
    EXPECT_EQ(dump(result(id, act(id, "goto"))), R"({"code":400,"output":"\"url\" must be a string"})");
    EXPECT_EQ(result(id, act(id, "juggle")).at("code"), 400);
}

TEST_F(ContractTest, AMistakeOfTheServerIs500)
{
    const auto id = open_session();
    pool.script.evaluate = [](std::string, Json) -> Async<Result<Json>> { throw std::logic_error("oops"); };

    EXPECT_EQ(
        dump(result(id, act(id, "evaluate_js", {{"js", "x"}}))),
        R"({"code":500,"output":"an internal error of the server"})"
    );
    EXPECT_EQ(status(id), task::Status::running);
}

// -- 5: no echo
// ----------------------------------------------------------------------------------------------------

TEST_F(ContractTest, RequestsAreNeverEchoed)
{
    const auto id = open_session();
    bool may_go = false;
    pool.script.go_to = [&](std::string url) -> Async<Result<browser::Navigation>> {
        while (!may_go) co_await pause(Millis(1));
        co_return browser::Navigation{url, 200};
    };
    const auto request = act(id, "goto", {{"url", "http://a.test/"}});
    turn_until([&] { return pool.script.log.back() == "goto http://a.test/"; });
    EXPECT_FALSE(event(id, request));

    may_go = true;
    const auto payload = result(id, request);

    EXPECT_TRUE(payload.contains("code"));
    const auto all = events(id);
    EXPECT_EQ(std::ranges::count(all, request, &task::Event::id), 1);
}

// -- 6: the envelope
// -----------------------------------------------------------------------------------------------

TEST_F(ContractTest, ActionsAnswerInAnEnvelope)
{
    const auto id = open_session();
    const auto output = [&](const std::string& action, JsonObject input) {
        const auto payload = result(id, act(id, action, std::move(input)));
        EXPECT_EQ(payload.at("code"), 200);
        const auto& envelope = payload.at("output").as_object();
        EXPECT_TRUE(envelope.at("credits_used").is_number());
        EXPECT_GE(envelope.at("duration").as_double(), 0);
        return dump(envelope.at("output"));
    };

    EXPECT_EQ(output("goto", {{"url", "http://a.test/"}}), "null");
    EXPECT_EQ(output("extract", {{"schema", JsonObject()}, {"prompt", nullptr}}), R"({"title":"a page"})");
    EXPECT_EQ(output("evaluate_js", {{"js", "1+1"}, {"args", nullptr}}), R"("1+1")");
    EXPECT_EQ(output("snapshot", {}), R"("[e1] button \"OK\"")");
    EXPECT_EQ(output("run_task", {{"task", "x"}}), R"("did: x")");
    EXPECT_NE(output("click", {{"element", "e1"}}).find(R"("text":"clicked")"), std::string::npos);
}

TEST_F(ContractTest, TheOldExecJsAnswersTheBareValue)
{
    const auto id = open_session();

    EXPECT_EQ(dump(result(id, act(id, "exec_js", {{"js", "1+1"}}))), R"({"code":200,"output":"1+1"})");
}

TEST_F(ContractTest, CloseAnswersTrueAndWhileBusyFalse)
{
    const auto id = open_session();
    bool may_go = false;
    pool.script.evaluate = [&](std::string, Json) -> Async<Result<Json>> {
        while (!may_go) co_await pause(Millis(1));
        co_return Json(1);
    };
    const auto slow = act(id, "evaluate_js", {{"js", "slow()"}});

    const auto refused = result(id, act(id, "close", {}, "session_action"));
    may_go = true;
    result(id, slow);
    const auto accepted = result(id, act(id, "close", {}, "session_action"));

    EXPECT_EQ(refused.at("code"), 200);
    EXPECT_EQ(refused.at("output").at("output"), false);
    EXPECT_EQ(accepted.at("output").at("output"), true);
}

TEST_F(ContractTest, TheResultHasTheNameOfTheRequest)
{
    const auto id = open_session();
    const auto old_style = act(id, "run_task", {{"task", "x"}}, "browser_action");
    const auto new_style = act(id, "run_task", {{"task", "x"}}, "session_action");
    result(id, old_style);
    result(id, new_style);

    EXPECT_EQ(event(id, old_style)->name, "browser_action");
    EXPECT_EQ(event(id, new_style)->name, "session_action");
}

// -- 8: DELETE
// -----------------------------------------------------------------------------------------------------

TEST_F(ContractTest, DeletingIsFineAgainAndAgain)
{
    settings.kept_after_end = Millis(0);
    const auto id = open_session();

    EXPECT_TRUE(run(the_runner().cancel("key", id)));
    EXPECT_TRUE(run(the_runner().cancel("key", id)));
    EXPECT_EQ(wait_for_end(id).status, task::Status::cancelled);
    EXPECT_TRUE(run(the_runner().cancel("key", id)));
    EXPECT_EQ(status(id), task::Status::cancelled);
}

TEST_F(ContractTest, DeletingADoneTaskLeavesItDone)
{
    const auto id = submit(R"({"task":"x"})");
    ASSERT_EQ(wait_for_end(id).status, task::Status::done);

    EXPECT_TRUE(run(the_runner().cancel("key", id)));

    EXPECT_EQ(status(id), task::Status::done);
}

// -- 9: retries
// ----------------------------------------------------------------------------------------------------

TEST_F(ContractTest, AnEventThatIsSentTwiceIsExecutedOnce)
{
    const auto id = open_session();
    const auto* body =
        R"({"name":"browser_action","payload":{"name":"goto","input":{"url":"http://a.test/"}},"id":"same"})";

    EXPECT_EQ(*post(id, body), "same");
    result(id, "same");
    EXPECT_EQ(*post(id, body), "same");
    result(id, act(id, "evaluate_js", {{"js", "1"}}));  // in line behind it, so a second goto would have run

    EXPECT_EQ(std::ranges::count(pool.script.log, "goto http://a.test/"), 1);
}

TEST_F(ContractTest, EqualTasksAreTasksOfTheirOwn)
{
    EXPECT_NE(submit(R"({"task":"x"})"), submit(R"({"task":"x"})"));
}

// -- 10: recording and downloads
// -----------------------------------------------------------------------------------

TEST_F(ContractTest, RecordingUrlIsNullWhileRunningAndEmptyWhereNothingIsRecorded)
{
    const auto id = submit(R"({"task":null,"enable_recording":false})");
    turn_until([&] { return status(id) == task::Status::running; });
    EXPECT_EQ(read(id).task.recording_url, std::nullopt);

    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    EXPECT_EQ(wait_for_end(id).recording_url, "");
}

TEST_F(ContractTest, RecordingUrlIsThereWithTheFinalStatus)
{
    crew.open_live = [](LiveSession) -> Async<std::string> { co_return ""; };
    crew.close_live = [](task::Task task) -> Async<std::string> {
        co_return "http://lissom.test/r/" + task.id + ".mp4";
    };
    const auto id = open_session();
    act(id, "close", {}, "session_action");
    turn_until([&] { return pool.open.empty(); });
    EXPECT_EQ(read(id).task.recording_url, std::nullopt);

    EXPECT_EQ(wait_for_end(id).recording_url, "http://lissom.test/r/" + id + ".mp4");
}

TEST_F(ContractTest, DownloadsUrlIsOnlyTheAnswerToAQuestion)
{
    const auto id = submit(R"({"task":"x"})");
    wait_for_end(id);

    EXPECT_EQ(read(id).task.downloads_url, std::nullopt);
    EXPECT_EQ(run(the_runner().read("key", id, {std::nullopt, std::nullopt, true}))->task.downloads_url, "");
}

// -- 11: the long poll
// ---------------------------------------------------------------------------------------------

TEST_F(ContractTest, WithoutACursorOrFromTheStartNothingIsHeld)
{
    const auto id = open_session();
    std::optional<Result<Reading>> without, from_start;

    start(the_runner().read("key", id, {}), without);
    start(the_runner().read("key", id, {0, std::nullopt, false}), from_start);

    ASSERT_TRUE(without);
    EXPECT_FALSE((*without)->events);
    ASSERT_TRUE(from_start);
    EXPECT_EQ((*from_start)->events->size(), 1u);
}

TEST_F(ContractTest, AReaderThatHasSeenAllIsHeldUntilTheHoldLimit)
{
    settings.hold_limit = Millis(50);
    const auto id = open_session();
    const auto cursor = last_stamp(id);
    const auto asked = moment();

    const auto reading = run(the_runner().read("key", id, {cursor, std::nullopt, false}));

    EXPECT_GE(moment() - asked, Millis(50));
    EXPECT_TRUE(reading->events->empty());
}

TEST_F(ContractTest, AnEventWakesAllHeldReadersAtOnce)
{
    const auto id = open_session();
    const auto cursor = last_stamp(id);
    std::optional<Result<Reading>> first, second;
    start(the_runner().read("key", id, {cursor, std::nullopt, false}), first);
    start(the_runner().read("key", id, {cursor, std::nullopt, false}), second);
    ASSERT_FALSE(first);
    ASSERT_EQ(the_runner().counts().holding, 2u);

    act(id, "evaluate_js", {{"js", "1"}});
    turn_until([&] { return first && second; });

    EXPECT_EQ((*first)->events->size(), 1u);
    EXPECT_EQ((*second)->events->size(), 1u);
    EXPECT_EQ(the_runner().counts().holding, 0u);
}

TEST_F(ContractTest, AReaderMayAskForAShorterHoldButNotForALongerOne)
{
    settings.hold_limit = Millis(50);
    const auto id = open_session();
    const auto cursor = last_stamp(id);

    const auto asked = moment();
    EXPECT_TRUE(run(the_runner().read("key", id, {cursor, Millis(60'000), false})));
    EXPECT_LT(moment() - asked, Millis(10'000));

    std::optional<Result<Reading>> at_once;
    start(the_runner().read("key", id, {cursor, Millis(0), false}), at_once);
    EXPECT_TRUE(at_once);
}

TEST_F(ContractTest, TheEndWakesAHeldReader)
{
    const auto id = open_session();
    std::optional<Result<Reading>> held;
    start(the_runner().read("key", id, {last_stamp(id), std::nullopt, false}), held);

    ASSERT_TRUE(run(the_runner().cancel("key", id)));
    turn_until([&] { return held.has_value(); });

    EXPECT_EQ((*held)->task.status, task::Status::cancelled);
}

// -- 12 and 13: start
// ----------------------------------------------------------------------------------------------

TEST_F(ContractTest, EverySessionBeginsWithAHarmlessEvent)
{
    const auto id = open_session();
    const auto all = events(id);

    ASSERT_FALSE(all.empty());
    EXPECT_EQ(all[0].name, "session_started");
    EXPECT_FALSE(all[0].id.empty());
}

TEST_F(ContractTest, LiveUrlIsNullUntilThereIsOneAndAfterTheEnd)
{
    bool may_go = false;
    crew.open_live = [&](LiveSession session) -> Async<std::string> {
        while (!may_go) co_await pause(Millis(1));
        co_return "http://lissom.test/live/" + session.task.id + "?b=eA";
    };
    const auto id = submit(R"({"task":null})");
    turn_until([&] { return !pool.open.empty(); });
    EXPECT_EQ(read(id).task.live_url, std::nullopt);

    may_go = true;
    turn_until([&] { return status(id) == task::Status::running; });
    EXPECT_EQ(read(id).task.live_url, "http://lissom.test/live/" + id + "?b=eA");

    ASSERT_TRUE(run(the_runner().cancel("key", id)));
    EXPECT_EQ(wait_for_end(id).live_url, std::nullopt);
}

TEST_F(ContractTest, NobodyWhoSawTheFirstEventMissesTheLiveUrl)
{
    crew.open_live = [](LiveSession) -> Async<std::string> { co_return "http://lissom.test/live/x"; };
    const auto id = submit(R"({"task":null})");
    std::optional<Reading> reading;
    turn_until([&] {
        reading = read(id, 0);
        return !reading->events->empty();
    });

    EXPECT_EQ(reading->task.live_url, "http://lissom.test/live/x");
}

TEST_F(ContractTest, ATaskThatIsOverAtOnceStillShowsItsLiveUrlToWhoAsksFirst)
{
    settings.live_url_grace = Millis(60'000);
    crew.open_live = [](LiveSession) -> Async<std::string> { co_return "http://lissom.test/live/x"; };
    work = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        co_return agent::Answer{.output = "done"};
    };
    const auto id = submit(R"({"task":"nothing"})");
    turn_until([&] { return pool.open.empty() && !pool.script.asked.empty(); });

    const auto first = read(id, 0).task;
    const auto last = wait_for_end(id);

    EXPECT_EQ(first.status, task::Status::running);
    EXPECT_EQ(first.live_url, "http://lissom.test/live/x");
    EXPECT_EQ(last.status, task::Status::done);
    EXPECT_EQ(last.live_url, std::nullopt);
}

TEST_F(ContractTest, ATaskThatNobodyAsksAboutIsOverAllTheSame)
{
    settings.live_url_grace = Millis(50);
    crew.open_live = [](LiveSession) -> Async<std::string> { co_return "http://lissom.test/live/x"; };
    work = [](agent::Surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        co_return agent::Answer{.output = "done"};
    };

    const auto id = submit(R"({"task":"nothing"})");

    turn_until([&] { return run(the_runner().find("key", id))->status == task::Status::done; });
}

TEST_F(ContractTest, ALiveViewHearsEachEventAndEndsBeforeItsBrowser)
{
    std::vector<std::string> heard;
    crew.open_live = [](LiveSession session) -> Async<std::string> {
        session.tell("control", {{"by", "person"}});
        co_return "http://lissom.test/live/x";
    };
    crew.show_event = [&](const task::Task&, const task::Event& event) { heard.push_back(event.name); };
    crew.close_live = [&](task::Task task) -> Async<std::string> {
        heard.push_back(std::string(task::name_of(task.status)));
        EXPECT_FALSE(pool.open.empty()) << "its browser went first";
        co_return "";
    };
    const auto id = open_session();

    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    EXPECT_EQ(heard, (std::vector<std::string>{"control", "session_started", "cancelled"}));
}

// -- 15: what DELETE saves
// -----------------------------------------------------------------------------------------

TEST_F(ContractTest, DeletingSavesTheProfileBeforeItAnswers)
{
    run(store.insert_profile({"work", "key", {}, 0, 1, 0})).value();
    pool.script.cookies = {JsonObject{{"name", "sid"}, {"value", "42"}}};
    const auto id = submit(R"({"task":null,"profile_id":"work"})");
    turn_until([&] { return status(id) == task::Status::running; });

    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    const auto profile = run(store.find_profile("key", "work"));
    EXPECT_EQ(dump(profile->cookies), R"([{"name":"sid","value":"42"}])");
    EXPECT_GT(profile->last_saved_at_ms, 0);
    EXPECT_EQ(wait_for_end(id).status, task::Status::cancelled);
}

TEST_F(ContractTest, AReadOnlyProfileIsUsedButNotSaved)
{
    run(store.insert_profile(
            {"work",
             "key",
             {JsonObject{{"name", "old"}, {"value", "1"}, {"domain", "a.test"}, {"path", "/"}}},
             0,
             1,
             0}
        ))
        .value();
    pool.script.cookies = {JsonObject{{"name", "new"}}};
    const auto id = submit(R"({"task":null,"profile_id":"work","profile_read_only":true})");
    turn_until([&] { return status(id) == task::Status::running; });

    ASSERT_TRUE(run(the_runner().cancel("key", id)));

    EXPECT_EQ(pool.script.asked[0].cookies.at(0).at("name"), "old");
    EXPECT_EQ(run(store.find_profile("key", "work"))->cookies.at(0).at("name"), "old");
}

}  // namespace
}  // namespace lissom::runner
