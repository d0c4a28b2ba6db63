#include "runner/keys.hpp"

#include <algorithm>
#include <array>

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/try.hpp"

namespace lissom::runner {
namespace {

// "Last used" is for people: a minute is exact enough, and costs one write however many requests there were.
constexpr Millis save_uses_every{60'000};
constexpr std::size_t secret_length = 32;  // 190 bits
constexpr std::size_t max_key_length = 512;
constexpr std::size_t short_key_length = 16;

std::string sha256_hex(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const auto byte : digest) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

std::string last_four(std::string_view text)
{
    return std::string(text.substr(text.size() < 8 ? text.size() : text.size() - 4));
}

Done check_text(std::string_view text)
{
    const auto is_plain = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!text.empty() && text.size() <= max_key_length && std::ranges::all_of(text, is_plain)) return {};
    return Error{
        ErrorCode::invalid_argument,
        "an API key must be 1 to " + std::to_string(max_key_length) +
            " printable ASCII characters without spaces"
    };
}

}  // namespace

Keys::Keys(boost::asio::any_io_executor executor, store::Store& store, Clock clock)
    : store_(store),
      clock_(std::move(clock)),
      nursery_(std::move(executor))
{
}

Async<Done> Keys::start()
{
    CO_TRY(auto keys, co_await store_.keys());
    for (auto& key : keys) {
        CO_TRY(auto limits, limits_from_json(key.limits));
        remember(std::move(key), std::move(limits));
    }
    nursery_.spawn("key uses", keep_saving_uses());
    co_return Done{};
}

Async<void> Keys::close()
{
    co_await nursery_.stop();
    co_await save_uses();
}

Async<Result<NewKey>> Keys::create(std::string name, JsonObject limits)
{
    NewKey created;
    created.key.id = random_id();
    created.text = "sk_" + created.key.id + "_" + random_id(secret_length);
    created.key.name = std::move(name);
    created.key.secret_sha256 = sha256_hex(created.text);
    created.key.hint = last_four(created.text);
    CO_TRY(created.key, co_await add(std::move(created.key), std::move(limits)));
    co_return created;
}

Async<Result<store::Key>> Keys::import(std::string text, std::string name, JsonObject limits)
{
    CO_TRY_DONE(check_text(text));
    const auto hash = sha256_hex(text);
    if (const auto same = ids_by_secret_.find(hash); same != ids_by_secret_.end()) {
        const auto& key = keys_.find(same->second)->second.key;
        if (!key.is_revoked) co_return key;
        co_return Error{
            ErrorCode::conflict, "the API key ending in " + key.hint + " was revoked: choose another"
        };
    }
    if (text.size() < short_key_length)
        log::warn(
            "this API key is short enough to be guessed",
            {{"characters", text.size()}, {"better", short_key_length}}
        );

    store::Key key;
    key.id = random_id();
    key.name = std::move(name);
    key.secret_sha256 = hash;
    key.hint = last_four(text);
    co_return co_await add(std::move(key), std::move(limits));
}

Async<Result<store::Key>> Keys::add(store::Key key, JsonObject limits)
{
    CO_TRY(auto parsed, limits_from_json(limits));
    key.limits = std::move(limits);
    key.created_at_ms = clock_();
    CO_TRY_DONE(co_await store_.insert_key(key));
    remember(key, std::move(parsed));
    co_return key;
}

void Keys::remember(store::Key key, Limits limits)
{
    ids_by_secret_[key.secret_sha256] = key.id;
    auto id = key.id;
    keys_[std::move(id)] = Known{std::move(key), std::move(limits), std::nullopt, false};
}

std::vector<store::Key> Keys::list() const
{
    std::vector<store::Key> keys;
    for (const auto& [id, known] : keys_) keys.push_back(known.key);
    std::ranges::sort(keys, {}, [](const store::Key& key) { return std::pair(key.created_at_ms, key.id); });
    return keys;
}

const store::Key* Keys::find(std::string_view id) const
{
    const auto found = keys_.find(id);
    return found == keys_.end() ? nullptr : &found->second.key;
}

Async<Done> Keys::revoke(std::string id)
{
    const auto found = keys_.find(id);
    if (found == keys_.end()) co_return Error{ErrorCode::not_found, "no key with the id " + id};
    // Refused at once, even if the store should fail now.
    found->second.key.is_revoked = true;
    co_return co_await store_.update_key(found->second.key);
}

Async<Done> Keys::set_limits(std::string id, JsonObject limits)
{
    CO_TRY(auto parsed, limits_from_json(limits));
    const auto found = keys_.find(id);
    if (found == keys_.end()) co_return Error{ErrorCode::not_found, "no key with the id " + id};
    found->second.limits = std::move(parsed);
    found->second.key.limits = std::move(limits);
    co_return co_await store_.update_key(found->second.key);
}

Result<std::string> Keys::check(std::string_view text)
{
    if (text.empty()) return Error{ErrorCode::unauthorized, "no API key: send it in the header \"apikey\""};
    const Error unknown{ErrorCode::unauthorized, "invalid API key"};
    if (text.size() > max_key_length) return unknown;

    // What can be timed is a comparison of hashes, and nobody can choose those.
    const auto hash = sha256_hex(text);
    const auto id = ids_by_secret_.find(hash);
    if (id == ids_by_secret_.end()) return unknown;
    auto& known = keys_.find(id->second)->second;
    if (CRYPTO_memcmp(known.key.secret_sha256.data(), hash.data(), hash.size()) != 0) return unknown;
    if (known.key.is_revoked) return Error{ErrorCode::unauthorized, "this API key was revoked"};

    const auto now_ms = clock_();
    if (known.limits.expires_at_ms && now_ms >= *known.limits.expires_at_ms)
        return Error{ErrorCode::unauthorized, "this API key has expired"};
    if (!take_one_request(known, now_ms))
        return Error{
            ErrorCode::too_many_requests,
            "more than " + std::to_string(*known.limits.requests_per_minute) + " requests a minute: slow down"
        };
    known.key.last_used_at_ms = now_ms;
    known.is_use_unsaved = true;
    return known.key.id;
}

bool Keys::take_one_request(Known& known, std::int64_t now_ms)
{
    if (!known.limits.requests_per_minute) return true;
    const auto a_minute = static_cast<double>(*known.limits.requests_per_minute);
    if (!known.allowance) known.allowance = Allowance{a_minute, now_ms};
    auto& allowance = *known.allowance;
    const auto passed_ms = static_cast<double>(std::max<std::int64_t>(0, now_ms - allowance.counted_at_ms));
    allowance.requests = std::min(a_minute, allowance.requests + passed_ms * a_minute / 60'000);
    allowance.counted_at_ms = now_ms;
    if (allowance.requests < 1) return false;
    allowance.requests -= 1;
    return true;
}

const Limits& Keys::limits_of(std::string_view id) const
{
    static const Limits none;
    const auto found = keys_.find(id);
    return found == keys_.end() ? none : found->second.limits;
}

Done Keys::check_credits(std::string_view id) const
{
    const auto found = keys_.find(id);
    if (found == keys_.end()) return {};
    const auto& [key, limits, allowance, unsaved] = found->second;
    if (!limits.credits || key.credits_used < *limits.credits) return {};
    return Error{ErrorCode::too_many_requests, "API credits exhausted: ask whoever runs the server for more"};
}

Async<Done> Keys::charge(std::string id, double credits)
{
    const auto found = keys_.find(id);
    if (found == keys_.end() || credits <= 0) co_return Done{};
    found->second.key.credits_used += credits;
    co_return co_await store_.update_key(found->second.key);
}

Async<void> Keys::keep_saving_uses()
{
    while (true) {
        co_await pause(save_uses_every);
        co_await save_uses();
    }
}

Async<void> Keys::save_uses()
{
    std::vector<std::string> used;
    for (const auto& [id, known] : keys_)
        if (known.is_use_unsaved) used.push_back(id);
    for (const auto& id : used) {
        // Looked up again each time: much may have happened while the one before was written.
        auto& known = keys_.find(id)->second;
        known.is_use_unsaved = false;
        if (auto saved = co_await store_.update_key(known.key); !saved)
            log::warn(
                "when a key was last used could not be saved", {{"key", id}, {"why", saved.error().message}}
            );
    }
}

}  // namespace lissom::runner
