#include "models/plain_schema.hpp"

#include <algorithm>

namespace lissom::models {
namespace {

constexpr std::string_view plain_words[] = {"type", "description", "enum", "required"};
constexpr int deepest = 12;  // of a schema that refers to itself

// What "#/$defs/Money" stands for; null where it leads nowhere.
const JsonObject* referred(const JsonObject& root, std::string_view reference)
{
    if (!reference.starts_with("#/")) return nullptr;
    const auto slash = reference.find('/', 2);
    if (slash == std::string_view::npos) return nullptr;
    const auto* definitions = object_at(root, reference.substr(2, slash - 2));
    return definitions ? object_at(*definitions, reference.substr(slash + 1)) : nullptr;
}

JsonObject plain(const JsonObject& root, const JsonObject& schema, int depth)
{
    if (depth > deepest) return {};
    if (const auto* target = referred(root, string_or(schema, "$ref")))
        return plain(root, *target, depth + 1);
    // Of several ways, the first that is more than "or nothing".
    for (const auto* choice : {"anyOf", "oneOf", "allOf"})
        if (const auto* ways = array_at(schema, choice))
            for (const auto& way : *ways)
                if (const auto* object = way.if_object(); object && string_or(*object, "type") != "null")
                    return plain(root, *object, depth + 1);

    JsonObject said;
    for (const auto word : plain_words)
        if (const auto* value = schema.if_contains(word)) said[word] = *value;
    if (const auto* value = schema.if_contains("const")) said["enum"] = JsonArray{*value};
    // ["string", "null"] is "string".
    if (const auto* types = array_at(said, "type")) {
        const auto type = std::ranges::find_if(*types, [](const Json& one) { return one != "null"; });
        said["type"] = type == types->end() ? Json("string") : Json(*type);
    }
    if (const auto* properties = object_at(schema, "properties")) {
        JsonObject fields;
        for (const auto& [name, field] : *properties)
            fields[name] = field.is_object() ? plain(root, field.get_object(), depth + 1) : JsonObject();
        said["properties"] = std::move(fields);
    }
    if (const auto* items = object_at(schema, "items")) said["items"] = plain(root, *items, depth + 1);
    return said;
}

}  // namespace

JsonObject plain_schema(const JsonObject& schema) { return plain(schema, schema, 0); }

}  // namespace lissom::models
