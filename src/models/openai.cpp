// OpenAI Chat Completions, and the many servers that speak it: Ollama, vLLM, llama.cpp, LM Studio,
// OpenRouter. https://platform.openai.com/docs/api-reference/chat

#include "base/base64.hpp"
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

Json content_of(const Message& message)
{
    if (message.images.empty()) return Json(message.text);
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
    return {
        {"id", call.id},
        {"type", "function"},
        {"function",
         JsonObject{
             {"name", call.name}, {"arguments", call.malformed.empty() ? dump(call.input) : call.malformed}
         }}
    };
}

JsonObject to_json(const Message& message)
{
    JsonObject json{{"role", name_of(message.role)}, {"content", content_of(message)}};
    if (message.role == Role::tool) json["tool_call_id"] = message.tool_call_id;
    if (message.tool_calls.empty()) return json;

    JsonArray calls;
    for (const auto& call : message.tool_calls) calls.push_back(to_json(call));
    json["tool_calls"] = std::move(calls);
    if (message.text.empty()) json["content"] = nullptr;
    return json;
}

JsonObject to_json(const Tool& tool)
{
    return {
        {"type", "function"},
        {"function",
         JsonObject{{"name", tool.name}, {"description", tool.description}, {"parameters", tool.schema}}}
    };
}

JsonObject body_for(const ModelSettings& settings, const Ask& ask)
{
    JsonArray messages;
    for (const auto& message : ask.messages) messages.push_back(to_json(message));
    JsonObject body{{"model", settings.model}, {"messages", std::move(messages)}};

    // OpenAI itself wants the newer name; the servers that imitate it know the older one.
    body[settings.provider == "openai" ? "max_completion_tokens" : "max_tokens"] = ask.max_output_tokens;
    if (!ask.tools.empty()) {
        JsonArray tools;
        for (const auto& tool : ask.tools) tools.push_back(to_json(tool));
        body["tools"] = std::move(tools);
        if (ask.must_call_tool) body["tool_choice"] = "required";
    }
    if (ask.schema)
        body["response_format"] = JsonObject{
            {"type", "json_schema"}, {"json_schema", JsonObject{{"name", "answer"}, {"schema", *ask.schema}}}
        };
    return body;
}

net::Call to_call(const ModelSettings& settings, const Ask& ask)
{
    net::Call call;
    call.method = net::Method::post;
    call.url = settings.base_url + "/chat/completions";
    call.headers["Content-Type"] = "application/json";
    if (!settings.api_key.empty()) call.headers["Authorization"] = "Bearer " + settings.api_key;
    call.body = dump(body_for(settings, ask));
    return call;
}

Usage usage_of(const JsonObject& body)
{
    Usage usage;
    const auto* json = object_at(body, "usage");
    if (!json) return usage;
    usage.input_tokens = int_or(*json, "prompt_tokens");
    usage.output_tokens = int_or(*json, "completion_tokens");
    if (const auto* details = object_at(*json, "prompt_tokens_details"))
        usage.cached_tokens = int_or(*details, "cached_tokens");
    return usage;
}

Result<Reply> from_body(const JsonObject& body)
{
    const auto* choices = array_at(body, "choices");
    const auto* choice = choices && !choices->empty() ? choices->front().if_object() : nullptr;
    const auto* message = choice ? object_at(*choice, "message") : nullptr;
    if (!message) return Error{ErrorCode::unavailable, "the model's answer holds no message"};

    if (auto refusal = string_or(*message, "refusal"); !refusal.empty())
        return Error{ErrorCode::not_doable, "the model refuses: " + refusal};

    Reply reply;
    reply.text = string_or(*message, "content");
    reply.was_cut_off = string_or(*choice, "finish_reason") == "length";
    reply.usage = usage_of(body);
    if (const auto* calls = array_at(*message, "tool_calls")) {
        for (const auto& entry : *calls) {
            const auto* call = entry.if_object();
            const auto* function = call ? object_at(*call, "function") : nullptr;
            if (!function) continue;
            reply.tool_calls.push_back(tool_call(
                string_or(*call, "id"), string_or(*function, "name"), string_or(*function, "arguments")
            ));
        }
    }
    return reply;
}

}  // namespace

extern constinit const Provider openai{
    .name = "openai",
    .base_url = "https://api.openai.com/v1",
    .needs_key = true,
    .to_call = to_call,
    .from_body = from_body,
};

extern constinit const Provider ollama{
    .name = "ollama",
    .base_url = "http://127.0.0.1:11434/v1",
    .needs_key = false,
    .to_call = to_call,
    .from_body = from_body,
};

extern constinit const Provider openai_compatible{
    .name = "openai-compatible",
    .base_url = "",
    .needs_key = false,
    .to_call = to_call,
    .from_body = from_body,
};

}  // namespace lissom::models
