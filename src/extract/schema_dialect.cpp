#include "extract/schema_dialect.hpp"

#include <algorithm>
#include <cmath>
#include <regex>

#include "base/try.hpp"

namespace lissom::extract {
namespace {

constexpr int max_depth = 64;         // deeper than any schema a person or a generator writes
constexpr double max_whole = 9.0e15;  // beyond it a double no longer holds every integer

struct Format {
    std::string_view name;
    std::string_view pattern;
};

// The formats that clients' models use and the validator does not check itself. Strict enough to catch prose
// in the place of a value, lenient enough for every real one.
constexpr Format formats[] = {
    {"email", R"(^[^@\s]+@[^@\s]+\.[^@\s.]+$)"},
    {"uri", R"(^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$)"},
    {"url", R"(^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$)"},
    {"uri-reference", R"(^[^\s]*$)"},
    {"uuid", "^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$"},
    {"ipv4", R"(^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$)"},
    {"hostname", "^[A-Za-z0-9]([A-Za-z0-9-]{0,62}[.]?)*$"},
};

const Format* find_format(std::string_view name)
{
    for (const auto& format : formats)
        if (format.name == name) return &format;
    return nullptr;
}

Error bad_schema(std::string_view path, std::string_view why)
{
    return Error{
        ErrorCode::invalid_argument,
        "the JSON Schema is not usable at " + (path.empty() ? "its root" : std::string(path)) + ": " +
            std::string(why)
    };
}

struct LetterClass {
    std::string_view name;   // as in \p{name}
    std::string_view bytes;  // inside brackets
};

// The validator's expressions work on bytes and know no Unicode classes: any byte of a multi-byte letter
// counts as one.
constexpr LetterClass letter_classes[] = {
    {"L", R"(A-Za-z\x80-\xff)"},
    {"Lu", R"(A-Z\x80-\xff)"},
    {"Ll", R"(a-z\x80-\xff)"},
    {"N", "0-9"},
    {"Nd", "0-9"},
};

// Rewrites \p{L} and its kin; a class that stands outside of brackets gets brackets of its own.
std::string byte_pattern(std::string_view pattern)
{
    std::string bytes;
    bool is_in_brackets = false;
    while (!pattern.empty()) {
        const auto* const found = std::ranges::find_if(letter_classes, [&](const LetterClass& one) {
            return pattern.starts_with("\\p{" + std::string(one.name) + "}");
        });
        if (found != std::end(letter_classes)) {
            bytes += is_in_brackets ? std::string(found->bytes) : "[" + std::string(found->bytes) + "]";
            pattern.remove_prefix(found->name.size() + 4);
            continue;
        }
        if (pattern[0] == '[') is_in_brackets = true;
        if (pattern[0] == ']') is_in_brackets = false;
        const auto length = std::min<std::size_t>(pattern[0] == '\\' ? 2 : 1, pattern.size());
        bytes += pattern.substr(0, length);
        pattern.remove_prefix(length);
    }
    return bytes;
}

bool compiles(const std::string& pattern)
{
    try {
        (void)std::regex(pattern);
        return true;
    } catch (const std::regex_error&) {
        return false;
    }
}

bool holds_schema(std::string_view keyword)
{
    return keyword == "items" || keyword == "additionalItems" || keyword == "additionalProperties" ||
           keyword == "contains" || keyword == "propertyNames" || keyword == "not" || keyword == "if" ||
           keyword == "then" || keyword == "else";
}

bool holds_list_of_schemas(std::string_view keyword)
{
    return keyword == "anyOf" || keyword == "allOf" || keyword == "oneOf";
}

bool holds_map_of_schemas(std::string_view keyword)
{
    return keyword == "properties" || keyword == "patternProperties" || keyword == "$defs" ||
           keyword == "definitions";
}

Result<Json> lower(const Json& schema, const std::string& path, int depth);

Result<Json> lower_list(const Json& list, const std::string& path, int depth)
{
    if (!list.is_array()) return bad_schema(path, "must be an array of schemas");
    JsonArray lowered;
    for (const auto& entry : list.get_array()) {
        TRY(auto one, lower(entry, path + "/" + std::to_string(lowered.size()), depth + 1));
        lowered.push_back(std::move(one));
    }
    return Json(std::move(lowered));
}

Result<Json> lower_map(const Json& map, const std::string& path, int depth)
{
    if (!map.is_object()) return bad_schema(path, "must be an object of schemas");
    JsonObject lowered;
    for (const auto& [name, entry] : map.get_object()) {
        TRY(auto one, lower(entry, path + "/" + std::string(name), depth + 1));
        lowered[name] = std::move(one);
    }
    return Json(std::move(lowered));
}

// The keywords that changed their names or places since draft 7.
void rename_newer_keywords(JsonObject& schema)
{
    if (const auto* prefix = schema.if_contains("prefixItems")) {
        auto rest = schema.if_contains("items") ? schema.at("items") : Json(true);
        schema["items"] = *prefix;
        schema["additionalItems"] = std::move(rest);
        schema.erase("prefixItems");
    }
    for (const auto* keyword : {"dependentRequired", "dependentSchemas"}) {
        const auto* newer = object_at(schema, keyword);
        if (!newer) continue;
        JsonObject merged =
            object_at(schema, "dependencies") ? *object_at(schema, "dependencies") : JsonObject();
        for (const auto& [name, value] : *newer) merged[name] = value;
        schema["dependencies"] = std::move(merged);
        schema.erase(keyword);
    }
    if (bool_or(schema, "nullable") && schema.contains("type") && schema.at("type").is_string())
        schema["type"] = JsonArray{schema.at("type"), "null"};
    // Without combinators beside it, "unevaluated" means the same as "additional".
    const bool is_plain = !schema.contains("allOf") && !schema.contains("anyOf") &&
                          !schema.contains("oneOf") && !schema.contains("$ref");
    if (is_plain && schema.contains("unevaluatedProperties") && !schema.contains("additionalProperties"))
        schema["additionalProperties"] = schema.at("unevaluatedProperties");
}

Done lower_texts(JsonObject& schema, const std::string& path)
{
    if (schema.contains("pattern")) {
        TRY(const auto pattern, require_string(schema, "pattern"));
        const auto bytes = byte_pattern(pattern);
        if (!compiles(bytes)) return bad_schema(path + "/pattern", "the regular expression cannot be read");
        schema["pattern"] = bytes;
    }
    if (const auto* format = find_format(string_or(schema, "format"))) {
        auto all = array_at(schema, "allOf") ? *array_at(schema, "allOf") : JsonArray();
        all.push_back(JsonObject{{"pattern", format->pattern}});
        schema["allOf"] = std::move(all);
    }
    return Done();
}

Result<Json> lower_entry(std::string_view keyword, const Json& entry, const std::string& path, int depth)
{
    if (holds_list_of_schemas(keyword) || (keyword == "items" && entry.is_array()))
        return lower_list(entry, path, depth);
    if (holds_map_of_schemas(keyword)) return lower_map(entry, path, depth);
    if (holds_schema(keyword)) return lower(entry, path, depth + 1);
    if (keyword == "$ref" && (!entry.is_string() || !entry.get_string().starts_with('#')))
        return bad_schema(path, "only references within the schema itself (\"#/…\") are followed");
    return entry;
}

Result<Json> lower(const Json& schema, const std::string& path, int depth)
{
    if (depth > max_depth) return bad_schema(path, "it is nested too deeply");
    if (schema.is_bool()) return schema;
    if (!schema.is_object()) return bad_schema(path, "a schema is an object, true or false");

    auto renamed = schema.get_object();
    rename_newer_keywords(renamed);
    if (auto done = lower_texts(renamed, path); !done) return std::move(done).error();

    JsonObject lowered;
    for (const auto& [keyword, entry] : renamed) {
        TRY(auto one, lower_entry(keyword, entry, path + "/" + std::string(keyword), depth));
        lowered[keyword] = std::move(one);
    }
    // An identifier would make the validator look for references below another base address.
    lowered.erase("$id");
    lowered.erase("$schema");
    return Json(std::move(lowered));
}

}  // namespace

Result<Json> to_draft_7(const Json& schema) { return lower(schema, "", 0); }

Json with_whole_numbers(const Json& value)
{
    if (value.is_double()) {
        const double number = value.get_double();
        if (std::abs(number) < max_whole && std::trunc(number) == number)
            return Json(static_cast<std::int64_t>(number));
        return value;
    }
    if (const auto* array = value.if_array()) {
        JsonArray whole;
        for (const auto& entry : *array) whole.push_back(with_whole_numbers(entry));
        return Json(std::move(whole));
    }
    if (const auto* object = value.if_object()) {
        JsonObject whole;
        for (const auto& [name, entry] : *object) whole[name] = with_whole_numbers(entry);
        return Json(std::move(whole));
    }
    return value;
}

}  // namespace lissom::extract
