#include <algorithm>

#include "models/failure.hpp"
#include "models/openai.hpp"
#include "models/provider.hpp"

namespace lissom::models {
namespace {

// Fields of a message that its server wants back with it. https://openrouter.ai/docs (reasoning_details),
// https://api-docs.deepseek.com/guides/thinking_mode (reasoning_content)
constexpr std::string_view own_fields[] = {"reasoning_content", "reasoning_details"};
// The same of a call: Gemini's signature of the thought behind it.
// https://ai.google.dev/gemini-api/docs/openai
constexpr std::string_view own_field_of_call = "extra_content";

// Content is text, or a list of parts of which some are text.
std::string text_of(const JsonObject& message)
{
    const auto* parts = array_at(message, "content");
    if (!parts) return string_or(message, "content");
    std::string text;
    for (const auto& part : *parts)
        if (const auto* object = part.if_object(); object && string_or(*object, "type", "text") == "text")
            text += string_or(*object, "text");
    return text;
}

// Arguments are JSON in a text; a few servers send the object itself.
ToolCall call_of(const JsonObject& call, const JsonObject& function)
{
    const auto* object = object_at(function, "arguments");
    auto read = tool_call(
        string_or(call, "id"),
        string_or(function, "name"),
        object ? dump(*object) : string_or(function, "arguments")
    );
    if (const auto* own = call.if_contains(own_field_of_call))
        read.own = JsonObject{{own_field_of_call, *own}};
    return read;
}

std::vector<ToolCall> calls_of(const JsonObject& message)
{
    std::vector<ToolCall> calls;
    const auto* entries = array_at(message, "tool_calls");
    for (const auto& entry : entries ? *entries : JsonArray()) {
        const auto* call = entry.if_object();
        const auto* function = call ? object_at(*call, "function") : nullptr;
        if (function) calls.push_back(call_of(*call, *function));
    }
    return calls;
}

Usage usage_of(const JsonObject& body)
{
    Usage usage;
    const auto* json = object_at(body, "usage");
    if (!json) return usage;
    usage.input_tokens = int_or(*json, "prompt_tokens");
    usage.output_tokens = int_or(*json, "completion_tokens");
    usage.cached_tokens = int_or(*json, "prompt_cache_hit_tokens");  // DeepSeek's name
    if (const auto* details = object_at(*json, "prompt_tokens_details"))
        usage.cached_tokens = int_or(*details, "cached_tokens", usage.cached_tokens);
    usage.cost_usd = number_or(*json, "cost");  // OpenRouter knows what it charged
    return usage;
}

void append_text(JsonObject& to, std::string_view key, const JsonObject& from)
{
    const auto more = string_or(from, key);
    if (!more.empty()) to[key] = string_or(to, key) + more;
}

void append_thoughts(JsonObject& message, const JsonObject& delta)
{
    append_text(message, "reasoning_content", delta);
    const auto* details = array_at(delta, "reasoning_details");
    if (!details) return;
    if (!array_at(message, "reasoning_details")) message["reasoning_details"] = JsonArray();
    auto& all = message["reasoning_details"].get_array();
    all.insert(all.end(), details->begin(), details->end());
}

// Which of the calls a part belongs to. Most servers number them; some leave the number out and send whole
// calls, some give every whole call the number 0 and tell them apart by their names of them.
std::size_t place_of(const JsonArray& calls, const JsonObject& part)
{
    const auto id = string_or(part, "id");
    const auto* function = object_at(part, "function");
    const bool begins = !id.empty() || (function && !string_or(*function, "name").empty());
    if (!part.contains("index")) return begins || calls.empty() ? calls.size() : calls.size() - 1;
    const auto place = static_cast<std::size_t>(int_or(part, "index"));
    if (place >= calls.size() || id.empty()) return place;
    const auto there = string_or(calls[place].get_object(), "id");
    if (there.empty() || there == id) return place;
    for (std::size_t i = 0; i < calls.size(); ++i)
        if (string_or(calls[i].get_object(), "id") == id) return i;
    return calls.size();
}

void append_call(JsonArray& calls, const JsonObject& part)
{
    constexpr std::size_t most_calls = 128;
    const auto place = place_of(calls, part);
    if (place >= most_calls) return;
    while (calls.size() <= place) calls.push_back(JsonObject{{"function", JsonObject()}});
    auto& call = calls[place].get_object();
    if (const auto id = string_or(part, "id"); !id.empty()) call["id"] = id;
    if (const auto* own = part.if_contains(own_field_of_call)) call[own_field_of_call] = *own;
    const auto* more = object_at(part, "function");
    if (!more) return;
    auto& function = call["function"].get_object();
    if (const auto name = string_or(*more, "name"); !name.empty()) function["name"] = name;
    if (const auto* whole = object_at(*more, "arguments")) function["arguments"] = *whole;
    append_text(function, "arguments", *more);
}

bool is_told(const JsonObject& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    return value && !value->is_null();
}

}  // namespace

Result<Reply> reply_of_completion(const JsonObject& body)
{
    const auto* choices = array_at(body, "choices");
    const auto* choice = choices && !choices->empty() ? choices->front().if_object() : nullptr;
    // OpenRouter tells so that the provider behind it broke off.
    if (choice && object_at(*choice, "error")) return error_within(*choice);
    const auto* message = choice ? object_at(*choice, "message") : nullptr;
    if (!message) return Error{ErrorCode::unavailable, "the model's answer holds no message"};

    if (auto refusal = string_or(*message, "refusal"); !refusal.empty())
        return Error{ErrorCode::not_doable, "the model refuses: " + refusal};

    Reply reply;
    reply.text = without_thoughts(text_of(*message));
    reply.tool_calls = calls_of(*message);
    reply.usage = usage_of(body);
    for (const auto field : own_fields)
        if (is_told(*message, field)) reply.own[field] = message->at(field);
    const auto reason = string_or(*choice, "finish_reason");
    reply.was_cut_off = reason == "length";
    if (reason == "content_filter" && reply.tool_calls.empty())
        return Error{ErrorCode::not_doable, "the model provider's filter withheld the answer"};
    return reply;
}

Result<JsonObject> completion_of_stream(const std::vector<JsonObject>& events)
{
    JsonObject message;
    JsonArray calls;
    JsonObject body;
    std::string reason;
    for (const auto& event : events) {
        if (is_told(event, "error")) return JsonObject{{"error", event.at("error")}};
        if (const auto* usage = object_at(event, "usage")) body["usage"] = *usage;
        const auto* choices = array_at(event, "choices");
        const auto* choice = choices && !choices->empty() ? choices->front().if_object() : nullptr;
        if (!choice) continue;
        reason = string_or(*choice, "finish_reason", reason);
        const auto* delta = object_at(*choice, "delta");
        if (!delta) continue;
        if (const auto more = text_of(*delta); !more.empty())
            message["content"] = string_or(message, "content") + more;
        append_text(message, "refusal", *delta);
        append_thoughts(message, *delta);
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

}  // namespace lissom::models
