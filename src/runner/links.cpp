#include "runner/links.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/base64.hpp"

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

std::string hmac(std::string_view secret, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(
        EVP_sha256(),
        secret.data(),
        static_cast<int>(secret.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        digest.data(),
        &size
    );
    return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string_view name_of(Purpose purpose)
{
    switch (purpose) {
        case Purpose::downloads: return "downloads";
    }
    return "";
}

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
    if (take_line(rest) != name_of(Purpose::downloads)) return std::nullopt;
    const auto expiry = take_line(rest);
    std::int64_t expires_at_s = 0;
    std::from_chars(expiry.data(), expiry.data() + expiry.size(), expires_at_s);
    if (expires_at_s <= now_s) return std::nullopt;
    LinkTarget target;
    target.key_id = take_line(rest);
    target.task_id = take_line(rest);
    return target;
}

}  // namespace lissom::runner
