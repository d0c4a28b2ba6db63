#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace lissom::extract {

// What a JSON Schema asks for, reduced to what can be looked for on a page: references resolved, "or null" as
// a flag, the first useful choice of several.
struct Shape {
    enum class Kind { any, object, array, string, number, integer, boolean, null };

    Kind kind = Kind::any;
    bool is_nullable = false;
    std::string title;
    std::string description;
    std::string format;
    std::vector<Json> choices;  // enum, const
    std::string name;           // of a property
    std::vector<Shape> properties;
    std::vector<std::string> required;
    std::shared_ptr<Shape>
        items;  // of arrays; of objects with free keys: the values. Shared: shapes are copied
    bool has_free_keys = false;  // an object whose keys the schema leaves open
    std::size_t min_items = 0;
    std::optional<std::size_t> max_items;
    Json fallback;  // "default"; null where none
    Json schema;  // of this place, to check a value by; references still in it where `is_checkable` is false
    bool is_checkable = false;

    bool is_required(std::string_view property) const;
    bool is_scalar() const { return kind != Kind::object && kind != Kind::array && kind != Kind::any; }
};

// The schema must have passed check_schema(). Recursive schemas are cut off where pages end too: six deep.
Shape shape_of(const Json& schema);

}  // namespace lissom::extract
