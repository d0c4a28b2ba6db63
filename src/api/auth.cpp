#include "api/auth.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "runner/keys.hpp"

namespace lissom::api {
namespace {

// A revoked key is refused at the latest this long after `lissom keys revoke`.
constexpr Millis catch_up_interval(5'000);
// An unknown key may have been made a moment ago; more often than this, guessing would cost a query each.
constexpr Millis catch_up_for_unknown(1'000);

// Beyond the free guesses every wrong key doubles the wait, up to a minute.
constexpr std::int64_t first_wait_ms = 1'000;
constexpr std::int64_t longest_wait_ms = 60'000;
// Addresses are remembered so many at a time; beyond that the oldest blockades are forgotten, which only
// helps who has that many addresses to guess from.
constexpr std::size_t max_addresses = 10'000;

std::string_view shown_key(const net::Request& request)
{
    if (auto key = request.header("apikey"); !key.empty()) return key;
    constexpr std::string_view scheme = "bearer ";
    auto header = request.header("authorization");
    if (header.size() <= scheme.size()) return {};
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    if (!std::ranges::equal(scheme, header.substr(0, scheme.size()), {}, {}, lower)) return {};
    header.remove_prefix(std::min(header.find_first_not_of(' ', scheme.size()), header.size()));
    return header;
}

}  // namespace

Auth::Auth(runner::Keys& keys, Clock clock)
    : keys_(keys),
      clock_(std::move(clock))
{
}

Async<Result<std::string>> Auth::check(const net::Request& request)
{
    co_await keys_.catch_up(catch_up_interval);

    auto text = shown_key(request);
    if (text.empty())
        co_return Error{ErrorCode::unauthorized, "no API key: send it in the header \"apikey\""};

    auto key_id = keys_.check(text);
    auto is_unknown = !key_id && key_id.error().code == ErrorCode::unauthorized;
    auto now = clock_();
    if (auto& address = address_of(request.remote_address); now < address.refused_until_ms) {
        if (!is_unknown && (!key_id || address.welcome.contains(*key_id))) co_return key_id;
        // Right or wrong, it sounds the same.
        co_return Error{
            ErrorCode::too_many_requests,
            "too many wrong API keys came from this address; try again in " +
                std::to_string(retry_after(request)) + " s"
        };
    }

    if (is_unknown) {
        co_await keys_.catch_up(catch_up_for_unknown);
        key_id = keys_.check(text);
        is_unknown = !key_id && key_id.error().code == ErrorCode::unauthorized;
    }
    if (key_id) address_of(request.remote_address).welcome.insert(*key_id);
    if (is_unknown) note_wrong(request.remote_address, now);
    co_return key_id;
}

std::int64_t Auth::retry_after(const net::Request& request) const
{
    const auto entry = by_address_.find(request.remote_address);
    const auto until = entry == by_address_.end() ? 0 : entry->second.refused_until_ms;
    // A key's own limit fills up again all the time.
    return std::max<std::int64_t>(1, (until - clock_() + 999) / 1'000);
}

Auth::Address& Auth::address_of(const std::string& text)
{
    if (by_address_.size() >= max_addresses && !by_address_.contains(text)) {
        auto since = [](const auto& entry) { return entry.second.refused_until_ms; };
        by_address_.erase(std::ranges::min_element(by_address_, {}, since));
    }
    return by_address_[text];
}

void Auth::note_wrong(const std::string& text, std::int64_t now_ms)
{
    auto& address = address_of(text);
    address.wrong++;
    auto beyond = address.wrong - free_guesses;
    if (beyond <= 0) return;
    address.refused_until_ms = now_ms + std::min(longest_wait_ms, first_wait_ms << std::min(beyond - 1, 10));
    log::warn("wrong API keys keep coming", {{"address", text}, {"wrong", address.wrong}});
}

}  // namespace lissom::api
