// Anthropic Messages. https://docs.anthropic.com/en/api/messages

#include "base/base64.hpp"
#include "models/plain_schema.hpp"
#include "models/provider.hpp"

namespace lissom::models {
namespace {

constexpr std::string_view protocol_version = "2023-06-01";
constexpr std::string_view own_field = "thoughts";  // of Reply::own and Message::own
constexpr std::string_view answer_tool =
    "answer";  // stands in for JSON-schema output, which Messages reaches through a tool

void mark_cached(JsonArray& blocks)
{
    if (!blocks.empty()) blocks.back().as_object()["cache_control"] = JsonObject{{"type", "ephemeral"}};
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

JsonArray blocks_of(const Message& message, const Habits& habits)
{
    JsonArray blocks;
    // Signed thoughts go back as they came, in front.
    if (const auto* thoughts = array_at(message.own, own_field)) blocks = *thoughts;
    if (!is_blank(message.text))  // a blank one is refused
        blocks.push_back(JsonObject{{"type", "text"}, {"text", message.text}});
    if (!message.images.empty() && !habits.sees_pictures)
        blocks.push_back(JsonObject{{"type", "text"}, {"text", unseen_picture}});
    for (const auto& image : habits.sees_pictures ? message.images : std::vector<Image>())
        blocks.push_back(JsonObject{
            {"type", "image"},
            {"source",
             JsonObject{
                 {"type", "base64"}, {"media_type", image.media_type}, {"data", to_base64(image.bytes)}
             }}
        });
    for (const auto& call : message.tool_calls)
        blocks.push_back(
            JsonObject{{"type", "tool_use"}, {"id", call.id}, {"name", call.name}, {"input", call.input}}
        );
    return blocks;
}

JsonObject to_json(const Message& message, const Habits& habits)
{
    auto blocks = blocks_of(message, habits);
    if (blocks.empty()) blocks.push_back(JsonObject{{"type", "text"}, {"text", "(nothing)"}});
    if (message.role == Role::tool)
        blocks = {JsonObject{
            {"type", "tool_result"}, {"tool_use_id", message.tool_call_id}, {"content", std::move(blocks)}
        }};
    if (message.ends_stable_prefix) mark_cached(blocks);
    return {{"role", message.role == Role::assistant ? "assistant" : "user"}, {"content", std::move(blocks)}};
}

// Several messages of one side in a row are one message to Anthropic: results of parallel tool calls, above
// all.
void append(JsonArray& messages, JsonObject message)
{
    if (messages.empty() || messages.back().at("role") != message.at("role")) {
        messages.push_back(std::move(message));
        return;
    }
    auto& content = messages.back().at("content").as_array();
    for (auto& block : message.at("content").as_array()) content.push_back(std::move(block));
}

JsonObject answer_schema(const Json& schema)
{
    JsonObject input{
        {"type", "object"}, {"properties", JsonObject{{"value", schema}}}, {"required", JsonArray{"value"}}
    };
    // References point to the root, which is this one now.
    for (const auto* keyword : {"$defs", "definitions"})
        if (const auto* definitions = schema.is_object() ? object_at(schema.get_object(), keyword) : nullptr)
            input[keyword] = *definitions;
    return input;
}

JsonArray tools_for(const Ask& ask, const Habits& habits)
{
    JsonArray tools;
    for (const auto& tool : ask.tools)
        tools.push_back(JsonObject{
            {"name", tool.name},
            {"description", tool.description},
            {"input_schema", habits.takes_any_schema ? tool.schema : plain_schema(tool.schema)}
        });
    if (ask.schema)
        tools.push_back(JsonObject{
            {"name", answer_tool},
            {"description", "Give the answer."},
            {"input_schema", answer_schema(*ask.schema)}
        });
    return tools;
}

JsonObject body_for(const ModelSettings& settings, const Habits& habits, const Ask& ask)
{
    JsonArray system;
    JsonArray messages;
    for (const auto& message : ask.messages) {
        if (message.role != Role::system) {
            append(messages, to_json(message, habits));
            continue;
        }
        for (auto& block : blocks_of(message, habits)) system.push_back(std::move(block));
        if (message.ends_stable_prefix) mark_cached(system);
    }

    JsonObject body{
        {"model", settings.model}, {"max_tokens", ask.max_output_tokens}, {"messages", std::move(messages)}
    };
    if (!system.empty()) body["system"] = std::move(system);
    if (auto tools = tools_for(ask, habits); !tools.empty()) body["tools"] = std::move(tools);
    if (!habits.obeys_tool_choice) {
        // Left to the model, which is told of the tools all the same.
    } else if (ask.schema && ask.tools.empty())
        body["tool_choice"] = JsonObject{{"type", "tool"}, {"name", answer_tool}};
    else if (ask.must_call_tool)
        body["tool_choice"] = JsonObject{{"type", "any"}};
    if (habits.streams) body["stream"] = true;
    return body;
}

net::Call to_call(const ModelSettings& settings, const Habits& habits, const Ask& ask)
{
    net::Call call;
    call.method = net::Method::post;
    // Addresses are given with and without the version.
    call.url = habits.base_url + (habits.base_url.ends_with("/v1") ? "/messages" : "/v1/messages");
    call.headers["Content-Type"] = "application/json";
    call.headers["x-api-key"] = settings.api_key;
    call.headers["anthropic-version"] = protocol_version;
    call.body = dump(body_for(settings, habits, ask));
    return call;
}

// Anthropic counts cached tokens beside the fresh ones; Usage counts them among.
Usage usage_of(const JsonObject& body)
{
    Usage usage;
    const auto* json = object_at(body, "usage");
    if (!json) return usage;
    usage.cached_tokens = int_or(*json, "cache_read_input_tokens");
    usage.stored_tokens = int_or(*json, "cache_creation_input_tokens");
    usage.input_tokens = int_or(*json, "input_tokens") + usage.stored_tokens + usage.cached_tokens;
    usage.output_tokens = int_or(*json, "output_tokens");
    return usage;
}

void read_block(const JsonObject& block, Reply& reply)
{
    const auto type = string_or(block, "type");
    if (type == "text") reply.text += string_or(block, "text");
    if (type == "thinking" || type == "redacted_thinking") {
        if (!reply.own.contains(own_field)) reply.own[own_field] = JsonArray();
        reply.own[own_field].get_array().push_back(block);
    }
    if (type != "tool_use") return;

    const auto* input = object_at(block, "input");
    if (string_or(block, "name") == answer_tool && input && input->contains("value")) {
        reply.text = dump(input->at("value"));
        return;
    }
    const auto written = string_or(block, "written", input ? dump(*input) : "");  // streamed ones are text
    auto call = tool_call(string_or(block, "id"), string_or(block, "name"), written);
    reply.tool_calls.push_back(std::move(call));
}

Result<Reply> from_body(const JsonObject& body)
{
    const auto* content = array_at(body, "content");
    if (!content) return Error{ErrorCode::unavailable, "the model's answer holds no content"};
    const auto reason = string_or(body, "stop_reason");
    if (reason == "refusal") return Error{ErrorCode::not_doable, "the model refuses to answer"};

    Reply reply;
    for (const auto& block : *content)
        if (const auto* object = block.if_object()) read_block(*object, reply);
    reply.was_cut_off = reason == "max_tokens" || reason == "model_context_window_exceeded";
    reply.usage = usage_of(body);
    return reply;
}

// What a content_block_delta adds to its block.
void append(JsonObject& block, const JsonObject& delta)
{
    if (const auto text = string_or(delta, "text"); !text.empty())
        block["text"] = string_or(block, "text") + text;
    if (const auto json = string_or(delta, "partial_json"); !json.empty())
        block["written"] = string_or(block, "written") + json;
    for (const auto* name : {"thinking", "signature"})
        if (const auto more = string_or(delta, name); !more.empty())
            block[name] = string_or(block, name) + more;
}

// The input of a tool has come as text; what is no JSON is left to from_body().
void end_block(JsonObject& block)
{
    if (string_or(block, "type") != "tool_use") return;
    const auto parsed = parse_json(string_or(block, "written", "{}"));
    if (parsed && parsed->is_object()) block["input"] = *parsed;
}

// https://docs.anthropic.com/en/docs/build-with-claude/streaming
Result<JsonObject> from_stream(const std::vector<JsonObject>& events)
{
    JsonObject body;
    JsonArray content;
    JsonObject usage;
    bool has_ended = false;
    for (const auto& event : events) {
        const auto type = string_or(event, "type");
        if (type == "error") return event;
        has_ended = has_ended || type == "message_stop";
        const auto* message = object_at(event, "message");
        for (const auto* counts :
             {message ? object_at(*message, "usage") : nullptr, object_at(event, "usage")})
            for (const auto& [name, count] : counts ? *counts : JsonObject())
                if (!count.is_null()) usage[name] = count;
        const auto* delta = object_at(event, "delta");
        if (type == "content_block_start") {
            const auto* block = object_at(event, "content_block");
            content.push_back(block ? *block : JsonObject());
        } else if (type == "content_block_delta" && delta && !content.empty()) {
            append(content.back().get_object(), *delta);
        } else if (type == "content_block_stop" && !content.empty()) {
            end_block(content.back().get_object());
        } else if (type == "message_delta" && delta) {
            body["stop_reason"] = string_or(*delta, "stop_reason");
        }
    }
    if (!has_ended) return Error{ErrorCode::unavailable, "the model's answer broke off"};
    body["content"] = std::move(content);
    body["usage"] = std::move(usage);
    return body;
}

}  // namespace

extern constinit const Provider anthropic{
    .name = "anthropic",
    .base_url = "https://api.anthropic.com",
    .needs_key = true,
    .length_limit = LengthLimit::none,  // it has one name only, and wants it always
    .to_call = to_call,
    .from_body = from_body,
    .from_stream = from_stream,
};

}  // namespace lissom::models
