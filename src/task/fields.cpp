#include "task/fields.hpp"

#include <algorithm>
#include <cmath>

#include "task/spec.hpp"

namespace lissom::task {

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

void Fields::read(std::string_view name, bool& target)
{
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_bool()) return refuse(name, "must be true or false, got " + std::string(kind_of(*value)));
    target = value->get_bool();
}

void Fields::read(std::string_view name, std::string& target)
{
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_string()) return refuse(name, "must be a string, got " + std::string(kind_of(*value)));
    target = value->get_string();
}

void Fields::read(std::string_view name, int& target, int min, int max)
{
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
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_object()) return refuse(name, "must be an object, got " + std::string(kind_of(*value)));
    target = value->get_object();
}

void Fields::read(std::string_view name, std::vector<std::string>& target)
{
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
    const auto* value = find(name);
    if (!value) return;
    if (!value->is_object())
        return refuse(name, "must be a JSON Schema (an object), got " + std::string(kind_of(*value)));
    target = *value;
}

const JsonArray* Fields::objects(std::string_view name)
{
    const auto* value = find(name);
    if (!value) return nullptr;
    const auto* list = value->if_array();
    if (!list) {
        refuse(name, "must be a list of objects, got " + std::string(kind_of(*value)));
        return nullptr;
    }
    if (list->size() > max_list_entries) {
        refuse(name, "may have at most " + std::to_string(max_list_entries) + " entries");
        return nullptr;
    }
    for (std::size_t i = 0; i < list->size(); ++i)
        if (const auto& entry = (*list)[i]; !entry.is_object()) {
            const auto path = std::string(name) + "[" + std::to_string(i) + "]";
            refuse(path, "must be an object, got " + std::string(kind_of(entry)));
            return nullptr;
        }
    return list;
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
