#include "models/http_model.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/try.hpp"
#include "models/event_stream.hpp"
#include "models/failure.hpp"

namespace lissom::models {
namespace {

constexpr Millis first_pause(500);
constexpr Millis unstreamed_limit(180'000);  // the whole of an answer that comes at once
constexpr Millis longest_growing_pause(30'000);
constexpr Millis longest_wait(90'000);  // a provider that asks for more is as good as down for a task
constexpr int most_lessons = 8;         // of one ask: more than a server has ways to refuse

// A time-out has cost its time: once more, not again and again.
bool is_worth_a_retry(const Error& error, int attempt, int retries)
{
    if (error.code == ErrorCode::timeout) return attempt < std::min(1, retries);
    return attempt < retries &&
           (error.code == ErrorCode::too_many_requests || error.code == ErrorCode::unavailable);
}

// Some servers quote the key that they refuse.
Error without_key(Error error, std::string_view key)
{
    constexpr std::size_t shortest_key = 8;  // shorter ones are stand-ins, and words of any sentence
    for (std::size_t at = 0;
         key.size() >= shortest_key && (at = error.message.find(key, at)) != std::string::npos;)
        error.message.replace(at, key.size(), "(the key)");
    return error;
}

bool is_stream(const net::Reply& reply)
{
    const auto type = reply.headers.find("content-type");
    return type != reply.headers.end() && type->second.contains("event-stream");
}

bool is_error(const JsonObject& body)
{
    const auto* error = body.if_contains("error");
    return error && !error->is_null() && !body.contains("choices");
}

}  // namespace

HttpModel::HttpModel(const Provider& provider, ModelSettings settings, net::Client& client)
    : provider_(provider),
      settings_(std::move(settings)),
      habits_{.base_url = settings_.base_url, .length_limit = provider.length_limit},
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
        if (wanted_pause > longest_wait) {
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wanted_pause).count();
            co_return Error{
                reply.error().code,
                reply.error().message + "; it asks to be left alone for " + std::to_string(seconds) + " s"
            };
        }
        log::info(
            "a model is asked again",
            {{"model", name()}, {"why", reply.error().message}, {"attempt", attempt + 1}}
        );
        co_await pause(std::max(growing_pause, wanted_pause));
        growing_pause = std::min(growing_pause * 2, longest_growing_pause);
    }
}

Async<Result<Reply>> HttpModel::ask_once(const Ask& ask, Millis& wait_before_retry)
{
    CO_TRY(const auto answer, co_await send(ask));
    wait_before_retry = retry_after(answer.headers, system_clock()());
    if (answer.status < 200 || answer.status > 299)
        co_return without_key(error_from(answer.status, answer.body), settings_.api_key);

    CO_TRY(const auto body, body_of(answer));
    if (is_error(body)) co_return without_key(error_within(body), settings_.api_key);
    CO_TRY(auto reply, provider_.from_body(body));
    reply.usage.cost_usd = cost_of(reply.usage);
    co_return reply;
}

// Sends it, and again with less where the server says that it cannot do all that was asked of it.
Async<Result<net::Reply>> HttpModel::send(const Ask& ask)
{
    auto habits = habits_;
    for (int lessons = 0;; ++lessons) {
        auto call = provider_.to_call(settings_, habits, ask);
        call.limit = habits.streams ? ask.limit : std::min(ask.limit, unstreamed_limit);
        if (habits.streams) call.silence = settings_.silence;
        call.proxy = settings_.proxy;
        CO_TRY(auto answer, co_await client_.fetch(std::move(call)));
        if (answer.status < 400 || lessons == most_lessons) co_return answer;
        auto less = after_refusal(habits, answer, ask);
        if (less == habits) co_return answer;
        habits = std::move(less);
        if (!is_of_one_ask(answer)) habits_ = habits;
    }
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
    const auto& price = *settings_.price;
    const auto fresh = usage.input_tokens - usage.cached_tokens - usage.stored_tokens;
    return (static_cast<double>(fresh) * price.input +
            static_cast<double>(usage.cached_tokens) * price.cached +
            static_cast<double>(usage.stored_tokens) * (price.stored > 0 ? price.stored : price.input) +
            static_cast<double>(usage.output_tokens) * price.output) /
           1e6;
}

}  // namespace lissom::models
