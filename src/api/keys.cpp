#include "api/keys.hpp"

#include <algorithm>
#include <array>

#include <openssl/sha.h>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/try.hpp"

namespace lissom::api {
namespace {

// A revoked key is refused at the latest this long after `lissom keys revoke`.
constexpr std::int64_t refresh_ms = 5'000;
// An unknown key may have been made a moment ago; more often than this, guessing would cost a query each.
constexpr std::int64_t refresh_for_unknown_ms = 1'000;

// People mistype a key a few times; from here on every wrong one doubles the wait, up to a minute.
constexpr int free_guesses = 10;
constexpr std::int64_t first_wait_ms = 1'000;
constexpr std::int64_t longest_wait_ms = 60'000;
// Addresses are remembered so many at a time; beyond that the oldest blockades are forgotten, which only
// helps who has that many addresses to guess from.
constexpr std::size_t max_addresses = 10'000;

std::string sha256_hex(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> octets{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), octets.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(octets.size() * 2);
    for (auto octet : octets) {
        hex += digits[octet >> 4];
        hex += digits[octet & 15];
    }
    return hex;
}

std::string_view shown_key(const net::Request& request)
{
    if (auto key = request.header("apikey"); !key.empty()) return key;
    constexpr std::string_view scheme = "bearer ";
    auto header = request.header("authorization");
    auto is_bearer = header.size() > scheme.size() &&
                     std::ranges::equal(scheme, header.substr(0, scheme.size()), {}, {}, [](char c) {
                         return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
                     });
    return is_bearer ? header.substr(scheme.size()) : std::string_view();
}

}  // namespace

NewKey make_key(std::string name, std::int64_t now_ms)
{
    auto id = random_id(8);
    auto text = "sk_" + id + "_" + random_id(32);
    return {key_row(std::move(id), std::move(name), text, now_ms), text};
}

store::Key key_row(std::string id, std::string name, std::string_view text, std::int64_t now_ms)
{
    store::Key row;
    row.id = std::move(id);
    row.name = std::move(name);
    row.secret_sha256 = sha256_hex(text);
    // Four characters of a short key would be half of it.
    row.hint = text.size() >= 16 ? std::string(text.substr(text.size() - 4)) : "";
    row.created_at_ms = now_ms;
    return row;
}

Keys::Keys(store::Store& store, Clock clock)
    : store_(store),
      clock_(std::move(clock))
{
}

Async<Done> Keys::load()
{
    CO_TRY(auto rows, co_await store_.keys());
    by_digest_.clear();
    for (auto& row : rows) {
        if (row.is_revoked) continue;
        auto digest = row.secret_sha256;
        by_digest_.emplace(std::move(digest), std::move(row));
    }
    loaded_at_ms_ = clock_();
    co_return Done();
}

Async<void> Keys::refresh(std::int64_t older_than_ms)
{
    if (is_loading_ || clock_() - loaded_at_ms_ < older_than_ms) co_return;
    is_loading_ = true;
    auto done = co_await load();
    is_loading_ = false;
    if (!done)
        log::warn(
            "keys could not be read again; the ones in memory stay valid", {{"why", done.error().message}}
        );
}

const store::Key* Keys::find(const std::string& digest) const
{
    auto it = by_digest_.find(digest);
    return it == by_digest_.end() ? nullptr : &it->second;
}

Async<Result<std::string>> Keys::check(const net::Request& request)
{
    co_await refresh(refresh_ms);

    auto text = shown_key(request);
    if (text.empty()) co_return Error{ErrorCode::unauthorized, "send your API key in the header `apikey`"};

    // A look-up by digest tells nothing about the key by its timing.
    auto digest = sha256_hex(text);
    auto now = clock_();
    if (auto refused_until = address_of(request.remote_address).refused_until_ms; now < refused_until) {
        const auto* key = find(digest);
        if (key && address_of(request.remote_address).welcome.contains(key->id)) co_return key->id;
        auto seconds = (refused_until - now + 999) / 1'000;
        co_return Error{
            ErrorCode::unauthorized,
            "too many wrong API keys came from this address; try again in " + std::to_string(seconds) + " s"
        };
    }

    if (!find(digest)) co_await refresh(refresh_for_unknown_ms);
    auto& address = address_of(request.remote_address);
    const auto* key = find(digest);
    if (!key) co_return note_wrong(address, request.remote_address, now);
    address.welcome.insert(key->id);
    co_return key->id;
}

Keys::Address& Keys::address_of(const std::string& text)
{
    if (by_address_.size() >= max_addresses && !by_address_.contains(text)) {
        auto since = [](const auto& entry) { return entry.second.refused_until_ms; };
        by_address_.erase(std::ranges::min_element(by_address_, {}, since));
    }
    return by_address_[text];
}

Error Keys::note_wrong(Address& address, const std::string& text, std::int64_t now_ms)
{
    address.wrong++;
    if (auto beyond = address.wrong - free_guesses; beyond > 0) {
        address.refused_until_ms =
            now_ms + std::min(longest_wait_ms, first_wait_ms << std::min(beyond - 1, 10));
        log::warn("wrong API keys keep coming", {{"address", text}, {"wrong", address.wrong}});
    }
    return {ErrorCode::unauthorized, "this API key is not known here, or has been revoked"};
}

}  // namespace lissom::api
