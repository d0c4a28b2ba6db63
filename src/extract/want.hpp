#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "extract/page_data.hpp"
#include "extract/shape.hpp"
#include "extract/words.hpp"

namespace lissom::extract {

// What kind of thing a property asks for, where its name or format tells.
enum class Role {
    plain,
    title,
    url,
    image,
    price,
    date,
    duration,
    rating,
    author,
    description,
    email,
    phone,
    identifier,
    truth
};

// One value that a schema asks for.
struct Want {
    std::string path;  // "address.city"
    Words words;       // of its name, what it belongs to first
    Words own;         // of its name alone
    Words more;        // of its description
    Words heads;  // of these the words that say what it is: "unit" of "stock keeping unit of the product"
    Role role = Role::plain;
    Shape shape;
    bool is_list = false;         // an array of scalars
    bool wants_iso = false;       // a date as 2026-11-22
    bool wants_original = false;  // the price before a discount
};

// `nouns` are what the records are called ("product"): in "product_name" they say nothing.
Want want_of(const std::string& path, const Shape& shape, const Words& outer, const Words& nouns);

// A want by a name alone, to filter and sort by.
Want want_of_words(const Words& words, Shape::Kind kind);

struct Locale {
    std::string url;
    bool is_day_first = false;  // how the page writes 3/4/2026
};

// The field's value as the want asks for it; nothing where it is not of that kind. Never more than the page
// says.
std::optional<Json> convert(const Field& field, const Want& want, const Locale& locale);

// A text as one of the shape's choices, or as the scalar it asks for.
std::optional<Json> fit_choices(const Shape& shape, const std::string& text);

}  // namespace lissom::extract
