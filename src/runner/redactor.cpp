#include "runner/redactor.hpp"

#include <algorithm>
#include <array>

#include "base/base64.hpp"

namespace lissom::runner {
namespace {

constexpr std::size_t min_letters = 5;

bool is_number(std::string_view text) { return text.find_first_not_of("0123456789.,-+ ") == text.npos; }

std::string url_encoded(std::string_view text, std::string_view space)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (plain.find(c) != plain.npos)
            result += c;
        else if (c == ' ')
            result += space;
        else
            result.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

// As it stands between the quotes of a JSON text.
std::string json_escaped(std::string_view text)
{
    const auto quoted = dump(Json(text));
    return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

void Redactor::add(std::string_view name, std::string_view value)
{
    if (value.size() < min_letters || is_number(value)) return;
    const auto mask = "<secret>" + std::string(name) + "</secret>";
    const std::array<std::string, 6> forms{
        std::string(value),
        url_encoded(value, "%20"),
        url_encoded(value, "+"),
        to_base64(value),
        json_escaped(value),
        json_escaped(json_escaped(value)),
    };
    for (const auto& form : forms)
        if (std::ranges::find(forms_, form, &std::pair<std::string, std::string>::first) == forms_.end())
            forms_.emplace_back(form, mask);
    std::ranges::sort(forms_, std::ranges::greater(), [](const auto& form) {
        return form.first.size();
    });
}

std::string Redactor::text(std::string text) const
{
    for (const auto& [form, mask] : forms_)
        for (auto at = text.find(form); at != text.npos; at = text.find(form, at + mask.size()))
            text.replace(at, form.size(), mask);
    return text;
}

Json Redactor::json(Json json) const
{
    if (is_empty()) return json;
    if (auto* string = json.if_string()) return Json(text(std::string(*string)));
    if (auto* list = json.if_array())
        for (auto& entry : *list) entry = this->json(std::move(entry));
    if (auto* fields = json.if_object()) *fields = object(std::move(*fields));
    return json;
}

JsonObject Redactor::object(JsonObject object) const
{
    if (is_empty()) return object;
    JsonObject result;
    for (auto& [name, value] : object) result[text(std::string(name))] = json(std::move(value));
    return result;
}

}  // namespace lissom::runner
