#include "base/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace lissom {

Result<Json> parse_json(std::string_view text)
{
    boost::system::error_code ec;
    auto json = boost::json::parse(text, ec);
    if (ec) return Error{ErrorCode::invalid_argument, "not valid JSON: " + ec.message()};
    return json;
}

std::string dump(const Json& json) { return boost::json::serialize(json); }

Result<std::string> require_string(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    if (!value || !value->is_string())
        return Error{ErrorCode::invalid_argument, "\"" + std::string(key) + "\" must be a string"};
    return std::string(value->get_string());
}

Result<std::int64_t> require_int(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    if (!value || !value->is_int64())
        return Error{ErrorCode::invalid_argument, "\"" + std::string(key) + "\" must be an integer"};
    return value->get_int64();
}

std::string string_or(const JsonObject& object, std::string_view key, std::string_view fallback)
{
    const auto* value = object.if_contains(key);
    return std::string(value && value->is_string() ? std::string_view(value->get_string()) : fallback);
}

std::int64_t int_or(const JsonObject& object, std::string_view key, std::int64_t fallback)
{
    const auto* value = object.if_contains(key);
    if (!value) return fallback;
    boost::system::error_code ec;
    const auto number = value->to_number<std::int64_t>(ec);
    return ec ? fallback : number;
}

double number_or(const JsonObject& object, std::string_view key, double fallback)
{
    const auto* value = object.if_contains(key);
    return value && value->is_number() ? value->to_number<double>() : fallback;
}

bool bool_or(const JsonObject& object, std::string_view key, bool fallback)
{
    const auto* value = object.if_contains(key);
    return value && value->is_bool() ? value->get_bool() : fallback;
}

const JsonObject* object_at(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value ? value->if_object() : nullptr;
}

const JsonArray* array_at(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value ? value->if_array() : nullptr;
}

}  // namespace lissom
