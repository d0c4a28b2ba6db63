#include "models/http_model.hpp"

#include <algorithm>
#include <charconv>

#include "base/log.hpp"
#include "base/try.hpp"
#include "models/event_stream.hpp"

namespace lissom::models {
namespace {

constexpr Millis first_pause(500);
constexpr Millis unstreamed_limit(180'000);  // the whole of an answer that comes at once
constexpr Millis longest_pause(30'000);      // a provider that asks for more is as good as down for a task
constexpr std::size_t longest_quote = 300;   // of a provider's explanation

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

// A time-out has cost its time: once more, not again and again.
bool is_worth_a_retry(const Error& error, int attempt, int retries)
{
    if (error.code == ErrorCode::timeout) return attempt < std::min(1, retries);
    return attempt < retries &&
           (error.code == ErrorCode::too_many_requests || error.code == ErrorCode::unavailable);
}

bool is_stream(const net::Reply& reply)
{
    const auto type = reply.headers.find("content-type");
    return type != reply.headers.end() && type->second.contains("event-stream");
}

// A stream that has begun can only tell an error within; some put an HTTP status with it.
Error error_within(const JsonObject& body)
{
    const auto* error = object_at(body, "error");
    const auto status = error ? int_or(*error, "code", 500) : 500;
    return error_from(status >= 400 && status < 600 ? static_cast<int>(status) : 500, dump(Json(body)));
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
        if (reply || !is_worth_a_retry(reply.error(), attempt, settings_.retries)) co_return reply;
        log::info(
            "a model is asked again",
            {{"model", name()}, {"why", reply.error().message}, {"attempt", attempt + 1}}
        );
        co_await pause(std::max(growing_pause, wanted_pause));
        growing_pause = std::min(growing_pause * 2, longest_pause);
    }
}

Async<Result<Reply>> HttpModel::ask_once(const Ask& ask, Millis& wait_before_retry)
{
    auto call = provider_.to_call(settings_, ask);
    call.limit = ask.limit;
    if (settings_.can_stream)
        call.silence = settings_.silence;
    else
        call.limit = std::min(ask.limit, unstreamed_limit);
    call.proxy = settings_.proxy;
    CO_TRY(const auto answer, co_await client_.fetch(std::move(call)));
    wait_before_retry = retry_after(answer);
    if (answer.status == 400 && settings_.can_stream && answer.body.contains("stream")) {
        settings_.can_stream = false;  // an imitation that cannot, or not with its usage told
        co_return co_await ask_once(ask, wait_before_retry);
    }
    if (answer.status >= 400 && ask.schema && settings_.shape_order != ShapeOrder::none &&
        answer.body.contains("response_format")) {
        // Some say so with 400 or 422, some with 500.
        settings_.shape_order =
            settings_.shape_order == ShapeOrder::json_schema ? ShapeOrder::json_object : ShapeOrder::none;
        co_return co_await ask_once(ask, wait_before_retry);
    }
    if (answer.status < 200 || answer.status > 299) co_return error_from(answer.status, answer.body);

    CO_TRY(const auto body, body_of(answer));
    if (object_at(body, "error") && !body.contains("choices")) co_return error_within(body);
    CO_TRY(auto reply, provider_.from_body(body));
    reply.usage.cost_usd = cost_of(reply.usage);
    co_return reply;
}

Result<JsonObject> HttpModel::body_of(const net::Reply& answer) const
{
    if (is_stream(answer)) return provider_.from_stream(events_of(answer.body));
    auto body = parse_json(answer.body);
    if (!body || !body->is_object())
        return Error{ErrorCode::unavailable, "the model provider's answer is no JSON object"};
    return std::move(body->get_object());
}

double HttpModel::cost_of(const Usage& usage) const
{
    if (!settings_.price) return usage.cost_usd;  // what the provider said, if it did
    const auto fresh = static_cast<double>(usage.input_tokens - usage.cached_tokens);
    return (fresh * settings_.price->input +
            static_cast<double>(usage.cached_tokens) * settings_.price->cached +
            static_cast<double>(usage.output_tokens) * settings_.price->output) /
           1e6;
}

}  // namespace lissom::models
