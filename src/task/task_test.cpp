#include "task/task.hpp"

#include <string>

#include <gtest/gtest.h>

namespace lissom::task {
namespace {

Task a_task()
{
    Task task;
    task.id = "t1";
    task.created_at_ms = 1'765'000'000'999;
    return task;
}

TEST(TaskJson, HasEveryFieldOfTheApi)
{
    EXPECT_EQ(
        dump(to_json(a_task())),
        R"({"id":"t1","status":"waiting","output":null,"credits_used":0,"device":"desktop","live_url":null,)"
        R"("recording_url":null,"downloads_url":null,"created_at":1765000000,"events":null,)"
        R"("ended_at":null,"agent":null,"error":null})"
    );
}

TEST(TaskJson, CreditsAreWholeAndRoundedUp)
{
    auto task = a_task();
    task.credits_used = 3.5;

    EXPECT_EQ(to_json(task).at("credits_used"), 4);
    EXPECT_TRUE(to_json(task).at("credits_used").is_int64());
}

TEST(TaskJson, TellsNotYetFromNothing)
{
    auto task = a_task();
    task.recording_url = "";
    task.downloads_url = "https://x/d/1.zip";

    EXPECT_EQ(to_json(task).at("recording_url"), "");
    EXPECT_EQ(to_json(task).at("downloads_url"), "https://x/d/1.zip");
    EXPECT_TRUE(to_json(task).at("live_url").is_null());
}

TEST(TaskJson, AFailedTaskRepeatsItsSentenceAsError)
{
    auto task = a_task();
    task.status = Status::failed;
    task.output = "the page never loaded";

    EXPECT_EQ(to_json(task).at("error"), "the page never loaded");
    EXPECT_EQ(to_json(task).at("output"), "the page never loaded");
}

TEST(TaskJson, NamesAreThoseOfTheApiAndReadBack)
{
    for (const auto status :
         {Status::waiting, Status::running, Status::done, Status::failed, Status::cancelled})
        EXPECT_EQ(status_from(name_of(status)), status);
    for (const auto device : {Device::desktop, Device::desktop_lg, Device::mobile})
        EXPECT_EQ(device_from(name_of(device)), device);
    EXPECT_EQ(name_of(Device::desktop_lg), "desktop-lg");
    EXPECT_EQ(status_from("finished"), std::nullopt);
}

TEST(EventJson, StampsInMilliseconds)
{
    const Event event{"ev_0", "session_started", {}, 1'765'000'000'123};

    EXPECT_EQ(
        dump(to_json(event)),
        R"({"id":"ev_0","name":"session_started","payload":{},"timestamp":1765000000123})"
    );
}

// -- posted events
// -------------------------------------------------------------------------------------------------

std::string refusal(std::string_view text)
{
    auto event = event_from_json(*parse_json(text));
    return event ? "accepted" : event.error().message;
}

TEST(PostedEvent, TakesWhatThePublishedSdkSends)
{
    auto event = event_from_json(*parse_json(
        R"({"name":"browser_action","payload":{"name":"goto","input":{"url":"https://example.com"}},"id":"V1StGXR8_Z5jdHi6B-myT","timestamp":null})"
    ));

    ASSERT_TRUE(event) << event.error().message;
    EXPECT_EQ(event->id, "V1StGXR8_Z5jdHi6B-myT");
    EXPECT_EQ(event->payload.at("name"), "goto");
}

TEST(PostedEvent, MayComeWithoutAnIdAndWithoutInput)
{
    auto event = event_from_json(*parse_json(R"({"name":"session_action","payload":{"name":"close"}})"));

    ASSERT_TRUE(event);
    EXPECT_EQ(event->id, "");
}

TEST(PostedEvent, SaysWhatIsWrong)
{
    EXPECT_EQ(
        refusal(R"({"payload":{}})"),
        "\"name\" must be one of browser_action, session_action, tool_call, got \"\""
    );
    EXPECT_EQ(refusal(R"({"name":"browser_action"})"), "\"payload\" must be an object");
    EXPECT_EQ(
        refusal(R"({"name":"browser_action","payload":[]})"), "\"payload\" must be an object, got a list"
    );
    EXPECT_EQ(
        refusal(R"({"name":"browser_action","payload":{"name":"goto","input":"x"}})"),
        "\"payload.input\" must be an object, got a string"
    );
    EXPECT_EQ(
        refusal(R"({"name":"tool_call","payload":{"code":200,"output":1}})"),
        "\"id\" must be the id of the tool_call event that is answered"
    );
    EXPECT_EQ(
        refusal(R"({"name":"tool_call","id":"a","payload":{"code":404}})"),
        "\"payload.code\" must be 200 (worked), 400 (tell the agent) or 500 (stop the task)"
    );
    EXPECT_EQ(
        refusal(R"({"name":"tool_call","id":7,"payload":{"code":200}})"),
        "\"id\" must be a string, got a number"
    );
}

}  // namespace
}  // namespace lissom::task
