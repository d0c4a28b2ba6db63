#include "task/fields.hpp"

#include <algorithm>
#include <cmath>

#include "task/spec.hpp"

namespace lissom::task {
namespace {

JsonArray or_null(std::string_view type) { return {type, "null"}; }

}  // namespace

Fields::Fields(const JsonObject& object, std::string where)
    : object_(object),
      where_(std::move(where))
{
}

const Json* Fields::find(std::string_view name) const
{
    const auto* value = object_.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

std::string Fields::path_of(std::string_view name) const
{
    return where_.empty() ? std::string(name) : where_ + "." + std::string(name);
}

void Fields::refuse(std::string_view name, std::string_view why)
{
    if (!error_) error_ = refused(path_of(name), why);
}

void Fields::check(Done done)
{
    if (!done && !error_) error_ = std::move(done).error();
}

Done Fields::done() const
{
    if (error_) return *error_;
    return {};
}

// -- the schema
// ------------------------------------------------------------------------------------------------------

Fields Fields::describing()
{
    static const JsonObject nothing;
    Fields fields(nothing);
    fields.is_describing_ = true;
    return fields;
}

void Fields::note(std::string_view name, JsonObject keywords)
{
    if (!is_describing_) return;
    auto& noted = properties_[name];
    if (!noted.is_object()) noted = JsonObject();
    for (auto& [keyword, value] : keywords) noted.get_object()[keyword] = std::move(value);
}

JsonObject Fields::schema() const
{
    JsonObject schema{{"type", "object"}};
    if (!required_.empty()) schema["required"] = required_;
    schema["properties"] = properties_;
    return schema;
}

// -- reading
// ---------------------------------------------------------------------------------------------------------

void Fields::read(std::string_view name, bool& target)
{
    note(name, {{"type", or_null("boolean")}, {"default", target}});
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_bool()) return refuse(name, "must be true or false, got " + std::string(kind_of(*value)));
    target = value->get_bool();
}

void Fields::read(std::string_view name, std::string& target)
{
    note(name, {{"type", or_null("string")}});
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_string()) return refuse(name, "must be a string, got " + std::string(kind_of(*value)));
    target = value->get_string();
}

void Fields::read(std::string_view name, std::string& target, std::span<const std::string_view> one_of)
{
    JsonArray names(one_of.begin(), one_of.end());
    names.push_back(nullptr);
    note(name, {{"type", or_null("string")}, {"enum", std::move(names)}});
    if (!target.empty()) note(name, {{"default", target}});
    std::string given;
    read(name, given);
    if (given.empty()) return;
    if (std::ranges::find(one_of, given) != one_of.end()) {
        target = std::move(given);
        return;
    }
    std::string all;
    for (const auto allowed : one_of) all.append(all.empty() ? "" : ", ").append(allowed);
    refuse(name, "must be one of " + all + ", got \"" + given + "\"");
}

void Fields::read(std::string_view name, int& target, int min, int max)
{
    note(name, {{"type", or_null("integer")}, {"minimum", min}, {"maximum", max}, {"default", target}});
    const auto* value = find(name);
    if (!value) return;
    const auto rule = "must be an integer from " + std::to_string(min) + " to " + std::to_string(max);
    // Some clients know only one kind of number and send 32.0.
    if (!value->is_number()) return refuse(name, rule + ", got " + std::string(kind_of(*value)));
    const auto number = value->to_number<double>();
    if (number != std::floor(number) || number < min || number > max)
        return refuse(name, rule + ", got " + dump(*value));
    target = static_cast<int>(number);
}

void Fields::read(std::string_view name, JsonObject& target)
{
    note(name, {{"type", or_null("object")}, {"additionalProperties", true}});
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_object()) return refuse(name, "must be an object, got " + std::string(kind_of(*value)));
    target = value->get_object();
}

void Fields::read(std::string_view name, std::vector<std::string>& target)
{
    note(
        name,
        {{"type", or_null("array")},
         {"items", {{"type", "string"}, {"minLength", 1}}},
         {"maxItems", max_list_entries}}
    );
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_array())
        return refuse(name, "must be a list of strings, got " + std::string(kind_of(*value)));
    const auto& list = value->get_array();
    if (list.size() > max_list_entries)
        return refuse(name, "may have at most " + std::to_string(max_list_entries) + " entries");
    target.clear();
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto path = std::string(name) + "[" + std::to_string(i) + "]";
        if (!list[i].is_string())
            return refuse(path, "must be a string, got " + std::string(kind_of(list[i])));
        if (list[i].get_string().empty()) return refuse(path, "must not be empty");
        target.emplace_back(list[i].get_string());
    }
}

void Fields::read(std::string_view name, std::optional<Json>& target)
{
    note(name, {{"type", or_null("object")}, {"additionalProperties", true}});
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_object())
        return refuse(name, "must be a JSON Schema (an object), got " + std::string(kind_of(*value)));
    target = *value;
}

void Fields::require(std::string_view name, std::string& target, std::string_view why)
{
    read(name, target);
    if (is_describing_) {
        note(name, {{"type", "string"}, {"minLength", 1}});
        required_.emplace_back(name);
    } else if (target.empty()) {
        refuse(name, why);
    }
}

void Fields::require(std::string_view name, JsonObject& target)
{
    read(name, target);
    if (is_describing_) {
        note(name, {{"type", "object"}});
        required_.emplace_back(name);
    } else if (!find(name)) {
        refuse(name, "must be an object");
    }
}

void Fields::hold(std::string_view name, std::string_view text, std::size_t most)
{
    note(name, {{"maxLength", most}, {"pattern", "^[^\\u0000-\\u001f\\u007f]*$"}});
    if (count_letters(text) > most)
        refuse(name, "may be at most " + std::to_string(most) + " characters long");
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::any_of(text, is_control)) refuse(name, "may not have control characters");
}

void Fields::read_each(std::string_view name, const std::function<void(Fields& entry)>& read_entry)
{
    if (is_describing_) {
        auto entry = describing();
        read_entry(entry);
        return note(
            name, {{"type", or_null("array")}, {"items", entry.schema()}, {"maxItems", max_list_entries}}
        );
    }
    const auto* value = find(name);
    if (!value) return;
    const auto* list = value->if_array();
    if (!list) return refuse(name, "must be a list of objects, got " + std::string(kind_of(*value)));
    if (list->size() > max_list_entries)
        return refuse(name, "may have at most " + std::to_string(max_list_entries) + " entries");
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto where = std::string(name) + "[" + std::to_string(i) + "]";
        const auto* object = (*list)[i].if_object();
        if (!object) return refuse(where, "must be an object, got " + std::string(kind_of((*list)[i])));
        Fields entry(*object, path_of(where));
        read_entry(entry);
        check(entry.done());
    }
}

Error refused(std::string_view path, std::string_view why)
{
    return Error{ErrorCode::invalid_argument, "\"" + std::string(path) + "\" " + std::string(why)};
}

std::string_view kind_of(const Json& json)
{
    switch (json.kind()) {
        case boost::json::kind::null: return "null";
        case boost::json::kind::bool_: return "a boolean";
        case boost::json::kind::int64:
        case boost::json::kind::uint64:
        case boost::json::kind::double_: return "a number";
        case boost::json::kind::string: return "a string";
        case boost::json::kind::array: return "a list";
        case boost::json::kind::object: return "an object";
    }
    return "something else";
}

std::size_t count_letters(std::string_view text)
{
    // Every byte but the continuation bytes of UTF-8 begins a code point.
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace lissom::task
