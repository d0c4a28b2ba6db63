#include "extract/shape.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lissom::extract {
namespace {

constexpr int deepest = 8;           // objects in arrays in objects: pages do not nest deeper
constexpr int most_references = 16;  // one after the other
constexpr std::size_t most_properties = 200;

class Reader {
public:
    explicit Reader(const Json& root)
        : root_(root)
    {
    }

    Shape read(const Json& schema, int depth)
    {
        Shape shape;
        if (depth > deepest || !schema.is_object()) return shape;
        fill(schema.get_object(), shape, depth, 0);
        if (shape.kind == Shape::Kind::any && !shape.properties.empty()) shape.kind = Shape::Kind::object;
        if (shape.kind == Shape::Kind::any && shape.items) shape.kind = Shape::Kind::array;
        shape.schema = schema;
        shape.is_checkable = dump(schema).find("\"$ref\"") == std::string::npos;
        return shape;
    }

private:
    const Json* resolve(std::string_view reference) const
    {
        if (!reference.starts_with('#')) return nullptr;
        boost::system::error_code failed;
        return root_.find_pointer(reference.substr(1), failed);
    }

    void fill(const JsonObject& schema, Shape& shape, int depth, int references)
    {
        if (references > most_references) return;
        if (const auto reference = string_or(schema, "$ref"); !reference.empty()) {
            const auto* target = resolve(reference);
            if (target && target->is_object()) fill(target->get_object(), shape, depth, references + 1);
        }
        // What stands beside a reference speaks of this place and wins.
        if (auto title = string_or(schema, "title"); !title.empty()) shape.title = std::move(title);
        if (auto text = string_or(schema, "description"); !text.empty()) shape.description = std::move(text);
        if (auto format = string_or(schema, "format"); !format.empty()) shape.format = std::move(format);
        if (bool_or(schema, "nullable")) shape.is_nullable = true;
        if (const auto* fallback = schema.if_contains("default")) shape.fallback = *fallback;
        if (const auto* choices = array_at(schema, "enum"))
            shape.choices.assign(choices->begin(), choices->end());
        if (const auto* only = schema.if_contains("const")) shape.choices = {*only};
        if (std::erase_if(shape.choices, [](const Json& choice) { return choice.is_null(); }) > 0)
            shape.is_nullable = true;
        read_type(schema, shape);
        read_object(schema, shape, depth);
        read_array(schema, shape, depth);
        read_choices(schema, shape, depth, references);
        if (shape.kind == Shape::Kind::any && !shape.choices.empty()) shape.kind = kind_of(shape.choices[0]);
    }

    static Shape::Kind kind_of(const Json& value)
    {
        if (value.is_bool()) return Shape::Kind::boolean;
        if (value.is_int64() || value.is_uint64()) return Shape::Kind::integer;
        if (value.is_double()) return Shape::Kind::number;
        return value.is_string() ? Shape::Kind::string : Shape::Kind::any;
    }

    static void take_type(std::string_view name, Shape& shape)
    {
        constexpr auto kinds = std::to_array<std::pair<std::string_view, Shape::Kind>>(
            {{"object", Shape::Kind::object},
             {"array", Shape::Kind::array},
             {"string", Shape::Kind::string},
             {"number", Shape::Kind::number},
             {"integer", Shape::Kind::integer},
             {"boolean", Shape::Kind::boolean}}
        );
        if (name == "null") {
            shape.is_nullable = true;
            return;
        }
        for (const auto& [known, kind] : kinds)
            if (known == name && shape.kind == Shape::Kind::any) shape.kind = kind;
    }

    static void read_type(const JsonObject& schema, Shape& shape)
    {
        const auto* type = schema.if_contains("type");
        if (!type) return;
        if (type->is_string()) take_type(type->get_string(), shape);
        if (type->is_string() && type->get_string() == "null" && shape.kind == Shape::Kind::any)
            shape.kind = Shape::Kind::null;
        if (type->is_array())
            for (const auto& one : type->get_array())
                if (one.is_string()) take_type(one.get_string(), shape);
    }

    void read_object(const JsonObject& schema, Shape& shape, int depth)
    {
        if (const auto* properties = object_at(schema, "properties"))
            for (const auto& [name, inner] : *properties) {
                if (shape.properties.size() >= most_properties) break;
                if (std::ranges::find(shape.properties, std::string_view(name), &Shape::name) !=
                    shape.properties.end())
                    continue;
                shape.properties.push_back(read(inner, depth + 1));
                shape.properties.back().name = name;
            }
        if (const auto* required = array_at(schema, "required"))
            for (const auto& name : *required)
                if (name.is_string() && !shape.is_required(std::string(name.get_string())))
                    shape.required.emplace_back(name.get_string());
        if (const auto* more = schema.if_contains("additionalProperties"); more && more->is_object())
            shape.items = std::make_shared<Shape>(read(*more, depth + 1));
        const auto* more = schema.if_contains("additionalProperties");
        shape.has_free_keys = shape.properties.empty() && !(more && more->is_bool() && !more->get_bool());
    }

    void read_array(const JsonObject& schema, Shape& shape, int depth)
    {
        if (const auto* items = schema.if_contains("items"); items && items->is_object())
            shape.items = std::make_shared<Shape>(read(*items, depth + 1));
        if (const auto least = int_or(schema, "minItems"); least > 0)
            shape.min_items = static_cast<std::size_t>(least);
        if (const auto most = int_or(schema, "maxItems", -1); most >= 0)
            shape.max_items = static_cast<std::size_t>(most);
    }

    // allOf adds up; of anyOf and oneOf the first that can be found on a page is taken.
    void read_choices(const JsonObject& schema, Shape& shape, int depth, int references)
    {
        if (const auto* all = array_at(schema, "allOf"))
            for (const auto& one : *all)
                if (one.is_object()) fill(one.get_object(), shape, depth, references + 1);
        for (const auto* key : {"anyOf", "oneOf"}) {
            const auto* choices = array_at(schema, key);
            if (!choices) continue;
            bool taken = false;
            for (const auto& one : *choices) {
                if (!one.is_object()) continue;
                const bool is_null = string_or(one.get_object(), "type") == "null";
                if (is_null) shape.is_nullable = true;
                if (is_null || taken) continue;
                fill(one.get_object(), shape, depth, references + 1);
                taken = true;
            }
        }
    }

    const Json& root_;
};

}  // namespace

bool Shape::is_required(std::string_view property) const
{
    return std::ranges::find(required, property) != required.end();
}

Shape shape_of(const Json& schema) { return Reader(schema).read(schema, 0); }

}  // namespace lissom::extract
