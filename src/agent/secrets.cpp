#include "agent/secrets.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <optional>

#include "agent/values_at.hpp"
#include "base/base64.hpp"
#include "base/try.hpp"
#include "egress/url_pattern.hpp"

namespace lissom::agent {
namespace {

constexpr std::size_t shortest_masked = 4;
constexpr std::string_view opening = "<secret>";
constexpr std::string_view closing = "</secret>";

// A value without its last letter is as good as known, and pages hear it: our hand enters that letter by
// itself (actions/field). Shorter ones are words like others.
constexpr std::size_t shortest_beginning = 6;

// What of printable ASCII, beside letters and digits, the writers of addresses leave as it is.
constexpr std::string_view left_by_rfc_3986 = "-._~";
constexpr std::string_view left_by_scripts = "-._~!*'()";  // encodeURIComponent
constexpr std::string_view left_by_forms = "-._*";         // and URLSearchParams; a blank becomes a plus
constexpr std::string_view left_by_browsers = "-._~!*()$%&+,/:;=?@[\\]^_`{|}";  // in the query of an address

std::string url_encoded(std::string_view text, std::string_view left)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x80 && (std::isalnum(octet) != 0 || left.contains(c))) {
            encoded += c;
            continue;
        }
        if (c == ' ' && left == left_by_forms) {
            encoded += '+';
            continue;
        }
        encoded += '%';
        encoded += digits[octet >> 4U];
        encoded += digits[octet & 15U];
    }
    return encoded;
}

std::string without_last_letter(std::string text)
{
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
    if (!text.empty()) text.pop_back();
    return text;
}

// What must not be seen of a value.
std::vector<std::string> telling(const std::string& value)
{
    std::vector<std::string> texts{value};
    if (auto beginning = without_last_letter(value); beginning.size() >= shortest_beginning)
        texts.push_back(std::move(beginning));
    return texts;
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
        changed.reserve(array->size());
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

std::vector<std::string>
values_at(const std::vector<std::pair<std::string, task::Secret>>& secrets, std::string_view url)
{
    std::vector<std::string> values;
    for (const auto& [name, secret] : secrets)
        if (secret.value.size() >= shortest_masked && is_allowed(secret, url))
            std::ranges::move(telling(secret.value), std::back_inserter(values));
    return values;
}

Secrets::Secrets(std::vector<std::pair<std::string, task::Secret>> secrets)
    : secrets_(std::move(secrets))
{
    for (const auto& [name, secret] : secrets_) {
        if (secret.value.size() < shortest_masked) continue;
        for (const auto& text : telling(secret.value)) {
            for (const auto left : {left_by_rfc_3986, left_by_scripts, left_by_forms, left_by_browsers})
                forms_.push_back({url_encoded(text, left), placeholder_of(name)});
            for (auto& form : {text, to_base64(text), json_escaped(text)})
                forms_.push_back({form, placeholder_of(name)});
        }
    }
    std::ranges::sort(forms_, std::greater(), [](const Form& form) {
        return std::pair(form.text.size(), form.text);
    });
    const auto [rest, end] = std::ranges::unique(forms_, {}, &Form::text);
    forms_.erase(rest, end);
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
    names.reserve(secrets_.size());
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
