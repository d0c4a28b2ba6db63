#include "models/failure.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ctime>

#include "models/provider.hpp"

namespace lissom::models {
namespace {

constexpr std::size_t longest_quote = 300;  // of a provider's explanation
constexpr double a_day_ms = 86'400'000;     // of waiting: so that no number is too big for its type

struct Explanation {
    std::string words;  // for a person
    std::string signs;  // words and the provider's own names of the error, in lower case
};

// Providers explain themselves as {"error": {"message": …, "code": …}}, {"error": "…"}, {"message": …} or
// {"detail": …}; some put a list around it.
Explanation explanation(std::string_view body)
{
    auto json = parse_json(body);
    if (json && json->is_array() && !json->get_array().empty()) json = Json(json->get_array().front());
    const auto* object = json ? json->if_object() : nullptr;
    if (!object) return {cut(body, longest_quote), lower_case(body)};
    const auto* inner = object_at(*object, "error");
    const auto& error = inner ? *inner : *object;
    auto words = string_or(error, "message", string_or(error, "error", string_or(error, "detail")));
    // A middleman's words are empty ("Provider returned error"); those of the provider behind it stand
    // beside.
    if (const auto* beside = object_at(error, "metadata"))
        if (const auto raw = string_or(*beside, "raw"); !raw.empty())
            words += (words.empty() ? "" : ": ") + raw;
    auto signs = lower_case(words + " " + string_or(error, "code") + " " + string_or(error, "type"));
    return {cut(words, longest_quote), std::move(signs)};
}

bool has_one_of(std::string_view text, std::initializer_list<std::string_view> signs)
{
    return std::ranges::any_of(signs, [&](std::string_view sign) { return text.contains(sign); });
}

// As the servers word it that we know of: there is no code that they share.
bool is_too_long(std::string_view signs)
{
    return has_one_of(
        signs,
        {"context_length",
         "context length",
         "context size",
         "context window",
         "context limit",
         "context the overflows",
         "exceed_context_size",
         "maximum context",
         "maximum model length",
         "prompt is too long",
         "input is too long",
         "request too large",
         "too large for model",
         "token count exceeds",
         "exceeds the maximum number of tokens",
         "number of tokens to keep from the initial prompt",
         "reduce the length of the messages"}
    );
}

// No money is no rush hour: waiting does not help.
bool is_out_of_money(std::string_view signs)
{
    return has_one_of(
        signs, {"insufficient_quota", "exceeded your current quota", "credit balance", "insufficient balance"}
    );
}

}  // namespace

std::string lower_case(std::string_view text)
{
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), [](unsigned char letter) {
        return static_cast<char>(letter < 128 ? std::tolower(letter) : letter);
    });
    return lowered;
}

Error error_from(int status, std::string_view body)
{
    const auto [why, signs] = explanation(body);
    const auto suffix = " (HTTP " + std::to_string(status) + (why.empty() ? "" : ": " + why) + ")";
    if (status == 402 || is_out_of_money(signs))
        return {ErrorCode::unauthorized, "the account at the model provider has no money left" + suffix};
    if (status == 401 || status == 403)
        return {
            ErrorCode::unauthorized,
            "the model provider refuses the key; check its environment variable" + suffix
        };
    if (status == 404)
        return {ErrorCode::invalid_argument, "the model provider knows no such model or address" + suffix};
    if (status == 413 || is_too_long(signs))
        return {ErrorCode::invalid_argument, "the prompt is too long for the model" + suffix};
    if (status == 429)
        return {ErrorCode::too_many_requests, "the model provider's rate limit is reached" + suffix};
    if (has_one_of(signs, {"content_policy", "content_filter", "content management policy"}))
        return {ErrorCode::not_doable, "the model provider's filter refuses the prompt" + suffix};
    // 408 and 409 are a server's troubles with itself.
    if (status >= 500 || status == 408 || status == 409)
        return {ErrorCode::unavailable, "the model provider has a problem" + suffix};
    return {ErrorCode::invalid_argument, "the model provider refuses the request" + suffix};
}

Error error_within(const JsonObject& body)
{
    const auto* error = object_at(body, "error");
    auto status = error ? int_or(*error, "code", 500) : 500;
    // Anthropic gives names for numbers.
    if (error && string_or(*error, "type") == "rate_limit_error") status = 429;
    if (error && string_or(*error, "type") == "invalid_request_error" && !error->contains("code"))
        status = 400;
    return error_from(status >= 400 && status < 600 ? static_cast<int>(status) : 500, dump(Json(body)));
}

Millis retry_after(const net::Headers& headers, std::int64_t now)
{
    const auto number = [&](const char* name) -> std::optional<double> {
        const auto header = headers.find(name);
        if (header == headers.end()) return std::nullopt;
        double value = 0;
        const auto* end = header->second.data() + header->second.size();
        const auto [stop, error] = std::from_chars(header->second.data(), end, value);
        return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
    };
    const auto wait = [](double milliseconds) {
        return Millis(static_cast<std::int64_t>(std::clamp(milliseconds, 0.0, a_day_ms)));
    };
    if (const auto exact = number("retry-after-ms")) return wait(*exact);
    if (const auto seconds = number("retry-after")) return wait(*seconds * 1000);
    const auto date = headers.find("retry-after");
    std::tm parts{};
    if (date == headers.end() || !strptime(date->second.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts))
        return Millis(0);
    return wait(static_cast<double>(timegm(&parts)) * 1000 - static_cast<double>(now));
}

}  // namespace lissom::models
