#include "cli/trace.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/try.hpp"
#include "cli/call.hpp"

namespace lissom::cli {
namespace {

constexpr std::string_view indent = "      ";

// An escape sequence in a page's text must not reach the terminal.
std::string harmless(std::string_view text)
{
    std::string kept;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code >= 0x20 ? code != 0x7F : c == '\n' || c == '\t') kept += c;
    }
    return kept;
}

std::string indented(std::string_view text)
{
    std::string lines;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines += std::string(indent) + "  " + std::string(text.substr(at, end - at)) + "\n";
        at = end + 1;
    }
    return lines;
}

std::string time_of(double ms)
{
    char text[32];
    if (ms < 1'000)
        std::snprintf(text, sizeof text, "%.0f ms", ms);
    else
        std::snprintf(text, sizeof text, "%.1f s", ms / 1'000);
    return text;
}

std::string cost_of(const JsonObject& entry)
{
    auto text = time_of(number_or(entry, "took_ms"));
    if (const auto thinking = number_or(entry, "thinking_ms"); thinking > 0)
        text += ", model " + time_of(thinking);
    if (const auto* tokens = object_at(entry, "tokens"))
        if (const auto count = int_or(*tokens, "input") + int_or(*tokens, "output"); count > 0)
            text += ", " + std::to_string(count) + " tokens";
    if (const auto dollars = number_or(entry, "cost_usd"); dollars > 0) {
        char sum[32];
        std::snprintf(sum, sizeof sum, ", $%.5f", dollars);
        text += sum;
    }
    return text;
}

std::string text_of(const JsonObject& entry, std::string_view key)
{
    const auto* value = entry.if_contains(key);
    if (!value || value->is_null()) return "";
    if (const auto* object = value->if_object(); object && object->empty()) return "";
    return value->is_string() ? std::string(value->get_string()) : dump(*value);
}

std::string line_of(const JsonObject& entry)
{
    const auto kind = string_or(entry, "kind");
    if (kind == "full") return "      (the trace grew too long; what came after was not kept)\n";
    const bool has_failed = bool_or(entry, "failed");
    char number[16] = "      ";
    if (kind == "step")
        std::snprintf(number, sizeof number, "%4lld  ", static_cast<long long>(int_or(entry, "step")));
    auto what = string_or(entry, "action");
    if (kind == "result") what = has_failed ? "gave up" : "answer";
    auto said = text_of(entry, "effect");
    if (kind == "result" && !has_failed) said = text_of(entry, "output");
    if (said.empty()) said = text_of(entry, "params");
    std::ranges::replace(said, '\n', ' ');
    return number + what + (has_failed && kind != "result" ? " FAILED: " : ": ") + said + "  [" +
           cost_of(entry) + "]\n";
}

std::string parts_of(const JsonObject& entry)
{
    constexpr std::pair<std::string_view, std::string_view> parts[] = {
        {"url", "at"},
        {"observation", "seen"},
        {"asked", "asked"},
        {"answered", "answered"},
        {"params", "parameters"},
        {"output", "output"},
    };
    std::string text;
    for (const auto& [key, name] : parts)
        if (const auto part = text_of(entry, key); !part.empty())
            text += std::string(indent) + std::string(name) + "\n" + indented(part);
    return text;
}

}  // namespace

Async<Result<JsonArray>> read_trace(net::Client& client, Server server, std::string id)
{
    CO_TRY(auto reply, co_await client.fetch(call_of(server, net::Method::get, "/task/" + id + "/trace")));
    CO_TRY(auto json, result_of(reply));
    if (!json.is_array())
        co_return Error{ErrorCode::unavailable, "the server's answer is not a trace: it may be an older one"};
    co_return std::move(json.as_array());
}

std::string describe_trace(const JsonArray& entries, Detail detail)
{
    std::string text;
    for (const auto& value : entries) {
        const auto* entry = value.if_object();
        if (!entry) continue;
        text += line_of(*entry);
        if (detail == Detail::everything) text += parts_of(*entry);
    }
    return harmless(text);
}

}  // namespace lissom::cli
