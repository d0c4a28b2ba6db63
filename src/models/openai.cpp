// OpenAI Chat Completions, and the many servers that speak it: Ollama, vLLM, llama.cpp, LM Studio,
// OpenRouter. https://platform.openai.com/docs/api-reference/chat

#include <utility>

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
    Message pictures;  // answers of tools may hold text only: their pictures follow, behind the last answer
    const auto show_pictures = [&] {
        if (!pictures.images.empty()) messages.push_back(to_json(std::exchange(pictures, {})));
    };
    for (const auto& message : ask.messages) {
        if (message.role != Role::tool) {
            show_pictures();
            messages.push_back(to_json(message));
            continue;
        }
        auto answer = message;
        for (auto& image : answer.images) pictures.images.push_back(std::move(image));
        answer.images.clear();
        messages.push_back(to_json(answer));
    }
    show_pictures();
    JsonObject body{{"model", settings.model}, {"messages", std::move(messages)}};

    // OpenAI itself wants the newer name; the servers that imitate it know the older one.
    body[settings.provider == "openai" ? "max_completion_tokens" : "max_tokens"] = ask.max_output_tokens;
    if (!ask.tools.empty()) {
        JsonArray tools;
        for (const auto& tool : ask.tools) tools.push_back(to_json(tool));
        body["tools"] = std::move(tools);
        if (ask.must_call_tool) body["tool_choice"] = "required";
    }
    if (ask.schema && settings.shape_order == ShapeOrder::json_schema)
        body["response_format"] = JsonObject{
            {"type", "json_schema"}, {"json_schema", JsonObject{{"name", "answer"}, {"schema", *ask.schema}}}
        };
    if (ask.schema && settings.shape_order == ShapeOrder::json_object)
        body["response_format"] = JsonObject{{"type", "json_object"}, {"schema", *ask.schema}};
    if (settings.can_stream) {
        body["stream"] = true;
        body["stream_options"] = JsonObject{{"include_usage", true}};
    }
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
    usage.cost_usd = number_or(*json, "cost");  // OpenRouter knows what it charged
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

void append_text(JsonObject& to, std::string_view key, const JsonObject& from)
{
    const auto more = string_or(from, key);
    if (!more.empty()) to[key] = string_or(to, key) + more;
}

// A call comes in parts that have its place in the row; some servers leave the place out and send whole
// calls.
void append_call(JsonArray& calls, const JsonObject& part)
{
    constexpr std::int64_t most_calls = 128;
    const auto place = int_or(part, "index", static_cast<std::int64_t>(calls.size()));
    if (place < 0 || place >= most_calls) return;
    while (std::ssize(calls) <= place) calls.push_back(JsonObject{{"function", JsonObject()}});
    auto& call = calls[static_cast<std::size_t>(place)].get_object();
    if (const auto id = string_or(part, "id"); !id.empty()) call["id"] = id;
    const auto* more = object_at(part, "function");
    if (!more) return;
    auto& function = call["function"].get_object();
    if (const auto name = string_or(*more, "name"); !name.empty()) function["name"] = name;
    append_text(function, "arguments", *more);
}

// https://platform.openai.com/docs/api-reference/chat-streaming
Result<JsonObject> from_stream(const std::vector<JsonObject>& events)
{
    JsonObject message;
    JsonArray calls;
    JsonObject body;
    std::string reason;
    for (const auto& event : events) {
        if (event.contains("error")) return event;
        if (const auto* usage = object_at(event, "usage")) body["usage"] = *usage;
        const auto* choices = array_at(event, "choices");
        const auto* choice = choices && !choices->empty() ? choices->front().if_object() : nullptr;
        if (!choice) continue;
        reason = string_or(*choice, "finish_reason", reason);
        const auto* delta = object_at(*choice, "delta");
        if (!delta) continue;
        append_text(message, "content", *delta);
        append_text(message, "refusal", *delta);
        const auto* parts = array_at(*delta, "tool_calls");
        for (const auto& part : parts ? *parts : JsonArray())
            if (const auto* object = part.if_object()) append_call(calls, *object);
    }
    if (reason.empty()) return Error{ErrorCode::unavailable, "the model's answer broke off"};
    if (!calls.empty()) message["tool_calls"] = std::move(calls);
    body["choices"] =
        JsonArray{JsonObject{{"message", std::move(message)}, {"finish_reason", std::move(reason)}}};
    return body;
}

}  // namespace

extern constinit const Provider openai{
    .name = "openai",
    .base_url = "https://api.openai.com/v1",
    .needs_key = true,
    .to_call = to_call,
    .from_body = from_body,
    .from_stream = from_stream,
};

extern constinit const Provider ollama{
    .name = "ollama",
    .base_url = "http://127.0.0.1:11434/v1",
    .needs_key = false,
    .to_call = to_call,
    .from_body = from_body,
    .from_stream = from_stream,
};

extern constinit const Provider openai_compatible{
    .name = "openai-compatible",
    .base_url = "",
    .needs_key = false,
    .to_call = to_call,
    .from_body = from_body,
    .from_stream = from_stream,
};

}  // namespace lissom::models
