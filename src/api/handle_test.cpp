#include <set>

#include "api/testing.hpp"

namespace lissom::api {
namespace {

using net::Method;

struct HandleTest : ApiTest {
    net::Response at(Method method, std::string path, std::string key = "the-key")
    {
        net::Request request;
        request.method = method;
        request.path = std::move(path);
        request.remote_address = "203.0.113.5";
        if (!key.empty()) request.headers["apikey"] = std::move(key);
        return send(std::move(request));
    }

    // A path of this pattern that names nothing of this key.
    static std::string example_of(const Route& route)
    {
        std::string path(route.path);
        while (path.contains('{'))
            path.replace(path.find('{'), path.find('}') - path.find('{') + 1, "nothing");
        return path;
    }
};

TEST_F(HandleTest, BothPrefixesAndATrailingSlashLeadToTheSame)
{
    for (const auto* path : {"/api/v1/task", "/v1/task", "/v1/task/"})
        EXPECT_EQ(at(Method::get, path).status, 200u) << path;
}

TEST_F(HandleTest, AnUnknownPathIsA404ThatNamesIt)
{
    for (const auto* path :
         {"/nothing", "/task", "/v1/nothing", "/v1/task/a/b/c", "/api/v2/task", "/v1task"}) {
        auto response = at(Method::get, path);
        EXPECT_EQ(response.status, 404u) << path;
        EXPECT_NE(detail(response).find(path), std::string::npos);
    }
}

TEST_F(HandleTest, WhatStandsAtTheRootIsFoundBelowTheApiToo)
{
    for (const auto* path : {"/v1", "/api/v1/", "/v1/healthz", "/api/v1/openapi.json", "/v1/docs"})
        EXPECT_EQ(at(Method::get, path, "").status, 200u) << path;
}

TEST_F(HandleTest, AWrongMethodIsA405ThatSaysWhatIsAllowed)
{
    auto response = at(Method::patch, "/v1/task");

    EXPECT_EQ(response.status, 405u);
    EXPECT_EQ(response.headers["Allow"], "GET, POST");
    EXPECT_NE(detail(response).find("PATCH"), std::string::npos);
}

TEST_F(HandleTest, EveryRouteOfTheApiAsksForAKeyBeforeAnythingElse)
{
    for (const auto& route : routes()) {
        if (route.access != Access::key) continue;
        for (const auto* key : {"", "wrong"}) {
            auto response = at(route.method, "/v1" + example_of(route), key);
            EXPECT_EQ(response.status, 401u) << route.path;
            EXPECT_FALSE(detail(response).empty());
        }
    }
}

TEST_F(HandleTest, WhatIsForEverybodyNeedsNoKey)
{
    EXPECT_EQ(at(Method::get, "/healthz", "").status, 200u);
    EXPECT_EQ(at(Method::get, "/readyz", "").status, 200u);
    EXPECT_EQ(at(Method::get, "/metrics", "").status, 200u);
    EXPECT_EQ(at(Method::get, "/openapi.json", "").status, 200u);
    EXPECT_EQ(at(Method::get, "/", "").status, 200u);
    EXPECT_EQ(at(Method::post, "/v1/telemetry", "").status, 200u);
}

TEST_F(HandleTest, WhatBelongsToAnotherKeyDoesNotExist)
{
    auto task = id_of(post("/task", R"({"task": null})"));
    auto file = id_of(upload("/file", "cv.pdf", "PDF"));
    ASSERT_EQ(post("/profile", R"({"id": "work"})").status, 200u);

    for (const auto& [method, path, body] : std::vector<std::tuple<Method, std::string, std::string>>{
             {Method::get, "/task/" + task, ""},
             {Method::get, "/task/" + task + "/events", ""},
             {Method::del, "/task/" + task, ""},
             {Method::get, "/task/" + task + "/trace", ""},
             {Method::get, "/task/" + task + "/trace/1/picture", ""},
             {Method::get, "/task/" + task + "/network", ""},
             {Method::get, "/task/" + task + "/console", ""},
             {Method::get, "/task/" + task + "/live", ""},
             {Method::del, "/task/" + task + "/data", ""},
             {Method::post,
              "/task/" + task + "/event",
              R"({"name": "session_action", "payload": {"name": "close"}})"},
             {Method::put, "/task/" + task, R"({"tool_response": {"id": "x", "code": 200, "output": "1"}})"},
             {Method::del, "/browser/session/" + task, ""},
             {Method::del, "/file/" + file, ""},
             {Method::del, "/profile/work", ""},
             {Method::del, "/browser/profile/work", ""},
         })
        EXPECT_EQ(send(method, path, body, "another-key").status, 404u) << path;
    for (const auto* path : {"/task", "/profile", "/file", "/extension"})
        EXPECT_EQ(r(send(Method::get, path, "", "another-key")), Json(JsonArray())) << path;
    EXPECT_EQ(get("/task/" + task).status, 202u);
}

TEST_F(HandleTest, PagesOfOtherOriginsMayAskWithAKey)
{
    auto preflight = at(Method::options, "/v1/task/abc/event", "");
    EXPECT_EQ(preflight.status, 200u);
    EXPECT_EQ(preflight.headers["Access-Control-Allow-Methods"], "POST");
    EXPECT_NE(preflight.headers["Access-Control-Allow-Headers"].find("apikey"), std::string::npos);
    EXPECT_EQ(preflight.headers["Access-Control-Allow-Origin"], "*");

    // Also where it went wrong: otherwise a page cannot read why.
    EXPECT_EQ(at(Method::get, "/v1/task", "").headers["Access-Control-Allow-Origin"], "*");
}

TEST_F(HandleTest, AHugeBodyIsRefusedWithItsLimit)
{
    auto response = post("/task", R"({"task": ")" + std::string(5 << 20, 'x') + "\"}");

    EXPECT_EQ(response.status, 413u);
    EXPECT_NE(detail(response).find("4 MB"), std::string::npos);
}

TEST_F(HandleTest, AHeadIsAGetWithoutItsBody)
{
    auto response = at(Method::head, "/healthz");

    EXPECT_EQ(response.status, 200u);
    EXPECT_EQ(response.body, "");
}

TEST_F(HandleTest, EveryErrorHasADetail)
{
    for (const auto& response :
         {post("/task", "not json"),
          post("/task", "[]"),
          post("/task", R"({"max_steps": 1})"),
          get("/task/nothing"),
          get("/task?l=0"),
          get("/task/x?event_t=soon"),
          post("/profile", R"({"id": "a/b"})")}) {
        EXPECT_GE(response.status, 400u);
        EXPECT_LT(response.status, 500u);
        EXPECT_GT(detail(response).size(), 10u) << response.body;
    }
}

TEST_F(HandleTest, MetricsCountWhatHappenedWithoutNamingAnybody)
{
    auto task = id_of(post("/task", R"({"task": null})"));
    get("/task/" + task);

    auto text = at(Method::get, "/metrics").body;

    EXPECT_NE(
        text.find(R"(lissom_requests_total{method="GET",route="/task/{task_id}",status="202"} 1)"),
        std::string::npos
    ) << text;
    EXPECT_NE(text.find("lissom_tasks{"), std::string::npos);
    EXPECT_NE(text.find("lissom_browsers_expected "), std::string::npos);
    EXPECT_EQ(text.find(task), std::string::npos);
}

TEST_F(HandleTest, TheDocumentSaysOfARequestWhatItIsHeldTo)
{
    const auto document = json(at(Method::get, "/openapi.json"));
    const auto& schemas = document.at("components").at("schemas").as_object();
    const auto& fields = schemas.at("TaskRequest").at("properties").as_object();

    EXPECT_EQ(dump(fields.at("max_steps").at("maximum")), "128");
    EXPECT_EQ(dump(fields.at("device").at("enum")), R"(["desktop","desktop-lg","mobile",null])");
    EXPECT_EQ(fields.at("device").at("default"), "desktop");
    EXPECT_EQ(fields.at("use_stealth").at("default"), true);
    EXPECT_EQ(dump(schemas.at("Certificate").at("required")), R"(["file"])");
    const auto& paths = document.at("paths");
    const auto& picture = paths.at("/task/{task_id}/trace/{entry}/picture").at("get").at("parameters");
    EXPECT_EQ(picture.at(0).at("name"), "task_id");
    EXPECT_EQ(dump(picture.at(1).at("schema").at("maximum")), "1000000000");
    const auto& form = paths.at("/file").at("post").at("requestBody").at("content").at("multipart/form-data");
    EXPECT_EQ(dump(form.at("schema").at("required")), R"(["file"])");
    EXPECT_EQ(dump(form.at("schema").at("properties").at("file_purpose").at("maxLength")), "64");
    const auto& status = paths.at("/task").at("get").at("parameters").at(2);
    EXPECT_NE(dump(status.at("schema").at("pattern")).find("waiting|running"), std::string::npos);
    EXPECT_FALSE(document.contains("x-path-words"));
    EXPECT_EQ(dump(schemas.at("KeyLimits").at("properties").at("credits").at("minimum")), "0");
}

// What generators of clients make a type of that takes nothing.
void find_mute_objects(const Json& part, const std::string& path, std::vector<std::string>& mute)
{
    if (part.is_array())
        for (const auto& entry : part.get_array()) find_mute_objects(entry, path, mute);
    if (!part.is_object()) return;
    const auto& facts = part.get_object();
    const auto* type = facts.if_contains("type");
    const bool is_object = type && dump(*type).find("\"object\"") != std::string::npos;
    if (is_object && !facts.contains("properties") && !facts.contains("additionalProperties"))
        mute.push_back(path);
    for (const auto& [name, value] : facts) find_mute_objects(value, path + "/" + std::string(name), mute);
}

TEST_F(HandleTest, TheDocumentSaysOfEveryObjectWhatItHoldsOrThatItHoldsAnything)
{
    std::vector<std::string> mute;
    find_mute_objects(json(at(Method::get, "/openapi.json")), "", mute);

    EXPECT_EQ(mute, std::vector<std::string>());
}

// Words for what nobody reads, and fields without words.
TEST_F(HandleTest, EveryFieldOfATaskRequestIsBothReadAndExplained)
{
    const auto document = json(at(Method::get, "/openapi.json"));
    for (const auto* name : {"TaskRequest", "RunTask", "ProfileRequest"})
        for (const auto& [field, facts] :
             document.at("components").at("schemas").at(name).at("properties").as_object()) {
            EXPECT_TRUE(facts.as_object().contains("type")) << name << "." << field << " is not read";
            EXPECT_TRUE(facts.as_object().contains("description")) << name << "." << field;
        }
}

TEST_F(HandleTest, WhoGuessesKeysIsToldWhenToComeBack)
{
    for (int i = 0; i <= Auth::free_guesses; ++i) (void)at(Method::get, "/v1/task", "sk_wrong");

    auto response = at(Method::get, "/v1/task");

    EXPECT_EQ(response.status, 429u);
    EXPECT_EQ(response.headers["Retry-After"], "1");
}

// The document people and tools read must tell of every route, and of none that is not there.
TEST_F(HandleTest, TheOpenApiDocumentTellsOfEveryRouteAndOfNoOther)
{
    auto document = json(at(Method::get, "/openapi.json"));
    std::set<std::string> told;
    for (const auto& [path, methods] : document.at("paths").as_object()) {
        auto is_at_root = methods.as_object().contains("servers");
        for (const auto& [method, operation] : methods.as_object()) {
            if (method == "servers" || method == "parameters") continue;
            auto needs_key = !operation.as_object().contains("security");
            told.insert(
                std::string(method) + " " + std::string(path) +
                (is_at_root  ? " root"
                 : needs_key ? " key"
                             : " open")
            );
        }
    }

    std::set<std::string> there;
    for (const auto& route : routes()) {
        std::string method(net::name_of(route.method));
        std::ranges::transform(method, method.begin(), [](char c) {
            return static_cast<char>(c - 'A' + 'a');
        });
        const auto* access = route.access == Access::key    ? " key"
                             : route.access == Access::open ? " open"
                                                            : " root";
        there.insert(method + " " + std::string(route.path) + access);
    }
    EXPECT_EQ(told, there);
}

}  // namespace
}  // namespace lissom::api
