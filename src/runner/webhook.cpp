#include "runner/webhook.hpp"

#include <array>

#include "base/log.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "runner/hmac.hpp"

namespace lissom::runner {
namespace {

// Long enough for a restart of the other side, short enough to be of use.
constexpr std::array waits{Millis(1'000), Millis(5'000), Millis(30'000), Millis(120'000), Millis(600'000)};
constexpr Millis attempt_limit(15'000);
constexpr std::size_t most_answer = 64u << 10;  // nobody reads it

enum class Outcome { taken, try_again, give_up };

Outcome outcome_of(int status)
{
    if (status >= 200 && status < 300) return Outcome::taken;
    const bool is_passing = status >= 500 || status == 408 || status == 429;
    return is_passing ? Outcome::try_again : Outcome::give_up;
}

Async<Result<int>>
post(net::Client& client, egress::Gateway& gateway, std::string signature, const Notice& notice)
{
    CO_TRY(const auto url, net::Url::parse(notice.url));
    CO_TRY(auto address, co_await gateway.address_for(url.host(), url.port()));
    net::Call call;
    call.method = net::Method::post;
    call.url = notice.url;
    call.headers["Content-Type"] = "application/json";
    call.headers["User-Agent"] = "Lissom/" LISSOM_VERSION;
    call.headers["Lissom-Delivery"] = notice.id;
    call.headers["Lissom-Signature"] = std::move(signature);
    call.body = dump(notice.body);
    call.limit = attempt_limit;
    call.max_bytes = most_answer;
    call.connect_to = std::move(address);
    CO_TRY(const auto reply, co_await client.fetch(std::move(call)));
    co_return reply.status;
}

}  // namespace

std::string sign_notice(std::string_view secret, std::string_view body, std::int64_t seconds)
{
    const auto time = std::to_string(seconds);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result = "t=" + time + ",v1=";
    for (const char byte : hmac(secret, time + "." + std::string(body))) {
        const auto value = static_cast<unsigned char>(byte);
        result += digits[value >> 4];
        result += digits[value & 15];
    }
    return result;
}

Notice notice_of(const task::Task& task, std::string url, std::string secret)
{
    return {
        std::move(url),
        "wh_" + task.id,
        std::move(secret),
        {{"event", "task.ended"}, {"task", task::to_json(task)}}
    };
}

Async<void> deliver(net::Client& client, egress::Gateway& gateway, Clock clock, Notice notice)
{
    for (std::size_t attempt = 0;; ++attempt) {
        const auto signature = sign_notice(notice.secret, dump(notice.body), clock() / 1'000);
        const auto status = co_await post(client, gateway, signature, notice);
        const auto outcome = status                                        ? outcome_of(*status)
                             : status.error().code == ErrorCode::forbidden ? Outcome::give_up
                                                                           : Outcome::try_again;
        if (outcome == Outcome::taken) co_return;
        if (outcome == Outcome::give_up || attempt == waits.size()) {
            const auto why = status ? "it answered " + std::to_string(*status) : status.error().message;
            log::warn("a webhook was given up", {{"id", notice.id}, {"attempts", attempt + 1}, {"why", why}});
            co_return;
        }
        co_await pause(waits.at(attempt));
    }
}

}  // namespace lissom::runner
