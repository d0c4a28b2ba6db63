#include "live/live.hpp"

#include "api/testing.hpp"
#include "runner/links.hpp"

namespace lissom::api {
namespace {

using net::Method;
using runner::Purpose;

struct ApiLiveTest : ApiTest {
    ApiLiveTest()
    {
        send(Method::get, "/task");  // makes the context
        context->live = &live;
    }

    net::Response
    at(std::string path, net::Headers headers = {}, std::map<std::string, std::string> query = {})
    {
        net::Request request;
        request.path = std::move(path);
        request.headers = std::move(headers);
        request.query = std::move(query);
        return send(std::move(request));
    }

    // What a WebSocket request is refused with; none: it was accepted.
    std::optional<unsigned> refusal(std::string path, net::Headers headers)
    {
        net::Request request;
        request.path = std::move(path);
        request.headers = std::move(headers);
        const auto accept = []() -> Async<Result<std::shared_ptr<net::WebSocket>>> {
            co_return Error{ErrorCode::conflict, "accepted"};
        };
        auto response = run(handle_websocket(*context, std::move(request), accept));
        if (response && response->body.contains("accepted")) return std::nullopt;
        return response ? std::optional(response->status) : std::nullopt;
    }

    std::string token(Purpose purpose)
    {
        return runner::sign_link(settings.link_secret, {purpose, "key", "task"}, 4'000'000'000);
    }

    live::Live live{loop.get_executor(), {}};
};

TEST_F(ApiLiveTest, OnlyALinkToALiveViewOpensThePage)
{
    EXPECT_EQ(at("/live/" + token(Purpose::view)).status, 200u);
    EXPECT_EQ(at("/live/" + token(Purpose::control)).status, 200u);
    EXPECT_EQ(at("/live/" + token(Purpose::downloads)).status, 404u);
    EXPECT_EQ(at("/live/" + token(Purpose::recording)).status, 404u);
    EXPECT_EQ(at("/live/nonsense").status, 404u);
}

TEST_F(ApiLiveTest, OtherSitesMayFrameTheBarePictureAndNothingElse)
{
    const auto path = "/live/" + token(Purpose::view);

    auto whole = at(path);
    auto bare = at(path, {}, {{"embed", "true"}});

    EXPECT_NE(whole.headers["Content-Security-Policy"].find("frame-ancestors 'self'"), std::string::npos);
    EXPECT_NE(bare.headers["Content-Security-Policy"].find("frame-ancestors *"), std::string::npos);
    EXPECT_EQ(whole.headers["Referrer-Policy"], "no-referrer");
}

TEST_F(ApiLiveTest, AWebSocketNeedsALinkAndAnOriginOfOurOwn)
{
    const auto path = "/live/" + token(Purpose::control) + "/ws";

    EXPECT_EQ(refusal(path, {{"Host", "lissom.test"}}), std::nullopt);
    EXPECT_EQ(refusal(path, {{"Host", "lissom.test"}, {"Origin", "http://lissom.test"}}), std::nullopt);
    EXPECT_EQ(refusal(path, {{"Host", "10.0.0.5:80"}, {"Origin", "http://10.0.0.5"}}), std::nullopt);
    EXPECT_EQ(refusal(path, {{"Host", "lissom.test"}, {"Origin", "http://evil.test"}}), 403u);
    EXPECT_EQ(refusal(path, {{"Host", "lissom.test"}, {"Origin", "http://lissom.test:81"}}), 403u);
    EXPECT_EQ(refusal(path, {{"Host", "lissom.test"}, {"Origin", "null"}}), 403u);
    EXPECT_EQ(refusal("/live/" + token(Purpose::recording) + "/ws", {}), 404u);
    EXPECT_EQ(refusal("/live/ws", {}), 404u);
    EXPECT_EQ(refusal("/v1/task", {}), 404u);
}

TEST_F(ApiLiveTest, ThereAreNoLinksBeforeTheBrowserIsThere)
{
    const auto id = id_of(post("/task", R"({"task": null})"));

    const auto links = r(get("/task/" + id + "/live"));

    EXPECT_EQ(links, parse_json(R"({"live_url":null,"view_url":null})").value());
    EXPECT_EQ(send(Method::get, "/task/" + id + "/live", "", "another-key").status, 404u);
}

TEST_F(ApiLiveTest, ARecordingNeedsItsOwnLinkAndItsTask)
{
    EXPECT_EQ(at("/recordings/" + token(Purpose::view) + ".mp4").status, 404u);
    EXPECT_EQ(at("/recordings/" + token(Purpose::recording) + ".mp4").status, 404u);
    EXPECT_EQ(at("/recordings/nonsense.mp4").status, 404u);
}

}  // namespace
}  // namespace lissom::api
