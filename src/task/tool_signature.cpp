#include "task/tool_signature.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace lissom::task {
namespace {

// Python programmers write their own type names into bare maps.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> python_types{{
    {"str", "string"},
    {"int", "integer"},
    {"float", "number"},
    {"bool", "boolean"},
    {"dict", "object"},
    {"list", "array"},
    {"None", "null"},
}};
constexpr std::array<std::string_view, 7>
    json_types{"string", "integer", "number", "boolean", "object", "array", "null"};

std::string_view json_type_of(std::string_view name)
{
    if (std::ranges::find(json_types, name) != json_types.end()) return name;
    for (const auto& [python, json] : python_types)
        if (python == name) return json;
    return "";
}

// A parameter may itself be called "type" or "properties": then the value is a parameter's description, not a
// schema's.
bool is_schema(const JsonObject& inputs)
{
    if (const auto* type = inputs.if_contains("type"); type && type->is_string())
        return type->get_string() == "object";
    if (inputs.contains("$ref") || inputs.contains("$schema")) return true;
    const auto* properties = inputs.if_contains("properties");
    return properties && properties->is_object() &&
           std::ranges::all_of(properties->get_object(), [](const auto& entry) {
               return entry.value().is_object() || entry.value().is_bool();
           });
}

JsonObject lift_param(const Json& param)
{
    if (const auto* text = param.if_string()) {  // {"site": "string"} or {"site": "the site's name"}
        const auto type = json_type_of(*text);
        return type.empty() ? JsonObject{{"description", *text}} : JsonObject{{"type", type}};
    }
    if (!param.is_object()) return {};
    auto schema = param.get_object();
    if (auto* type = schema.if_contains("type"); type && type->is_string()) {
        const auto known = json_type_of(type->get_string());
        if (known.empty())
            schema.erase("type");  // "Date" would forbid every value
        else
            *type = known;
    }
    // In a bare map "required" is a flag of the parameter; in a schema it would be a list of names.
    if (const auto* required = schema.if_contains("required"); required && required->is_bool())
        schema.erase("required");
    return schema;
}

bool is_optional(const Json& param)
{
    const auto* object = param.if_object();
    if (!object) return false;
    const auto* required = object->if_contains("required");
    return object->contains("default") || (required && required->is_bool() && !required->get_bool());
}

}  // namespace

JsonObject lift_tool_inputs(const JsonObject& inputs)
{
    if (is_schema(inputs)) return inputs;
    JsonObject properties;
    JsonArray required;
    for (const auto& [name, param] : inputs) {
        properties[name] = lift_param(param);
        if (!is_optional(param)) required.emplace_back(name);
    }
    return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

}  // namespace lissom::task
