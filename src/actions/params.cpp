#include "actions/params.hpp"

#include <charconv>

#include "base/try.hpp"

namespace lissom::actions {
namespace {

Error wrong(std::string_view key, std::string_view wanted)
{
    return {ErrorCode::invalid_argument, "'" + std::string(key) + "' must be " + std::string(wanted)};
}

bool is_given(const JsonObject& params, std::string_view key)
{
    const auto* value = params.if_contains(key);
    return value != nullptr && !value->is_null();
}

std::optional<view::Ref> ref_of(std::string_view text)
{
    while (!text.empty() && (text.front() == '[' || text.front() == ' ' || text.front() == '@'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ']' || text.back() == ' ')) text.remove_suffix(1);
    if (text.starts_with('e')) text.remove_prefix(1);
    view::Ref ref = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ref);
    if (error != std::errc() || end != text.data() + text.size() || ref <= 0) return std::nullopt;
    return ref;
}

}  // namespace

Result<view::Ref> ref_from(const JsonObject& params, std::string_view key)
{
    const auto* value = params.if_contains(key);
    if (value != nullptr && value->is_number()) {
        const auto ref = value->to_number<view::Ref>();
        if (ref > 0) return ref;
    }
    if (value != nullptr && value->is_string()) {
        if (const auto ref = ref_of(value->get_string())) return *ref;
    }
    return wrong(key, "an element of the page, like \"e12\"");
}

Result<std::optional<view::Ref>> optional_ref_from(const JsonObject& params, std::string_view key)
{
    if (!is_given(params, key)) return std::optional<view::Ref>();
    TRY(const auto ref, ref_from(params, key));
    return std::optional(ref);
}

Result<std::optional<browser::Point>> optional_point_from(const JsonObject& params, std::string_view key)
{
    if (!is_given(params, key)) return std::optional<browser::Point>();
    const auto& value = params.at(key);
    if (const auto* list = value.if_array();
        list != nullptr && list->size() == 2 && list->at(0).is_number() && list->at(1).is_number()) {
        return std::optional(browser::Point{list->at(0).to_number<double>(), list->at(1).to_number<double>()}
        );
    }
    const auto* object = value.if_object();
    if (object == nullptr) return wrong(key, "two numbers, like [10, 20]");
    const auto* x = object->if_contains("x");
    const auto* y = object->if_contains("y");
    if (x == nullptr || y == nullptr || !x->is_number() || !y->is_number())
        return wrong(key, "two numbers, like [10, 20]");
    return std::optional(browser::Point{x->to_number<double>(), y->to_number<double>()});
}

Result<std::string> text_from(const JsonObject& params, std::string_view key)
{
    const auto* value = params.if_contains(key);
    if (value == nullptr || value->is_null()) return wrong(key, "given");
    if (const auto* text = value->if_string()) return std::string(*text);
    if (value->is_object() || value->is_array()) return wrong(key, "a text");
    return dump(*value);
}

std::string optional_text_from(const JsonObject& params, std::string_view key, std::string_view fallback)
{
    if (!is_given(params, key)) return std::string(fallback);
    auto text = text_from(params, key);
    return text ? *std::move(text) : std::string(fallback);
}

std::string shown_instead(const JsonObject& params)
{
    return bool_or(params, "is_secret") ? string_or(params, "shown_as", "a secret") : "";
}

}  // namespace lissom::actions
