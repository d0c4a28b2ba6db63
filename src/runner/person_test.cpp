// A person has taken over: who waits, for how long, and who is told. And pictures of steps.

#include <fstream>

#include <gtest/gtest.h>

#include "base/signal.hpp"
#include "runner/folders.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

class PersonTest : public testing::RunnerTest {
protected:
    PersonTest()
    {
        crew.open_live = [this](LiveSession session) {
            live.emplace(std::move(session));
            return link();
        };
        crew.close_live = [](task::Task) { return no_recording(); };
        crew.wait_for_person = [this](std::string) { return wait(); };
        crew.still = [](std::string) { return still(); };
    }

    void take_over()
    {
        is_held = true;
        live->tell("control", {{"by", "person"}});
    }
    void give_back()
    {
        is_held = false;
        changed.notify_all();
    }

    Async<void> wait()
    {
        while (is_held) co_await changed.wait();
    }
    static Async<std::string> link() { co_return "http://lissom.test/live"; }
    static Async<std::string> no_recording() { co_return ""; }
    static Async<Result<std::string>> still() { co_return std::string("a JPEG"); }

    JsonArray trace(const std::string& id) { return *run(the_runner().trace("key", id, 1)); }

    Signal changed{loop.get_executor()};
    std::optional<LiveSession> live;
    bool is_held = false;
};

TEST_F(PersonTest, WhatAClientAsksForWaits)
{
    const auto id = open_session();
    take_over();

    const auto went = act(id, "goto", {{"url", "http://shop.test/"}});
    turn();
    EXPECT_FALSE(event(id, went));
    give_back();

    EXPECT_EQ(int_or(result(id, went), "code"), 200);
}

TEST_F(PersonTest, ButNotForEver)
{
    settings.person_limit = Millis(1'000);
    const auto id = open_session();
    take_over();

    const auto refused = result(id, act(id, "click", {{"element", "e1"}}));

    EXPECT_EQ(int_or(refused, "code"), 400);
    EXPECT_EQ(
        string_or(refused, "output"),
        "a person has held the controls of the live view for 1 s; ask again when they are given back"
    );
}

TEST_F(PersonTest, AnAgentLearnsOfItWithItsNextAction)
{
    std::vector<bool> told;
    work = [&](agent::Surroundings around, agent::Assignment) -> Async<Result<agent::Answer>> {
        told.push_back(co_await around.stage.turn());
        take_over();
        give_back();
        told.push_back(co_await around.stage.turn());
        told.push_back(co_await around.stage.turn());
        co_return co_await done("over");
    };
    const auto id = open_session();
    take_over();
    give_back();

    result(id, act(id, "run_task", {{"task", "go on"}}, "session_action"));

    EXPECT_EQ(told, (std::vector<bool>{false, true, false})) << "what was before its start it sees by itself";
}

// A page that asks for a person until the test says otherwise.
class ChallengeTest : public PersonTest {
protected:
    ChallengeTest()
    {
        settings.challenge_limit = Millis(20);
        crew.find_challenge = [this](browser::Page&, Next) { return look(); };
        work = [](agent::Surroundings around, agent::Assignment) -> Async<Result<agent::Answer>> {
            co_await around.stage.clear_way("click");
            co_return co_await done("over");
        };
    }

    Async<Result<std::optional<Challenge>>> look()
    {
        if (!asks) co_return std::nullopt;
        co_return Challenge{"reCAPTCHA", "http://shop.test/"};
    }
    std::vector<std::string> states(const std::string& id)
    {
        std::vector<std::string> all;
        for (const auto& event : events(id))
            if (event.name == "challenge") all.push_back(string_or(event.payload, "state"));
        return all;
    }

    bool asks = true;
};

TEST_F(ChallengeTest, ThatNobodyPassesFailsTheTaskWithItsName)
{
    const auto id = submit(R"({"task":"go on"})");

    const auto task = wait_for_end(id);

    EXPECT_EQ(task.status, task::Status::failed);
    EXPECT_NE(task.output.get_string().find("reCAPTCHA at http://shop.test/"), std::string::npos);
    EXPECT_EQ(states(id), (std::vector<std::string>{"waiting", "failed"}));
}

TEST_F(ChallengeTest, ThatIsPassedLetsTheAgentGoOn)
{
    settings.challenge_limit = Millis(20'000);
    const auto id = submit(R"({"task":"go on"})");
    wait_for_event(id, "challenge");

    asks = false;

    EXPECT_EQ(wait_for_end(id).status, task::Status::done);
    EXPECT_EQ(states(id), (std::vector<std::string>{"waiting", "passed"}));
}

TEST_F(ChallengeTest, WhoIsAtItMayFinish)
{
    const auto id = submit(R"({"task":"go on"})");
    wait_for_event(id, "session_started");
    take_over();
    wait_for_event(id, "challenge");
    const auto too_late = moment() + 2 * settings.challenge_limit;
    turn_until([&] { return moment() > too_late; });

    asks = false;
    give_back();

    EXPECT_EQ(wait_for_end(id).status, task::Status::done);
}

TEST_F(ChallengeTest, IsToldToAClientAndHoldsNothingUp)
{
    const auto id = open_session();

    EXPECT_EQ(int_or(result(id, act(id, "goto", {{"url", "http://shop.test/"}})), "code"), 200);
    EXPECT_EQ(int_or(result(id, act(id, "click", {{"element", "e1"}})), "code"), 200);

    EXPECT_EQ(states(id), (std::vector<std::string>{"seen"}));
}

TEST_F(ChallengeTest, IsNobodysConcernWhereTheTaskDoesNotWantIt)
{
    const auto id = submit(R"({"task":null,"use_captcha_solver":false})");
    wait_for_event(id, "session_started");

    result(id, act(id, "goto", {{"url", "http://shop.test/"}}));

    EXPECT_TRUE(states(id).empty());
}

TEST_F(PersonTest, StepsHavePicturesAndWhatOnlyReadsHasNone)
{
    const auto id = open_session();
    result(id, act(id, "goto", {{"url", "http://shop.test/"}}));
    result(id, act(id, "evaluate_js", {{"js", "1"}}));
    turn_until([&] { return trace(id).at(0).get_object().contains("picture"); });

    const auto entries = trace(id);
    EXPECT_FALSE(entries.at(1).get_object().contains("picture"));
    const auto file = run(the_runner().picture("key", id, 1));
    ASSERT_TRUE(file);
    std::ifstream in(*file);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "a JPEG");
    EXPECT_EQ(run(the_runner().picture("key", id, 2)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(the_runner().picture("another", id, 1)).error().code, ErrorCode::not_found);
}

TEST_F(PersonTest, PicturesGoWithTheData)
{
    const auto id = open_session();
    result(id, act(id, "goto", {{"url", "http://shop.test/"}}));
    turn_until([&] { return trace(id).at(0).get_object().contains("picture"); });
    result(id, act(id, "close", {}, "session_action"));
    wait_for_end(id);

    ASSERT_TRUE(run(the_runner().delete_data("key", id)));

    EXPECT_FALSE(std::filesystem::exists(pictures_folder(folder.path(), id)));
}

}  // namespace
}  // namespace lissom::runner
