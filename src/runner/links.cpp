#include "runner/links.hpp"

#include <algorithm>
#include <charconv>

#include <openssl/crypto.h>

#include "base/base64.hpp"
#include "runner/hmac.hpp"

namespace lissom::runner {
namespace {

constexpr char separator = '\n';  // no id has one

std::string url_safe(std::string text)
{
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(std::min(text.find('='), text.size()));
    return text;
}

std::string_view name_of(Purpose purpose)
{
    switch (purpose) {
        case Purpose::downloads: return "downloads";
        case Purpose::view: return "view";
        case Purpose::control: return "control";
        case Purpose::recording: return "recording";
    }
    return "";
}

std::optional<Purpose> purpose_from(std::string_view name)
{
    for (const auto purpose : {Purpose::downloads, Purpose::view, Purpose::control, Purpose::recording})
        if (name == name_of(purpose)) return purpose;
    return std::nullopt;
}

// A live view ends with its task; after that its link only tells where the recording is.
constexpr std::int64_t live_link_kept_s = 30LL * 24 * 3'600;
// A recording is there until its task's data is deleted.
constexpr std::int64_t recording_link_kept_s = 10LL * 365 * 24 * 3'600;

std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find(separator), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

}  // namespace

std::string sign_link(std::string_view secret, const LinkTarget& target, std::int64_t expires_at_s)
{
    const auto claim = std::string(name_of(target.purpose)) + separator + std::to_string(expires_at_s) +
                       separator + target.key_id + separator + target.task_id;
    return url_safe(to_base64(claim)) + "." + url_safe(to_base64(hmac(secret, claim)));
}

std::optional<LinkTarget> read_link(std::string_view secret, std::string_view token, std::int64_t now_s)
{
    const auto dot = token.find('.');
    if (secret.empty() || dot == token.npos) return std::nullopt;
    const auto claim = from_base64(token.substr(0, dot));
    const auto seal = from_base64(token.substr(dot + 1));
    if (!claim || !seal) return std::nullopt;
    const auto expected = hmac(secret, *claim);
    if (seal->size() != expected.size() || CRYPTO_memcmp(seal->data(), expected.data(), expected.size()) != 0)
        return std::nullopt;

    std::string_view rest = *claim;
    const auto purpose = purpose_from(take_line(rest));
    const auto expiry = take_line(rest);
    std::int64_t expires_at_s = 0;
    std::from_chars(expiry.data(), expiry.data() + expiry.size(), expires_at_s);
    if (!purpose || expires_at_s <= now_s) return std::nullopt;
    LinkTarget target;
    target.purpose = *purpose;
    target.key_id = take_line(rest);
    target.task_id = take_line(rest);
    return target;
}

std::string live_url(const Settings& settings, const task::Task& task, Purpose purpose)
{
    const auto expires_at_s = task.created_at_ms / 1'000 + live_link_kept_s;
    const auto token = sign_link(settings.link_secret, {purpose, task.key_id, task.id}, expires_at_s);
    return settings.public_base + "/live/" + token + "?device=" + std::string(task::name_of(task.device));
}

std::string recording_url(const Settings& settings, const task::Task& task)
{
    const auto expires_at_s = task.created_at_ms / 1'000 + recording_link_kept_s;
    const auto token =
        sign_link(settings.link_secret, {Purpose::recording, task.key_id, task.id}, expires_at_s);
    return settings.public_base + "/recordings/" + token + ".mp4";
}

}  // namespace lissom::runner
