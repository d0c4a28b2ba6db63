#include "models/http_model.hpp"

#include <algorithm>
#include <charconv>

#include "base/try.hpp"

namespace lissom::models {
namespace {

constexpr Millis first_pause(500);
constexpr Millis longest_pause(30'000);     // a provider that asks for more is as good as down for a task
constexpr std::size_t longest_quote = 300;  // of a provider's explanation

// Providers explain themselves as {"error": {"message": …}} or {"error": "…"}.
std::string explanation(std::string_view body)
{
    const auto json = parse_json(body);
    const auto* object = json ? json->if_object() : nullptr;
    if (!object) return std::string(body.substr(0, longest_quote));
    if (const auto* error = object_at(*object, "error"))
        return string_or(*error, "message").substr(0, longest_quote);
    return string_or(*object, "error", string_or(*object, "message")).substr(0, longest_quote);
}

bool is_too_long(std::string_view text)
{
    constexpr std::string_view signs[] = {
        "context_length",
        "context length",
        "maximum context",
        "prompt is too long",
        "context window",
        "too many tokens"
    };
    return std::ranges::any_of(signs, [&](std::string_view sign) { return text.contains(sign); });
}

bool is_worth_a_retry(const Error& error)
{
    return error.code == ErrorCode::too_many_requests || error.code == ErrorCode::unavailable ||
           error.code == ErrorCode::timeout;
}

Millis retry_after(const net::Reply& reply)
{
    const auto header = reply.headers.find("retry-after");
    if (header == reply.headers.end()) return Millis(0);
    int seconds = 0;
    std::from_chars(header->second.data(), header->second.data() + header->second.size(), seconds);
    return std::clamp(Millis(seconds * 1000LL), Millis(0), longest_pause);
}

}  // namespace

Error error_from(int status, std::string_view body)
{
    const auto why = explanation(body);
    const auto suffix = " (HTTP " + std::to_string(status) + (why.empty() ? "" : ": " + why) + ")";
    if (status == 401 || status == 403)
        return {
            ErrorCode::unauthorized,
            "the model provider refuses the key; check its environment variable" + suffix
        };
    if (status == 404)
        return {ErrorCode::invalid_argument, "the model provider knows no such model or address" + suffix};
    if (status == 413 || is_too_long(why))
        return {ErrorCode::invalid_argument, "the prompt is too long for the model" + suffix};
    if (status == 429)
        return {ErrorCode::too_many_requests, "the model provider's rate limit is reached" + suffix};
    if (status >= 500) return {ErrorCode::unavailable, "the model provider has a problem" + suffix};
    return {ErrorCode::invalid_argument, "the model provider refuses the request" + suffix};
}

HttpModel::HttpModel(const Provider& provider, ModelSettings settings, net::Client& client)
    : provider_(provider),
      settings_(std::move(settings)),
      client_(client)
{
}

std::string HttpModel::name() const { return settings_.provider + ":" + settings_.model; }

Async<Result<Reply>> HttpModel::ask(Ask ask)
{
    auto growing_pause = first_pause;
    for (int attempt = 0;; ++attempt) {
        Millis wanted_pause(0);
        auto reply = co_await ask_once(ask, wanted_pause);
        if (reply || attempt >= settings_.retries || !is_worth_a_retry(reply.error())) co_return reply;
        co_await pause(std::max(growing_pause, wanted_pause));
        growing_pause = std::min(growing_pause * 2, longest_pause);
    }
}

Async<Result<Reply>> HttpModel::ask_once(const Ask& ask, Millis& wait_before_retry)
{
    auto call = provider_.to_call(settings_, ask);
    call.limit = ask.limit;
    call.proxy = settings_.proxy;
    CO_TRY(const auto answer, co_await client_.fetch(std::move(call)));
    wait_before_retry = retry_after(answer);
    if (answer.status < 200 || answer.status > 299) co_return error_from(answer.status, answer.body);

    const auto body = parse_json(answer.body);
    if (!body || !body->is_object())
        co_return Error{ErrorCode::unavailable, "the model provider's answer is no JSON object"};
    CO_TRY(auto reply, provider_.from_body(body->get_object()));
    reply.usage.cost_usd = cost_of(reply.usage);
    co_return reply;
}

double HttpModel::cost_of(const Usage& usage) const
{
    if (!settings_.price) return 0;
    const auto fresh = static_cast<double>(usage.input_tokens - usage.cached_tokens);
    return (fresh * settings_.price->input +
            static_cast<double>(usage.cached_tokens) * settings_.price->cached +
            static_cast<double>(usage.output_tokens) * settings_.price->output) /
           1e6;
}

}  // namespace lissom::models
