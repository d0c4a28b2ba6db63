#include "agent/secrets.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/base64.hpp"
#include "base/try.hpp"
#include "egress/url_pattern.hpp"

namespace lissom::agent {
namespace {

constexpr std::size_t shortest_masked = 4;
constexpr std::string_view opening = "<secret>";
constexpr std::string_view closing = "</secret>";

std::string url_encoded(std::string_view text)
{
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (unreserved.contains(c)) {
            encoded += c;
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[octet >> 4U];
        encoded += digits[octet & 15U];
    }
    return encoded;
}

std::string json_escaped(std::string_view text)
{
    const auto quoted = dump(Json(text));
    return quoted.substr(1, quoted.size() - 2);
}

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

// A secret with a pattern that cannot be read is released nowhere.
bool is_allowed(const task::Secret& secret, std::string_view frame_url)
{
    const auto patterns = egress::parse_patterns(secret.allowed_urls);
    const auto url = net::Url::parse(frame_url);
    return patterns && url && egress::matches_any(*patterns, *url);
}

// Calls change(text) on every string of a JSON value and on the names of its fields.
template <class Change>
Json with_texts(const Json& json, const Change& change)
{
    if (json.is_string()) return Json(change(std::string(json.get_string())));
    if (const auto* array = json.if_array()) {
        JsonArray changed;
        for (const auto& entry : *array) changed.push_back(with_texts(entry, change));
        return changed;
    }
    if (const auto* object = json.if_object()) {
        JsonObject changed;
        for (const auto& [name, entry] : *object)
            changed[change(std::string(name))] = with_texts(entry, change);
        return changed;
    }
    return json;
}

}  // namespace

std::string placeholder_of(std::string_view secret_name)
{
    return std::string(opening) + std::string(secret_name) + std::string(closing);
}

Secrets::Secrets(std::vector<std::pair<std::string, task::Secret>> secrets)
    : secrets_(std::move(secrets))
{
    for (const auto& [name, secret] : secrets_) {
        if (secret.value.size() < shortest_masked) continue;
        for (auto& form :
             {secret.value, url_encoded(secret.value), to_base64(secret.value), json_escaped(secret.value)})
            forms_.push_back({form, placeholder_of(name)});
    }
    std::ranges::sort(forms_, std::greater(), [](const Form& form) { return form.text.size(); });
    std::erase_if(secrets_, [](const auto& entry) { return entry.second.allowed_urls.empty(); });
}

std::vector<std::pair<std::string, task::Secret>> Secrets::hidden() const
{
    auto hidden = secrets_;
    for (auto& [name, secret] : hidden) secret.allowed_urls.clear();
    return hidden;
}

std::vector<std::string> Secrets::names() const
{
    std::vector<std::string> names;
    for (const auto& [name, secret] : secrets_) names.push_back(name);
    return names;
}

bool Secrets::are_named_in(const JsonObject& params) const { return dump(params).contains(opening); }

Result<JsonObject> Secrets::release(const JsonObject& params, std::string_view frame_url) const
{
    if (secrets_.empty()) return params;

    std::optional<Error> refusal;
    const auto put_in = [&](std::string text) {
        for (const auto& [name, secret] : secrets_) {
            const auto placeholder = placeholder_of(name);
            if (!text.contains(placeholder)) continue;
            if (!is_allowed(secret, frame_url)) {
                refusal = Error{
                    ErrorCode::forbidden,
                    "the secret " + name + " may not be used on " + std::string(frame_url)
                };
                return text;
            }
            replace_all(text, placeholder, secret.value);
        }
        if (text.contains(opening) && !refusal) {
            std::string known;
            for (const auto& name : names()) known += (known.empty() ? "" : ", ") + name;
            refusal = Error{ErrorCode::invalid_argument, "there is no such secret; there are: " + known};
        }
        return text;
    };
    auto released = with_texts(params, put_in);
    if (refusal) return *std::move(refusal);
    return std::move(released.get_object());
}

std::string Secrets::mask(std::string text) const
{
    // From left to right, the longest form first. What is a placeholder stays one, also where a value is a
    // word of it ("secret").
    std::string masked;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = std::string_view(text).substr(at);
        const auto found = std::ranges::find_if(forms_, [&](const Form& form) {
            return rest.starts_with(form.placeholder) || rest.starts_with(form.text);
        });
        if (found == forms_.end()) {
            masked += text[at++];
            continue;
        }
        at += rest.starts_with(found->placeholder) ? found->placeholder.size() : found->text.size();
        masked += found->placeholder;
    }
    return masked;
}

Json Secrets::mask(const Json& json) const
{
    return with_texts(json, [this](std::string text) { return mask(std::move(text)); });
}

}  // namespace lissom::agent
