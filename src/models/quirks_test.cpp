// What real servers do that the protocol's own document does not say.

#include "models/plain_schema.hpp"
#include "models/provider.hpp"
#include "models/testing.hpp"

namespace lissom::models {
namespace {

struct QuirksTest : ModelsTest {
    std::unique_ptr<Model> compatible(std::string address = "http://127.0.0.1:1/v1")
    {
        return open("openai-compatible:m", std::move(address));
    }

    Ask ask_with_tool()
    {
        auto ask = simple_ask();
        ask.tools = {{.name = "click", .description = "Click.", .schema = {{"type", "object"}}}};
        ask.must_call_tool = true;
        return ask;
    }

    // What the second request of an ask differs in, after a refusal with these words.
    JsonObject sent_after(int status, std::string refusal, const Ask& ask, std::string_view address)
    {
        client.calls.clear();
        client.reply(status, std::move(refusal));
        client.reply(200, openai_hello);
        const auto reply = await(open(address, "http://127.0.0.1:1/v1")->ask(ask));
        EXPECT_TRUE(reply) << reply.error().message;
        return client.calls.size() == 2 ? sent(1) : JsonObject();
    }
};

TEST_F(QuirksTest, TellsTheLengthOfAnAnswerByTheNameThatTheServerKnows)
{
    const auto newer = sent_after(
        400,
        told("Unsupported parameter: 'max_tokens' is not supported with this model. Use "
             "'max_completion_tokens' instead."),
        simple_ask(),
        "openai-compatible:m"
    );
    const auto older = sent_after(
        400, told("Unrecognized request argument supplied: max_completion_tokens"), simple_ask(), "openai:m"
    );
    const auto less = sent_after(
        400,
        told(
            "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length "
            "is 4096 tokens"
        ),
        simple_ask(),
        "openai-compatible:m"
    );

    EXPECT_TRUE(newer.contains("max_completion_tokens") && !newer.contains("max_tokens"));
    EXPECT_TRUE(older.contains("max_tokens") && !older.contains("max_completion_tokens"));
    EXPECT_TRUE(!less.empty() && !less.contains("max_tokens") && !less.contains("max_completion_tokens"));
}

TEST_F(QuirksTest, LeavesTheChoiceOfToolsToAServerThatRefusesIt)
{
    const auto again = sent_after(
        400, told("Thinking mode does not support this tool_choice"), ask_with_tool(), "openai-compatible:m"
    );

    EXPECT_TRUE(again.contains("tools"));
    EXPECT_FALSE(again.contains("tool_choice"));
}

TEST_F(QuirksTest, SendsNoPictureToAModelThatSeesNone)
{
    auto ask = simple_ask();
    ask.messages.back().images.push_back({.media_type = "image/jpeg", .bytes = "xyz"});

    for (const auto* words :
         {"this model does not support image input",
          "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
          "At most 0 image(s) may be provided in one prompt.",
          "No endpoints found that support image input"}) {
        const auto again = sent_after(404, told(words), ask, "openai-compatible:m");

        ASSERT_TRUE(again.contains("messages")) << words;
        const auto& content = again.at("messages").as_array().back().at("content");
        ASSERT_TRUE(content.is_string()) << words;
        EXPECT_TRUE(content.get_string().starts_with("hi\n(a picture")) << words;
    }
}

TEST_F(QuirksTest, ToldOfOneSchemaRemembersNothingOfTheServer)
{
    auto model = compatible();
    auto ask = simple_ask();
    ask.schema = JsonObject{{"type", "object"}};
    client.reply(400, told("Invalid schema for response_format 'answer': 'pattern' is not permitted"));
    client.reply(200, openai_hello);
    client.reply(200, openai_hello);

    ASSERT_TRUE(await(model->ask(ask)));
    ASSERT_TRUE(await(model->ask(ask)));

    EXPECT_EQ(sent(1).at("response_format").at("type"), "json_object");
    EXPECT_EQ(sent(2).at("response_format").at("type"), "json_schema");
}

TEST_F(QuirksTest, SchemasOfToolsAreToldPlainlyWhereTheServerTakesNoOthers)
{
    auto ask = ask_with_tool();
    ask.tools[0].schema = parse_json(R"({"type":"object","$defs":{"Money":{"type":"object","title":"Money",
        "properties":{"amount":{"type":["number","null"],"exclusiveMinimum":0}},"additionalProperties":false}},
        "properties":{"price":{"$ref":"#/$defs/Money"},
                      "unit":{"anyOf":[{"type":"null"},{"const":"EUR","type":"string"}]}},
        "required":["price"]})")
                              ->as_object();

    const auto again = sent_after(
        400,
        R"([{"error":{"message":"Invalid JSON payload received. Unknown name \"$defs\": Cannot find field."}}])",
        ask,
        "openai-compatible:gemini"
    );

    ASSERT_TRUE(again.contains("tools"));
    EXPECT_EQ(
        again.at("tools").as_array()[0].at("function").at("parameters"),
        *parse_json(
            R"({"type":"object","required":["price"],"properties":{
                "price":{"type":"object","properties":{"amount":{"type":"number"}}},
                "unit":{"type":"string","enum":["EUR"]}}})"
        )
    );
}

TEST(PlainSchemaTest, ASchemaThatRefersToItselfComesToAnEnd)
{
    const auto schema = *parse_json(
        R"({"$defs":{"Node":{"type":"object","properties":{"next":{"$ref":"#/$defs/Node"}}}},"$ref":"#/$defs/Node"})"
    );

    EXPECT_LT(dump(plain_schema(schema.as_object())).size(), 1000u);
}

TEST_F(QuirksTest, AnAddressMayLackItsVersion)
{
    client.reply(404, R"({"detail":"Not Found"})");
    client.reply(200, openai_hello);
    client.reply(200, openai_hello);
    auto model = compatible("http://127.0.0.1:8000/");

    ASSERT_TRUE(await(model->ask(simple_ask())));
    ASSERT_TRUE(await(model->ask(simple_ask())));

    EXPECT_EQ(client.calls[1].url, "http://127.0.0.1:8000/v1/chat/completions");
    EXPECT_EQ(client.calls[2].url, "http://127.0.0.1:8000/v1/chat/completions");
}

TEST_F(QuirksTest, AnAddressOfAnthropicMayHaveItsVersion)
{
    for (const auto* address : {"http://127.0.0.1:4000", "http://127.0.0.1:4000/v1/"}) {
        client.calls.clear();
        client.reply(200, R"({"content":[{"type":"text","text":"hello"}]})");

        ASSERT_TRUE(await(open("anthropic:m", address)->ask(simple_ask())));

        EXPECT_EQ(client.calls[0].url, "http://127.0.0.1:4000/v1/messages");
    }
}

TEST_F(QuirksTest, AServersUpstreamIsNoStream)
{
    auto model = compatible();
    client.reply(400, told("upstream error: bad request"));

    const auto reply = await(model->ask(simple_ask()));

    ASSERT_FALSE(reply);
    EXPECT_EQ(client.calls.size(), 1u);
}

TEST_F(QuirksTest, ArgumentsComeInManyWrappings)
{
    for (const auto* arguments : {
             R"({"element":"e3"})",                     // the object itself
             R"("{\"element\":\"e3\"}")",               // JSON in a text, as it should be
             R"("\"{\\\"element\\\":\\\"e3\\\"}\"")",   // and once more
             R"("```json\n{\"element\":\"e3\"}\n```")"  // between fences
         }) {
        client.reply(
            200,
            std::string(R"({"choices":[{"message":{"content":"","tool_calls":[{"id":"a","function":)") +
                R"({"name":"click","arguments":)" + arguments + "}}]}}]}"
        );

        const auto reply = await(compatible()->ask(simple_ask()));

        ASSERT_TRUE(reply) << arguments;
        EXPECT_EQ(reply->tool_calls.at(0).input, (JsonObject{{"element", "e3"}})) << arguments;
        EXPECT_EQ(reply->tool_calls.at(0).malformed, "") << arguments;
    }
}

TEST_F(QuirksTest, WhatWasNoJsonIsNotSentBack)
{
    client.reply(200, openai_hello);
    auto ask = simple_ask();
    ask.messages.push_back(
        {.role = Role::assistant,
         .tool_calls = {{.id = "a", .name = "click", .input = {}, .malformed = "{element: e3"}}}
    );
    ask.messages.push_back({.role = Role::tool, .text = "no JSON", .tool_call_id = "a"});

    ASSERT_TRUE(await(compatible()->ask(ask)));

    const auto call = sent().at("messages").as_array()[2].at("tool_calls").as_array()[0];
    EXPECT_EQ(call.at("function").at("arguments"), "{}");
}

std::string call_event(std::string_view place, std::string_view id, std::string_view arguments)
{
    const auto text = dump(Json(arguments));
    return R"(data: {"error":null,"choices":[{"delta":{"tool_calls":[{)" + std::string(place) + R"("id":)" +
           dump(Json(id)) + R"(,"function":{"name":"click","arguments":)" + text + "}}]}}]}\n\n";
}

TEST_F(QuirksTest, WholeCallsOfAStreamStayApart)
{
    for (const auto* place : {"", R"("index":0,)"}) {
        client.replies.push_back(streamed(
            call_event(place, "a", R"({"element":"e1"})") + call_event(place, "b", R"({"element":"e2"})") +
            R"(data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]})"
            "\n\n"
        ));

        const auto reply = await(compatible()->ask(simple_ask()));

        ASSERT_TRUE(reply) << reply.error().message;
        ASSERT_EQ(reply->tool_calls.size(), 2u) << place;
        EXPECT_EQ(reply->tool_calls[0].input, (JsonObject{{"element", "e1"}}));
        EXPECT_EQ(reply->tool_calls[1].input, (JsonObject{{"element", "e2"}}));
    }
}

TEST_F(QuirksTest, PartsOfACallWithoutAPlaceBelongToTheLast)
{
    client.replies.push_back(streamed(
        call_event("", "a", R"({"element":)") +
        R"(data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"\"e1\"}"}}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]})"
        "\n\n"
    ));

    const auto reply = await(compatible()->ask(simple_ask()));

    ASSERT_TRUE(reply);
    ASSERT_EQ(reply->tool_calls.size(), 1u);
    EXPECT_EQ(reply->tool_calls[0].input, (JsonObject{{"element", "e1"}}));
}

TEST_F(QuirksTest, ThoughtsAreNoPartOfTheAnswer)
{
    EXPECT_EQ(without_thoughts("<think>maybe {\"a\": 1}?</think>\n\n{\"a\": 2}"), "{\"a\": 2}");
    EXPECT_EQ(without_thoughts("maybe {\"a\": 1}?\n</think>\n{\"a\": 2}"), "{\"a\": 2}");
    EXPECT_EQ(without_thoughts("<think>I wonder"), "");
    EXPECT_EQ(without_thoughts("the tags <think> and </think>"), "the tags <think> and </think>");
}

TEST_F(QuirksTest, WhatAProviderWantsBackGoesBackAsItWas)
{
    client.replies.push_back(streamed(
        R"(data: {"choices":[{"delta":{"reasoning_content":"I ","reasoning_details":[{"type":"x","data":"1"}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"reasoning_content":"think","reasoning_details":[{"type":"x","data":"2"}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","extra_content":{"google":{"thought_signature":"sig"}},"function":{"name":"click","arguments":"{}"}}]},"finish_reason":"tool_calls"}]})"
        "\n\n"
    ));
    auto model = compatible();
    const auto reply = await(model->ask(simple_ask()));
    ASSERT_TRUE(reply);
    auto ask = simple_ask();
    ask.messages.push_back({.role = Role::assistant, .tool_calls = reply->tool_calls, .own = reply->own});
    client.reply(400, told("Missing `reasoning_content` field in the assistant message at index 2"));
    client.reply(200, openai_hello);

    ASSERT_TRUE(await(model->ask(ask)));

    const auto before = sent(1).at("messages").as_array()[2].as_object();
    const auto after = sent(2).at("messages").as_array()[2].as_object();
    EXPECT_EQ(
        after.at("tool_calls").as_array()[0].at("extra_content").at("google").at("thought_signature"), "sig"
    );
    EXPECT_EQ(after.at("reasoning_details").as_array().size(), 2u);
    EXPECT_FALSE(before.contains("reasoning_content")) << "some refuse it";
    EXPECT_EQ(after.at("reasoning_content"), "I think");
}

TEST_F(QuirksTest, SignedThoughtsOfAnthropicGoBackInFront)
{
    client.replies.push_back(streamed(
        R"(data: {"type":"content_block_start","content_block":{"type":"thinking","thinking":"","signature":""}})"
        "\n\n"
        R"(data: {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"hm"}})"
        "\n\n"
        R"(data: {"type":"content_block_delta","delta":{"type":"signature_delta","signature":"s1"}})"
        "\n\n"
        R"(data: {"type":"content_block_stop"})"
        "\n\n"
        R"(data: {"type":"content_block_start","content_block":{"type":"tool_use","id":"t","name":"click","input":{}}})"
        "\n\n"
        R"(data: {"type":"content_block_stop"})"
        "\n\n"
        R"(data: {"type":"message_delta","delta":{"stop_reason":"tool_use"}})"
        "\n\n"
        R"(data: {"type":"message_stop"})"
        "\n\n"
    ));
    client.reply(200, R"({"content":[{"type":"text","text":"ok"}]})");
    auto model = open("anthropic:m");
    const auto reply = await(model->ask(simple_ask()));
    ASSERT_TRUE(reply) << reply.error().message;
    auto ask = simple_ask();
    ask.messages.push_back({.role = Role::assistant, .tool_calls = reply->tool_calls, .own = reply->own});

    ASSERT_TRUE(await(model->ask(ask)));

    const auto blocks = sent(1).at("messages").as_array()[1].at("content").as_array();
    ASSERT_EQ(blocks.size(), 2u);
    EXPECT_EQ(blocks[0], Json(JsonObject{{"type", "thinking"}, {"thinking", "hm"}, {"signature", "s1"}}));
    EXPECT_EQ(blocks[1].at("type"), "tool_use");
}

TEST_F(QuirksTest, AnthropicIsSentNothingBlank)
{
    client.reply(200, R"({"content":[{"type":"text","text":"ok"}]})");
    auto ask = simple_ask();
    ask.messages.push_back({.role = Role::assistant, .text = " \n"});
    ask.messages.push_back({.role = Role::user, .text = "well?"});

    ASSERT_TRUE(await(open("anthropic:m")->ask(ask)));

    const auto blocks = sent().at("messages").as_array()[1].at("content").as_array();
    ASSERT_EQ(blocks.size(), 1u);
    EXPECT_EQ(blocks[0].at("text"), "(nothing)");
}

TEST_F(QuirksTest, AnthropicsAnswerHasItsDefinitionsAtTheRoot)
{
    client.reply(200, R"({"content":[{"type":"tool_use","id":"t","name":"answer","input":{"value":{}}}]})");
    auto ask = simple_ask();
    ask.schema = *parse_json(
        R"({"type":"object","$defs":{"Money":{"type":"number"}},"properties":{"price":{"$ref":"#/$defs/Money"}}})"
    );

    ASSERT_TRUE(await(open("anthropic:m")->ask(ask)));

    const auto schema = sent().at("tools").as_array()[0].at("input_schema").as_object();
    EXPECT_TRUE(object_at(schema, "$defs") && object_at(schema, "$defs")->contains("Money"));
}

TEST_F(QuirksTest, WhatIsWrittenIntoTheCacheHasItsPrice)
{
    auto settings = settings_from("anthropic:m").value();
    settings.api_key = "test-key";
    settings.price = Price{.input = 3, .cached = 0.3, .output = 15, .stored = 3.75};
    client.reply(200, R"({"content":[{"type":"text","text":"ok"}],"usage":{"input_tokens":100,
        "cache_creation_input_tokens":1000,"cache_read_input_tokens":2000,"output_tokens":10}})");

    const auto reply = await((*open_model(settings, client))->ask(simple_ask()));

    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->usage.input_tokens, 3100);
    EXPECT_DOUBLE_EQ(reply->usage.cost_usd, (100 * 3 + 1000 * 3.75 + 2000 * 0.3 + 10 * 15) / 1e6);
}

TEST_F(QuirksTest, AFilteredAnswerIsARefusal)
{
    client.reply(200, R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]})");

    const auto reply = await(compatible()->ask(simple_ask()));

    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::not_doable);
}

TEST_F(QuirksTest, AnErrorInsideOfAChoiceIsOne)
{
    client.reply(
        200,
        R"({"choices":[{"error":{"code":429,"message":"busy"},"finish_reason":"error","message":{"content":""}}]})"
    );
    client.reply(200, openai_hello);

    const auto reply = await(compatible()->ask(simple_ask()));

    ASSERT_TRUE(reply) << "a rush hour is asked again";
    EXPECT_EQ(client.calls.size(), 2u);
}

TEST_F(QuirksTest, AKeyIsInNoError)
{
    client.reply(401, told("Incorrect API key provided: test-key. Find yours …"));

    const auto reply = await(open("openai:m")->ask(simple_ask()));

    ASSERT_FALSE(reply);
    EXPECT_FALSE(reply.error().message.contains("test-key")) << reply.error().message;
}

TEST_F(QuirksTest, AProviderThatWantsToBeLeftAloneForLongIsGivenUp)
{
    client.reply(429, told("slow down"), {{"Retry-After", "3600"}});

    const auto reply = await(open("openai:m")->ask(simple_ask()));

    ASSERT_FALSE(reply);
    EXPECT_TRUE(reply.error().message.contains("3600 s")) << reply.error().message;
    EXPECT_EQ(client.calls.size(), 1u);
}

}  // namespace
}  // namespace lissom::models
