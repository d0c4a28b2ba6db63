// What tasks own, what stays of them, and for whom.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "runner/folders.hpp"
#include "runner/testing/bench.hpp"

namespace lissom::runner {
namespace {

class KeepingTest : public testing::RunnerTest {
protected:
    void upload(const std::string& id, const std::string& name, std::int64_t expires_at_ms)
    {
        run(store.insert_upload({id, "key", "file", name, "", 1, 1, expires_at_ms})).value();
        const auto path = upload_path(folder.path(), id);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << id;
    }
};

// -- whose it is

TEST_F(KeepingTest, AnotherKeysTaskDoesNotExist)
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

TEST_F(KeepingTest, WhatATaskNamesMustBeThereAndItsKeys)
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

TEST_F(KeepingTest, FilesHaveTheirNamesAndAnExpiredOneIsGone)
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

TEST_F(KeepingTest, AFinishedTaskAndItsEventsAreReadFromTheStore)
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

TEST_F(KeepingTest, AnEventIsDurableBeforeItIsVisible)
{
    const auto id = open_session();
    const auto request = act(id, "evaluate_js", {{"js", "1"}});
    result(id, request);

    const auto kept = run(store.events_after(id, 0));

    ASSERT_EQ(kept->size(), 2u);
    EXPECT_EQ(kept->back().id, request);
    EXPECT_EQ(kept->back().timestamp_ms, event(id, request)->timestamp_ms);
}

TEST_F(KeepingTest, ATaskThatCannotBeWrittenIsRefused)
{
    store.write_failure = Error{ErrorCode::unavailable, "the disk is full"};

    const auto refused =
        run(the_runner().submit("key", *task::spec_from_json(*parse_json(R"({"task":"x"})"))));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "the disk is full");
    EXPECT_EQ(the_runner().counts().waiting, 0u);
}

TEST_F(KeepingTest, AClientThatWaitsGetsItsResultEvenWhenItCannotBeWritten)
{
    const auto id = open_session();
    store.write_failure = Error{ErrorCode::unavailable, "the disk is full"};

    EXPECT_EQ(result(id, act(id, "evaluate_js", {{"js", "1"}})).at("code"), 200);
    act(id, "close", {}, "session_action");
    EXPECT_EQ(wait_for_end(id).status, task::Status::done);
    store.write_failure.reset();
}

TEST_F(KeepingTest, WhatADeadServerLeftUnfinishedIsFailedAndItsEventsStay)
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

TEST_F(KeepingTest, TheListShowsLivingTasksAsTheyAre)
{
    const auto first = open_session();
    const auto second = submit(R"({"task":"x"})");
    wait_for_end(second);

    const auto list = run(the_runner().list("key", 0, 10));

    ASSERT_EQ(list->size(), 2u);
    for (const auto& task : *list)
        EXPECT_EQ(task.status, task.id == first ? task::Status::running : task::Status::done);
}

TEST_F(KeepingTest, DataOfARunningTaskCannotBeDeletedThatOfAFinishedOneCan)
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

TEST_F(KeepingTest, DownloadsAreOfferedAsOneArchiveBehindALink)
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

TEST_F(KeepingTest, DownloadsExpireAfterADay)
{
    auto now = clock();
    clock = [&now] { return now; };
    const auto id = open_session();
    std::ofstream(downloads_folder(folder.path(), id) / "bill.pdf") << "42";
    ASSERT_TRUE(run(the_runner().cancel("key", id)));
    wait_for_end(id);

    now += 25 * 3'600'000LL;

    EXPECT_EQ(run(the_runner().read("key", id, {std::nullopt, std::nullopt, true}))->task.downloads_url, "");
}

// -- secrets

TEST_F(KeepingTest, SecretsReachTheAgentAndNothingElse)
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

}  // namespace
}  // namespace lissom::runner
