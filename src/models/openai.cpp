// OpenAI Chat Completions, and the many servers that speak it: Ollama, vLLM, llama.cpp, LM Studio,
// OpenRouter. https://platform.openai.com/docs/api-reference/chat

#include "models/openai.hpp"

#include <utility>

#include "base/base64.hpp"
#include "models/plain_schema.hpp"
#include "models/provider.hpp"

namespace lissom::models {
namespace {

std::string_view name_of(Role role)
{
    switch (role) {
        case Role::system: return "system";
        case Role::user: return "user";
        case Role::assistant: return "assistant";
        case Role::tool: return "tool";
    }
    return "user";
}

Json content_of(const Message& message, const Habits& habits)
{
    if (message.images.empty()) return Json(message.text);
    if (!habits.sees_pictures)
        return Json(message.text + (message.text.empty() ? "" : "\n") + std::string(unseen_picture));
    JsonArray parts;
    if (!message.text.empty()) parts.push_back(JsonObject{{"type", "text"}, {"text", message.text}});
    for (const auto& image : message.images) {
        auto url = "data:" + image.media_type + ";base64," + to_base64(image.bytes);
        parts.push_back(JsonObject{{"type", "image_url"}, {"image_url", JsonObject{{"url", std::move(url)}}}}
        );
    }
    return parts;
}

JsonObject to_json(const ToolCall& call)
{
    // What is no JSON is sent back as none: servers that read the arguments refuse a whole talk for it.
    JsonObject json{
        {"id", call.id},
        {"type", "function"},
        {"function", JsonObject{{"name", call.name}, {"arguments", dump(call.input)}}}
    };
    for (const auto& [name, value] : call.own) json[name] = value;
    return json;
}

JsonObject to_json(const Message& message, const Habits& habits)
{
    JsonObject json{{"role", name_of(message.role)}, {"content", content_of(message, habits)}};
    if (message.role == Role::tool) json["tool_call_id"] = message.tool_call_id;
    for (const auto& [name, value] : message.own)
        if (habits.wants_thoughts_back || name != "reasoning_content") json[name] = value;
    if (message.tool_calls.empty()) return json;

    JsonArray calls;
    for (const auto& call : message.tool_calls) calls.push_back(to_json(call));
    json["tool_calls"] = std::move(calls);
    if (message.text.empty()) json["content"] = nullptr;
    return json;
}

JsonObject to_json(const Tool& tool, const Habits& habits)
{
    auto schema = habits.takes_any_schema ? tool.schema : plain_schema(tool.schema);
    return {
        {"type", "function"},
        {"function",
         JsonObject{{"name", tool.name}, {"description", tool.description}, {"parameters", std::move(schema)}}
        }
    };
}

JsonArray messages_of(const Ask& ask, const Habits& habits)
{
    JsonArray messages;
    Message pictures;  // answers of tools may hold text only: their pictures follow, behind the last answer
    const auto show_pictures = [&] {
        if (!pictures.images.empty()) messages.push_back(to_json(std::exchange(pictures, {}), habits));
    };
    for (const auto& message : ask.messages) {
        if (message.role != Role::tool) {
            show_pictures();
            messages.push_back(to_json(message, habits));
            continue;
        }
        auto answer = message;
        for (auto& image : answer.images) pictures.images.push_back(std::move(image));
        answer.images.clear();
        messages.push_back(to_json(answer, habits));
    }
    show_pictures();
    return messages;
}

JsonObject body_for(const ModelSettings& settings, const Habits& habits, const Ask& ask)
{
    JsonObject body{{"model", settings.model}, {"messages", messages_of(ask, habits)}};
    if (habits.length_limit == LengthLimit::max_tokens) body["max_tokens"] = ask.max_output_tokens;
    if (habits.length_limit == LengthLimit::max_completion_tokens)
        body["max_completion_tokens"] = ask.max_output_tokens;
    if (!ask.tools.empty()) {
        JsonArray tools;
        for (const auto& tool : ask.tools) tools.push_back(to_json(tool, habits));
        body["tools"] = std::move(tools);
        if (ask.must_call_tool && habits.obeys_tool_choice) body["tool_choice"] = "required";
    }
    if (ask.schema && habits.shape_order == ShapeOrder::json_schema)
        body["response_format"] = JsonObject{
            {"type", "json_schema"}, {"json_schema", JsonObject{{"name", "answer"}, {"schema", *ask.schema}}}
        };
    if (ask.schema && habits.shape_order == ShapeOrder::json_object)
        body["response_format"] = JsonObject{{"type", "json_object"}, {"schema", *ask.schema}};
    // Small models lose the thread where chance has a word in the choice of each next one.
    if (settings.is_small) body["temperature"] = 0;
    if (habits.streams) {
        body["stream"] = true;
        body["stream_options"] = JsonObject{{"include_usage", true}};
    }
    return body;
}

net::Call to_call(const ModelSettings& settings, const Habits& habits, const Ask& ask)
{
    net::Call call;
    call.method = net::Method::post;
    call.url = habits.base_url + "/chat/completions";
    call.headers["Content-Type"] = "application/json";
    if (!settings.api_key.empty()) call.headers["Authorization"] = "Bearer " + settings.api_key;
    call.body = dump(body_for(settings, habits, ask));
    return call;
}

}  // namespace

extern constinit const Provider openai{
    .name = "openai",
    .base_url = "https://api.openai.com/v1",
    .needs_key = true,
    .length_limit = LengthLimit::max_completion_tokens,  // the models that think take no other
    .to_call = to_call,
    .from_body = reply_of_completion,
    .from_stream = completion_of_stream,
};

extern constinit const Provider ollama{
    .name = "ollama",
    .base_url = "http://127.0.0.1:11434/v1",
    .needs_key = false,
    .length_limit = LengthLimit::max_tokens,
    .to_call = to_call,
    .from_body = reply_of_completion,
    .from_stream = completion_of_stream,
};

extern constinit const Provider openai_compatible{
    .name = "openai-compatible",
    .base_url = "",
    .needs_key = false,
    .length_limit = LengthLimit::max_tokens,
    .to_call = to_call,
    .from_body = reply_of_completion,
    .from_stream = completion_of_stream,
};

}  // namespace lissom::models
