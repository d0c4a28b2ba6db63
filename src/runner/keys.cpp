#include "runner/keys.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/try.hpp"

namespace lissom::runner {
namespace {

// "Last used" is for people: a minute is exact enough, and costs one write however many requests there were.
constexpr Millis save_uses_every{60'000};
constexpr std::size_t id_length = 12;      // people read and type it
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

// Four characters of a short key would be a good part of it.
std::string hint_of(std::string_view text)
{
    return text.size() < short_key_length ? std::string() : std::string(text.substr(text.size() - 4));
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
    CO_TRY_DONE(co_await load());
    nursery_.spawn("key uses", keep_saving_uses());
    co_return Done{};
}

Async<void> Keys::close()
{
    co_await nursery_.stop();
    co_await save_uses();
}

Async<Done> Keys::load()
{
    const auto asked_at_ms = clock_();
    CO_TRY(auto keys, co_await store_.keys());
    // Old texts of a key must not stay valid.
    ids_by_secret_.clear();
    for (auto& key : keys) {
        CO_TRY(auto limits, limits_from_json(key.limits));
        remember(std::move(key), std::move(limits));
    }
    loaded_at_ms_ = asked_at_ms;
    co_return Done{};
}

Async<void> Keys::catch_up(Millis at_most_every)
{
    if (is_loading_ || clock_() - loaded_at_ms_ < at_most_every.count()) co_return;
    struct Loading {
        bool& flag;
        explicit Loading(bool& its_flag)
            : flag(its_flag)
        {
            flag = true;
        }
        ~Loading() { flag = false; }
    } const loading(is_loading_);
    if (auto loaded = co_await load(); !loaded)
        log::warn("keys could not be read again; those known stay valid", {{"why", loaded.error().message}});
}

Async<Result<NewKey>> Keys::create(std::string name, JsonObject limits)
{
    CO_TRY(auto parsed, limits_from_json(limits));
    NewKey created;
    created.key.id = random_id(id_length);
    created.text = "sk_" + created.key.id + "_" + random_id(secret_length);
    created.key.name = std::move(name);
    created.key.secret_sha256 = sha256_hex(created.text);
    created.key.hint = hint_of(created.text);
    created.key.limits = std::move(limits);
    created.key.created_at_ms = clock_();
    CO_TRY_DONE(co_await store_.insert_key(created.key));
    remember(created.key, std::move(parsed));
    co_return created;
}

Async<Done> Keys::put(std::string id, std::string name, std::string text)
{
    CO_TRY_DONE(check_text(text));
    if (text.size() < short_key_length)
        log::warn(
            "this API key is short enough to be guessed",
            {{"key", id}, {"better_characters", short_key_length}}
        );

    const auto* known = find(id);
    auto key = known ? *known : store::Key{};
    const auto limits = limits_of(id);
    key.id = std::move(id);
    key.name = std::move(name);
    key.secret_sha256 = sha256_hex(text);
    key.hint = hint_of(text);
    key.is_revoked = false;
    if (!known) key.created_at_ms = clock_();
    CO_TRY_DONE(known ? co_await store_.update_key(key) : co_await store_.insert_key(key));
    std::erase_if(ids_by_secret_, [&](const auto& entry) { return entry.second == key.id; });
    remember(std::move(key), limits);
    co_return Done{};
}

void Keys::remember(store::Key key, Limits limits)
{
    ids_by_secret_[key.secret_sha256] = key.id;
    auto& known = keys_[key.id];
    known.key = std::move(key);
    known.limits = std::move(limits);
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
    Error unknown{ErrorCode::unauthorized, "invalid API key"};
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
    known.unsaved_use_ms = now_ms;
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
    const auto& known = found->second;
    if (!known.limits.credits || known.key.credits_used < *known.limits.credits) return {};
    return Error{ErrorCode::too_many_requests, "API credits exhausted: ask whoever runs the server for more"};
}

Async<Done> Keys::charge(std::string id, double credits)
{
    const auto found = keys_.find(id);
    if (found == keys_.end() || credits <= 0) co_return Done{};
    found->second.key.credits_used += credits;
    co_return co_await store_.note_key_use(std::move(id), 0, credits);
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
        if (known.unsaved_use_ms != 0) used.push_back(id);
    for (const auto& id : used) {
        const auto at_ms = std::exchange(keys_.find(id)->second.unsaved_use_ms, 0);
        if (auto saved = co_await store_.note_key_use(id, at_ms, 0); !saved)
            log::warn(
                "when a key was last used could not be saved", {{"key", id}, {"why", saved.error().message}}
            );
    }
}

}  // namespace lissom::runner
