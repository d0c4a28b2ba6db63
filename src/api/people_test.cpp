// What the dashboard asks beyond the Smooth API: details and searches of tasks, traces, keys, files, the
// server.

#include "api/testing.hpp"

namespace lissom::api {
namespace {

struct PeopleTest : ApiTest {
    PeopleTest() { add_key("local", "operators-key"); }

    net::Response as_operator(net::Method method, std::string path, std::string body = "")
    {
        return send(method, std::move(path), std::move(body), "operators-key");
    }

    std::string run_task(std::string_view instruction)
    {
        auto id = id_of(post("/task", dump(Json(JsonObject{{"task", instruction}}))));
        wait_for_end(id);
        return id;
    }

    std::vector<std::string> ids(std::string query)
    {
        std::vector<std::string> found;
        for (const auto& task : r(get("/task?" + query)).as_array())
            found.push_back(string_or(task.get_object(), "id"));
        return found;
    }
};

using Ids = std::vector<std::string>;

TEST_F(PeopleTest, AListSaysWhatWasAskedOnlyToWhoWantsDetails)
{
    run_task("count to three");

    auto plain = r(get("/task")).as_array().at(0).as_object();
    auto detailed = r(get("/task?details=true")).as_array().at(0).as_object();

    EXPECT_FALSE(plain.contains("request"));
    EXPECT_EQ(string_or(*object_at(detailed, "request"), "task"), "count to three");
    EXPECT_GT(int_or(detailed, "created_at_ms"), 0);
}

TEST_F(PeopleTest, ATaskSaysWhatWasAskedToWhoWantsDetails)
{
    auto id = run_task("count to three");

    auto detailed = r(get("/task/" + id + "?details=true")).as_object();

    EXPECT_EQ(string_or(*object_at(detailed, "request"), "task"), "count to three");
    EXPECT_FALSE(r(get("/task/" + id)).as_object().contains("request"));
}

TEST_F(PeopleTest, AListIsSearchedInEitherCase)
{
    auto lamps = run_task("find Lamps");
    run_task("find chairs");

    EXPECT_EQ(ids("q=LAMPS"), Ids{lamps});
    EXPECT_EQ(ids("q=did: find l"), Ids{lamps}) << "the output counts, too";
    EXPECT_EQ(ids("q=sofa"), Ids{});
}

TEST_F(PeopleTest, AListIsFilteredByStatus)
{
    auto done = run_task("count to three");
    auto session = id_of(post("/task", R"({"task": null})"));
    wait_for_event(session, "session_started");

    EXPECT_EQ(ids("status=done,failed"), Ids{done});
    EXPECT_EQ(ids("status=running"), Ids{session});
    EXPECT_EQ(get("/task?status=asleep").status, 400u);
}

TEST_F(PeopleTest, ASearchGoesOnWhereItStopped)
{
    std::int64_t now = 1'765'000'000'000;
    clock = [&now] { return now += 7; };
    auto first = run_task("find a lamp");
    run_task("find a chair");
    auto third = run_task("find another lamp");

    auto page = json(get("/task?q=lamp&l=1&details=true"));
    auto next = page.at("next").to_number<double>();
    auto rest = json(get("/task?q=lamp&l=1&details=true&t=" + std::to_string(next)));

    EXPECT_EQ(page.at("r").as_array().at(0).at("id"), Json(third));
    EXPECT_EQ(rest.at("r").as_array().at(0).at("id"), Json(first));
}

TEST_F(PeopleTest, ATraceIsReadFromAnyEntryOn)
{
    auto id = run_task("count to three");

    auto all = r(get("/task/" + id + "/trace")).as_array();
    auto none = r(get("/task/" + id + "/trace?from=2")).as_array();

    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(string_or(all[0].get_object(), "kind"), "result");
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(get("/task/" + id + "/trace?from=0").status, 400u);
}

TEST_F(PeopleTest, TheOperatorMakesAndRevokesKeys)
{
    auto made = r(as_operator(net::Method::post, "/key", R"({"name": "build", "limits": {"credits": 5}})"));
    auto text = string_or(made.as_object(), "key");
    auto id = string_or(made.as_object(), "id");
    EXPECT_EQ(send(net::Method::get, "/task", "", text).status, 200u);
    EXPECT_EQ(made.at("limits").at("credits"), Json(5));

    EXPECT_EQ(as_operator(net::Method::del, "/key/" + id).status, 200u);

    EXPECT_EQ(send(net::Method::get, "/task", "", text).status, 401u);
    auto listed = as_operator(net::Method::get, "/key").body;
    EXPECT_TRUE(listed.contains("build"));
    EXPECT_FALSE(listed.contains(text)) << "a key's text is shown once";
}

TEST_F(PeopleTest, EveryOtherKeySeesOnlyItselfAndMakesNone)
{
    auto mine = r(get("/key")).as_array();

    ASSERT_EQ(mine.size(), 1u);
    EXPECT_EQ(mine[0].at("id"), Json("key"));
    EXPECT_EQ(post("/key", R"({"name": "more"})").status, 403u);
    EXPECT_EQ(del("/key/other").status, 403u);
    EXPECT_EQ(del("/key/key").status, 403u);
}

TEST_F(PeopleTest, TheOperatorCannotLockItselfOut)
{
    EXPECT_EQ(as_operator(net::Method::del, "/key/local").status, 409u);
    EXPECT_EQ(as_operator(net::Method::del, "/key/nobody").status, 404u);
}

TEST_F(PeopleTest, WhatIsWrongWithANewKeyIsSaid)
{
    for (const auto* body : {"[]", "{}", R"({"name": ""})", R"({"name": "x", "limits": {"speed": 3}})"}) {
        auto response = as_operator(net::Method::post, "/key", body);
        EXPECT_EQ(response.status, 400u) << body;
        EXPECT_GT(detail(response).size(), 10u);
    }
}

TEST_F(PeopleTest, FilesAreListedWithTheirNameSizeAndEnd)
{
    auto id = id_of(upload("/file", "cv.pdf", "12345"));

    auto file = r(get("/file")).as_array().at(0).as_object();

    EXPECT_EQ(string_or(file, "id"), id);
    EXPECT_EQ(string_or(file, "file_name"), "cv.pdf");
    EXPECT_EQ(int_or(file, "size_bytes"), 5);
    EXPECT_GT(int_or(file, "expires_at"), int_or(file, "creation_time"));
}

TEST_F(PeopleTest, HowTheServerWasSetUpIsForTheOperator)
{
    auto everybody = r(get("/server")).as_object();
    auto its_operator = r(as_operator(net::Method::get, "/server")).as_object();

    EXPECT_FALSE(bool_or(everybody, "is_operator"));
    EXPECT_FALSE(everybody.contains("settings"));
    EXPECT_TRUE(bool_or(its_operator, "is_operator"));
    EXPECT_TRUE(its_operator.contains("settings"));
}

}  // namespace
}  // namespace lissom::api
