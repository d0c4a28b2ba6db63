#include "api/testing.hpp"

namespace lissom::api {
namespace {

struct WebFilesTest : ApiTest {
    net::Response get_with(std::string path, net::Headers headers = {})
    {
        net::Request request;
        request.path = std::move(path);
        request.headers = std::move(headers);
        return send(std::move(request));
    }
};

TEST_F(WebFilesTest, AFileComesWithItsKindAndAStrictPolicy)
{
    auto response = get_with("/web/live/viewer.html");

    EXPECT_EQ(response.status, 200u);
    EXPECT_EQ(response.headers["Content-Type"], "text/html; charset=utf-8");
    const auto policy = response.headers["Content-Security-Policy"];
    EXPECT_NE(policy.find("default-src 'none'"), policy.npos);
    EXPECT_EQ(policy.find("unsafe"), policy.npos);
    EXPECT_EQ(policy.find("http"), policy.npos);
}

TEST_F(WebFilesTest, WhoHasItAlreadyIsToldSo)
{
    auto first = get_with("/web/live/viewer.html");

    auto second = get_with("/web/live/viewer.html", {{"If-None-Match", first.headers["ETag"]}});

    EXPECT_EQ(second.status, 304u);
    EXPECT_EQ(second.body, "");
}

TEST_F(WebFilesTest, WhatIsNoFileOfAPageIsNotFound)
{
    EXPECT_EQ(get_with("/web/live/nothing.js").status, 404u);
    EXPECT_EQ(get_with("/web/../api").status, 404u);
}

}  // namespace
}  // namespace lissom::api
