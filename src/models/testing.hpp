#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "models/model.hpp"
#include "net/client.hpp"

namespace lissom::models {

// Stands for the network: remembers the calls, answers from a script.
class FakeClient final : public net::Client {
public:
    std::vector<net::Call> calls;
    std::deque<Result<net::Reply>> replies;

    Async<Result<net::Reply>> fetch(net::Call call) override
    {
        calls.push_back(std::move(call));
        if (replies.empty()) co_return Error{ErrorCode::unavailable, "no more replies"};
        auto reply = std::move(replies.front());
        replies.pop_front();
        co_return reply;
    }

    void reply(int status, std::string body, net::Headers headers = {})
    {
        replies.push_back(net::Reply{status, std::move(headers), std::move(body)});
    }
};

struct ModelsTest : testing::Test {
    FakeClient client;

    std::unique_ptr<Model> open(std::string_view address, std::string base_url = "")
    {
        auto settings = settings_from(address).value();
        settings.api_key = "test-key";
        settings.base_url = std::move(base_url);
        settings.price = Price{.input = 2, .cached = 1, .output = 10};
        auto model = open_model(settings, client);
        EXPECT_TRUE(model) << (model ? "" : model.error().message);
        return *std::move(model);
    }

    JsonObject sent(std::size_t index = 0) { return parse_json(client.calls.at(index).body)->as_object(); }
};

inline constexpr auto openai_hello = R"({"choices":[{"finish_reason":"stop","message":{"content":"hello"}}],
    "usage":{"prompt_tokens":1000,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":600}}})";

inline Ask simple_ask()
{
    Ask ask;
    ask.messages = {
        {.role = Role::system, .text = "be brief", .ends_stable_prefix = true},
        {.role = Role::user, .text = "hi"}
    };
    return ask;
}

// An error as most providers tell it.
inline std::string told(std::string_view message)
{
    return dump(JsonObject{{"error", JsonObject{{"message", message}}}});
}

inline net::Reply streamed(std::string body)
{
    return {200, {{"content-type", "text/event-stream; charset=utf-8"}}, std::move(body)};
}

}  // namespace lissom::models
