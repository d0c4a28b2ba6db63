#include "models/testing.hpp"

namespace lissom::models {
namespace {

TEST_F(ModelsTest, OpenAiAnswersWithTextUsageAndCost)
{
    client.reply(200, openai_hello);

    auto reply = await(open("openai:gpt-x")->ask(simple_ask()));

    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->text, "hello");
    EXPECT_EQ(reply->usage.cached_tokens, 600);
    EXPECT_DOUBLE_EQ(reply->usage.cost_usd, (400 * 2 + 600 * 1 + 100 * 10) / 1e6);
    EXPECT_EQ(client.calls[0].url, "https://api.openai.com/v1/chat/completions");
    EXPECT_EQ(client.calls[0].headers["Authorization"], "Bearer test-key");
    EXPECT_EQ(sent().at("messages").as_array()[0].at("role"), "system");
}

TEST_F(ModelsTest, OpenAiToolCallsAreReadAndWritten)
{
    client.reply(
        200,
        R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"c1","function":{"name":"click","arguments":"{\"element\":\"e3\"}"}}]}}]})"
    );
    auto ask = simple_ask();
    ask.tools = {{.name = "click", .description = "Click.", .schema = {{"type", "object"}}}};
    ask.must_call_tool = true;
    ask.messages.push_back(
        {.role = Role::assistant, .tool_calls = {{.id = "c0", .name = "click", .input = {{"element", "e1"}}}}}
    );
    ask.messages.push_back({.role = Role::tool, .text = "clicked", .tool_call_id = "c0"});

    auto reply = await(open("openai:gpt-x")->ask(ask));

    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->tool_calls.size(), 1u);
    EXPECT_EQ(reply->tool_calls[0].input.at("element"), "e3");
    EXPECT_EQ(sent().at("tool_choice"), "required");
    EXPECT_EQ(sent().at("messages").as_array()[3].at("tool_call_id"), "c0");
}

TEST_F(ModelsTest, AToolCallThatIsNoJsonIsKeptForRepair)
{
    client.reply(
        200,
        R"({"choices":[{"message":{"tool_calls":[{"id":"c1","function":{"name":"click","arguments":"{element: e3"}}]}}]})"
    );

    auto reply = await(open("openai:gpt-x")->ask(simple_ask()));

    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->tool_calls.at(0).malformed, "{element: e3");
}

TEST_F(ModelsTest, AnthropicMarksTheStablePrefixForItsCache)
{
    client.reply(
        200, R"({"content":[{"type":"text","text":"hello"}],"stop_reason":"end_turn",
        "usage":{"input_tokens":10,"cache_read_input_tokens":90,"cache_creation_input_tokens":0,"output_tokens":5}})"
    );

    auto reply = await(open("anthropic:claude-x")->ask(simple_ask()));

    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->usage.input_tokens, 100);
    EXPECT_EQ(reply->usage.cached_tokens, 90);
    EXPECT_EQ(sent().at("system").as_array()[0].at("cache_control").at("type"), "ephemeral");
    EXPECT_EQ(client.calls[0].headers["x-api-key"], "test-key");
}

TEST_F(ModelsTest, AnthropicJoinsResultsOfParallelToolCalls)
{
    client.reply(200, R"({"content":[{"type":"tool_use","id":"t9","name":"done","input":{"text":"ok"}}]})");
    auto ask = simple_ask();
    ask.messages.push_back(
        {.role = Role::assistant,
         .tool_calls =
             {{.id = "t1", .name = "click", .input = {}}, {.id = "t2", .name = "click", .input = {}}}}
    );
    ask.messages.push_back({.role = Role::tool, .text = "one", .tool_call_id = "t1"});
    ask.messages.push_back({.role = Role::tool, .text = "two", .tool_call_id = "t2"});

    auto reply = await(open("anthropic:claude-x")->ask(ask));

    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->tool_calls.at(0).name, "done");
    const auto messages = sent().at("messages").as_array();
    ASSERT_EQ(messages.size(), 3u);
    EXPECT_EQ(messages[2].at("content").as_array().size(), 2u);
}

TEST_F(ModelsTest, AnthropicGivesJsonThroughATool)
{
    client.reply(
        200, R"({"content":[{"type":"tool_use","id":"t","name":"answer","input":{"value":{"price":3}}}]})"
    );
    auto ask = simple_ask();
    ask.schema = JsonObject{{"type", "object"}};

    auto reply = await(open("anthropic:claude-x")->ask(ask));

    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->text, R"({"price":3})");
    EXPECT_EQ(sent().at("tool_choice").at("name"), "answer");
}

TEST_F(ModelsTest, ABusyProviderIsAskedAgain)
{
    client.reply(503, "{}");
    client.reply(200, openai_hello);

    auto reply = await(open("openai:gpt-x")->ask(simple_ask()));

    EXPECT_TRUE(reply);
    EXPECT_EQ(client.calls.size(), 2u);
}

TEST_F(ModelsTest, AWrongKeyIsToldAtOnce)
{
    client.reply(401, R"({"error":{"message":"bad key"}})");

    auto reply = await(open("openai:gpt-x")->ask(simple_ask()));

    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::unauthorized);
    EXPECT_NE(reply.error().message.find("bad key"), std::string::npos);
    EXPECT_EQ(client.calls.size(), 1u);
}

TEST_F(ModelsTest, ATooLongPromptIsNotTriedAgain)
{
    client.reply(400, R"({"error":{"message":"maximum context length is 8192 tokens"}})");

    auto reply = await(open("openai-compatible:m", "http://127.0.0.1:1/v1/")->ask(simple_ask()));

    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(reply.error().message.find("too long"), std::string::npos);
    EXPECT_EQ(client.calls.size(), 1u);
}

TEST_F(ModelsTest, NonsenseInsteadOfAnAnswerIsAnError)
{
    for (const auto* body :
         {"<html>", "[]", "{}", R"({"choices":[]})", R"({"choices":[{"message":null}]})"}) {
        auto settings = settings_from("openai:gpt-x").value();
        settings.api_key = "k";
        settings.retries = 0;
        client.reply(200, body);

        auto reply = await(open_model(settings, client).value()->ask(simple_ask()));

        EXPECT_FALSE(reply) << body;
    }
}

TEST_F(ModelsTest, SettingsNameTheProvidersThereAre)
{
    EXPECT_NE(settings_from("gpt-5").error().message.find("PROVIDER:MODEL"), std::string::npos);
    EXPECT_NE(settings_from("nobody:gpt-5").error().message.find("anthropic"), std::string::npos);
    EXPECT_EQ(settings_from("ollama:qwen3:8b").value().model, "qwen3:8b");
}

TEST_F(ModelsTest, ACompatibleProviderNeedsAnAddress)
{
    auto model = open_model(settings_from("openai-compatible:m").value(), client);

    ASSERT_FALSE(model);
    EXPECT_NE(model.error().message.find("base address"), std::string::npos);
}

TEST_F(ModelsTest, PutsAStreamOfOpenAiTogether)
{
    auto model = open("openai:m");
    client.replies.push_back(streamed(
        ": keep-alive\n\n"
        R"(data: {"choices":[{"delta":{"role":"assistant","content":"I "},"finish_reason":null}]})"
        "\r\n\r\n"
        R"(data: {"choices":[{"delta":{"content":"click"}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"click","arguments":"{\"ele"}}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"done","arguments":"{}"}}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ment\":\"e1\"}"}}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]})"
        "\n\n"
        R"(data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":3}})"
        "\n\ndata: [DONE]\n\n"
    ));

    auto reply = await(model->ask(simple_ask()));

    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->text, "I click");
    ASSERT_EQ(reply->tool_calls.size(), 2u);
    EXPECT_EQ(reply->tool_calls[0].input, (JsonObject{{"element", "e1"}}));
    EXPECT_EQ(reply->tool_calls[1].id, "b");
    EXPECT_EQ(reply->usage.input_tokens, 10);
    EXPECT_EQ(sent().at("stream"), true);
}

TEST_F(ModelsTest, PutsAStreamOfAnthropicTogether)
{
    auto model = open("anthropic:m");
    client.replies.push_back(streamed(
        "event: message_start\n"
        R"(data: {"type":"message_start","message":{"usage":{"input_tokens":5,"cache_read_input_tokens":7,"output_tokens":1}}})"
        "\n\n"
        R"(data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
        "\n\n"
        R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Yes"}})"
        "\n\n"
        R"(data: {"type":"content_block_stop","index":0})"
        "\n\n"
        R"(data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"click","input":{}}})"
        "\n\n"
        R"(data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"element\":"}})"
        "\n\n"
        R"(data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"e2\"}"}})"
        "\n\n"
        R"(data: {"type":"content_block_stop","index":1})"
        "\n\n"
        R"(data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}})"
        "\n\n"
        R"(data: {"type":"message_stop"})"
        "\n\n"
    ));

    auto reply = await(model->ask(simple_ask()));

    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->text, "Yes");
    ASSERT_EQ(reply->tool_calls.size(), 1u);
    EXPECT_EQ(reply->tool_calls[0].input, (JsonObject{{"element", "e2"}}));
    EXPECT_EQ(reply->usage.input_tokens, 12);
    EXPECT_EQ(reply->usage.output_tokens, 9);
}

TEST_F(ModelsTest, AsksAgainAfterHalfAStream)
{
    auto model = open("openai:m");
    client.replies.push_back(streamed("data: {\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}\n\n"));
    client.reply(200, openai_hello);

    auto reply = await(model->ask(simple_ask()));

    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->text, "hello");
    EXPECT_EQ(client.calls.size(), 2u);
}

TEST_F(ModelsTest, DoesWithoutAStreamWhereTheServerHasNone)
{
    auto model = open("openai:m");
    client.reply(400, R"({"error":{"message":"stream_options: extra inputs are not permitted"}})");
    client.reply(200, openai_hello);

    auto reply = await(model->ask(simple_ask()));

    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_FALSE(sent(1).contains("stream"));
}

TEST_F(ModelsTest, AsksForTheShapeOfAnAnswerAsTheServerUnderstandsIt)
{
    auto model = open("openai-compatible:m", "http://127.0.0.1:9");
    auto ask = simple_ask();
    ask.schema = JsonObject{{"type", "object"}};
    client.reply(500, R"({"error":{"message":"response_format.type: 'text' or 'json_object'"}})");
    client.reply(200, openai_hello);
    client.reply(422, R"({"detail":"response_format: extra inputs are not permitted"})");
    client.reply(200, openai_hello);

    const auto first = await(model->ask(ask));
    const auto second = await(model->ask(ask));

    ASSERT_TRUE(first && second);
    EXPECT_EQ(
        sent(1).at("response_format"),
        Json(JsonObject{{"type", "json_object"}, {"schema", JsonObject{{"type", "object"}}}})
    );
    EXPECT_TRUE(sent(2).contains("response_format"));  // what was learnt stays
    EXPECT_FALSE(sent(3).contains("response_format"));
}

TEST_F(ModelsTest, AnErrorWithinAStreamIsOne)
{
    auto model = open("anthropic:m");
    client.replies.push_back(streamed(
        R"(data: {"type":"error","error":{"type":"overloaded_error","message":"maximum context reached"}})"
        "\n\n"
    ));

    auto reply = await(model->ask(simple_ask()));

    ASSERT_FALSE(reply);
    EXPECT_TRUE(reply.error().message.contains("too long")) << reply.error().message;
}

TEST_F(ModelsTest, AnAddressMayStandBehindTheName)
{
    const auto settings = settings_from("openai-compatible:org/qwen3:8b@http://127.0.0.1:8000/v1");

    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->model, "org/qwen3:8b");
    EXPECT_EQ(settings->base_url, "http://127.0.0.1:8000/v1");
}

TEST_F(ModelsTest, PicturesOfToolsFollowBehindTheLastAnswerForOpenAi)
{
    client.reply(200, openai_hello);
    auto ask = simple_ask();
    ask.messages.push_back(
        {.role = Role::assistant,
         .tool_calls = {{.id = "a", .name = "screenshot"}, {.id = "b", .name = "read"}}}
    );
    ask.messages.push_back({.role = Role::tool, .text = "taken", .tool_call_id = "a"});
    ask.messages.back().images.push_back({.media_type = "image/jpeg", .bytes = "xyz"});
    ask.messages.push_back({.role = Role::tool, .text = "read", .tool_call_id = "b"});

    ASSERT_TRUE(await(open("openai:m")->ask(ask)));

    const auto messages = sent().at("messages").as_array();
    ASSERT_EQ(messages.size(), 6u);
    EXPECT_EQ(messages[3].at("content"), "taken");
    EXPECT_EQ(messages[4].at("role"), "tool");
    EXPECT_EQ(messages[5].at("role"), "user");
    EXPECT_EQ(messages[5].at("content").as_array()[0].at("type"), "image_url");
}

}  // namespace
}  // namespace lissom::models
