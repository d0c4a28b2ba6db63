#include "api/testing.hpp"

namespace lissom::api {
namespace {

using net::Method;

struct TasksTest : ApiTest {
    std::string open()
    {
        auto id = id_of(post("/task", R"({"task": null})"));
        wait_for_event(id, "session_started");
        return id;
    }

    std::string act(const std::string& id, std::string_view name, JsonObject input)
    {
        const JsonObject body{
            {"name", "browser_action"}, {"payload", {{"name", name}, {"input", std::move(input)}}}
        };
        return id_of(post("/task/" + id + "/event", dump(body)));
    }

    static Async<bool> append(std::string& received, std::string chunk)
    {
        received += chunk;
        co_return true;
    }

    net::Request request(Method method, std::string path, net::Headers headers)
    {
        net::Request request;
        request.method = method;
        request.path = "/v1" + path;
        request.headers = std::move(headers);
        request.headers["apikey"] = "the-key";
        return request;
    }
};

TEST_F(TasksTest, ATaskIs202UntilItsEndAnd200After)
{
    auto created = post("/task", R"({"task": "count to three"})");
    auto id = id_of(created);
    auto before = get("/task/" + id);
    wait_for_end(id);
    auto after = get("/task/" + id);

    EXPECT_EQ(created.status, 200u);
    EXPECT_EQ(string_or(r(created).as_object(), "status"), "waiting");
    EXPECT_EQ(before.status, 202u);
    EXPECT_EQ(after.status, 200u);
    EXPECT_EQ(r(after).at("output"), Json("did: count to three"));
}

TEST_F(TasksTest, EventsAreThereForWhoAsksAndNullForWhoDoesNot)
{
    auto id = open();

    auto asked = r(get("/task/" + id + "?event_t=0"));
    auto not_asked = r(get("/task/" + id));

    ASSERT_TRUE(asked.at("events").is_array());
    EXPECT_EQ(asked.at("events").at(0).at("name"), Json("session_started"));
    EXPECT_TRUE(not_asked.at("events").is_null());
}

TEST_F(TasksTest, ACursorMayBeSpelledAsClientsDo)
{
    auto id = open();
    auto count = [&](const std::string& cursor) {
        return r(get("/task/" + id + "?event_t=" + cursor)).at("events").as_array().size();
    };

    EXPECT_GE(count("0"), 1u);
    EXPECT_GE(count("1699999999"), 1u) << "seconds are a small number of milliseconds";
    EXPECT_GE(count("12.5"), 1u);
    EXPECT_EQ(get("/task/" + id + "?event_t=").status, 202u);
    EXPECT_EQ(get("/task/" + id + "?event_t=nan").status, 400u);
}

TEST_F(TasksTest, WaitSaysHowLongAReadMayBeHeld)
{
    auto id = open();
    auto cursor = std::to_string(last_stamp(id));

    auto began = moment();
    auto response = get("/task/" + id + "?event_t=" + cursor + "&wait=0");

    EXPECT_EQ(response.status, 202u);
    EXPECT_LT(seconds_since(began), 1);
    EXPECT_EQ(get("/task/" + id + "?wait=-1").status, 400u);
    EXPECT_EQ(get("/task/" + id + "?wait=soon").status, 400u);
}

TEST_F(TasksTest, AnActionsResultIsWrappedUnlessTheClientWantsItBare)
{
    auto id = open();
    result(id, act(id, "evaluate_js", {{"js", "1 + 1"}}));

    auto output_for = [&](net::Headers headers) {
        auto call = request(Method::get, "/task/" + id, std::move(headers));
        call.query["event_t"] = "0";
        auto reading = r(send(std::move(call)));
        for (const auto& event : reading.at("events").as_array())
            if (event.at("name") == Json("browser_action")) return event.at("payload").at("output");
        return Json();
    };

    EXPECT_EQ(output_for({}).at("output"), Json("1 + 1"));
    EXPECT_EQ(output_for({{"Smooth-Compat", "bare-output"}}), Json("1 + 1"));
}

TEST_F(TasksTest, DeletingTwiceIsFine)
{
    auto id = open();

    auto first = del("/task/" + id);
    wait_for_end(id);
    auto second = del("/task/" + id);

    for (const auto& response : {first, second}) {
        EXPECT_EQ(response.status, 200u);
        EXPECT_EQ(r(response), Json(true));
    }
    EXPECT_EQ(del("/task/nothing").status, 404u);
}

TEST_F(TasksTest, TheListIsNewestFirstAndPaged)
{
    const auto older = id_of(post("/task", R"({"task": "one"})"));
    const auto newer = id_of(post("/task", R"({"task": "two"})"));

    auto all = r(get("/task"));
    auto first = r(get("/task?l=1"));

    ASSERT_EQ(all.as_array().size(), 2u);
    EXPECT_EQ(all.as_array()[0].at("id"), Json(newer));
    EXPECT_EQ(all.as_array()[1].at("id"), Json(older));
    ASSERT_EQ(first.as_array().size(), 1u);
    EXPECT_EQ(first.as_array()[0].at("id"), Json(newer));
    EXPECT_EQ(get("/task?l=129").status, 400u);
    EXPECT_EQ(get("/task?t=-1").status, 400u);
    EXPECT_EQ(r(get("/task?t=1")), Json(JsonArray())) << "nothing is that old";
}

TEST_F(TasksTest, DataIsForgottenOnceTheTaskHasEnded)
{
    auto id = id_of(post("/task", R"({"task": "count"})"));
    wait_for_end(id);

    EXPECT_EQ(del("/task/" + id + "/data").status, 200u);

    EXPECT_TRUE(r(get("/task/" + id)).at("output").is_null());
}

TEST_F(TasksTest, AnOldClientGetsItsToolCallsAndAnswersThemItsWay)
{
    work = [](agent::Surroundings surroundings, agent::Assignment) -> Async<Result<agent::Answer>> {
        auto answer = co_await surroundings.call_tool("get_otp", {{"site", "github"}});
        co_return agent::Answer{answer ? *answer : Json("failed"), 1, 0, "smooth-lite"};
    };
    auto id =
        id_of(post("/task", R"({"task": "log in", "custom_tools": [{"name": "get_otp", "description": "d",
        "inputs": {"site": {"type": "string", "description": "s"}}, "output": "the code"}]})"));
    auto call = wait_for_event(id, "tool_call");
    const net::Headers old{{"User-Agent", "smooth-python-sdk/0.3.2"}};

    auto polled = r(send(request(Method::get, "/task/" + id, old)));
    auto answer = request(Method::put, "/task/" + id, old);
    answer.body =
        R"({"tool_response": {"id": ")" + call.id + R"(", "code": 200, "output": "{\"code\": 123}"}})";
    auto answered = send(std::move(answer));
    auto ended = wait_for_end(id);

    ASSERT_TRUE(polled.at("tool_calls").as_object().contains(call.id)) << dump(polled);
    EXPECT_EQ(polled.at("tool_calls").at(call.id).at("name"), Json("get_otp"));
    EXPECT_EQ(
        *parse_json(polled.at("tool_calls").at(call.id).at("input").as_string()), Json({{"site", "github"}})
    );
    EXPECT_EQ(answered.status, 200u) << answered.body;
    EXPECT_EQ(ended.output, Json({{"code", 123}}));
}

TEST_F(TasksTest, AnUnknownToolAnswerIsRefused)
{
    auto id = open();

    EXPECT_EQ(
        send(Method::put, "/task/" + id, R"({"tool_response": {"id": "x", "code": 200, "output": "1"}})")
            .status,
        400u
    );
    EXPECT_EQ(send(Method::put, "/task/" + id, "{}").status, 400u);
}

TEST_F(TasksTest, TheStreamTellsEachEventOnceAndEndsWithTheTask)
{
    auto id = id_of(post("/task", R"({"task": "count"})"));
    auto response = get("/task/" + id + "/events");
    ASSERT_EQ(response.status, 200u);
    ASSERT_TRUE(response.stream);
    EXPECT_EQ(response.headers["Content-Type"], "text/event-stream");

    std::string received;
    const net::Write write = [&received](std::string chunk) { return append(received, std::move(chunk)); };
    run_void(response.stream(write));

    auto all = events(id);
    ASSERT_FALSE(all.empty());
    std::size_t at = 0;
    for (const auto& event : all) {
        auto line = "id: " + std::to_string(event.timestamp_ms) + "\nevent: " + event.name + "\ndata: {";
        at = received.find(line, at);
        ASSERT_NE(at, std::string::npos) << line << received;
        EXPECT_EQ(received.find(line, at + 1), std::string::npos) << "told twice";
    }
    auto end = received.find("event: end\ndata: ", at);
    ASSERT_NE(end, std::string::npos) << received;
    EXPECT_NE(received.find(R"("status":"done")", end), std::string::npos);
    EXPECT_TRUE(received.ends_with("\n\n"));
}

TEST_F(TasksTest, TheStreamGoesOnWhereABrowserLostIt)
{
    auto id = id_of(post("/task", R"({"task": "count"})"));
    wait_for_end(id);
    auto all = events(id);
    ASSERT_GE(all.size(), 1u);

    auto response = send(request(
        Method::get, "/task/" + id + "/events", {{"Last-Event-ID", std::to_string(all.back().timestamp_ms)}}
    ));
    std::string received;
    const net::Write write = [&received](std::string chunk) { return append(received, std::move(chunk)); };
    run_void(response.stream(write));

    EXPECT_TRUE(received.starts_with("event: end\n")) << received;
    EXPECT_EQ(get("/task/nothing/events").status, 404u);
}

TEST_F(TasksTest, TheStreamEndsWhenItsReaderIsGone)
{
    auto id = open();
    auto response = get("/task/" + id + "/events");

    const net::Write write = [](std::string) -> Async<bool> { co_return false; };

    run_void(response.stream(write));  // or the test runs into its deadline
}

TEST_F(TasksTest, AnOldBrowserSessionIsATaskWithoutATask)
{
    auto opened =
        r(post("/browser/session", R"({"profile_id": "work", "live_view": false, "session_name": "x"})"));
    auto id = string_or(opened.as_object(), "live_id");

    EXPECT_EQ(opened.at("profile_id"), Json("work"));
    EXPECT_EQ(r(get("/browser/profile")).at("profile_ids"), Json(JsonArray{"work"}));
    EXPECT_EQ(get("/task/" + id).status, 202u);
    EXPECT_EQ(del("/browser/session/" + id).status, 200u);
    EXPECT_EQ(wait_for_end(id).status, task::Status::cancelled);
    EXPECT_EQ(del("/browser/session/work").status, 200u) << "the oldest clients delete profiles here";
    EXPECT_EQ(del("/browser/session/work").status, 404u);
}

}  // namespace
}  // namespace lissom::api
