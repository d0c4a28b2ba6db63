#include "api/openapi.hpp"

#include <stdexcept>
#include <string_view>
#include <vector>

#include "api/query.hpp"
#include "embedded/api/openapi.json.hpp"
#include "runner/limits.hpp"
#include "task/spec.hpp"
#include "task/task.hpp"

namespace lissom::api {
namespace {

JsonObject entry_of(std::string_view list)
{
    return task::spec_schema().at("properties").at(list).at("items").as_object();
}

// A body that is read, and the component that describes it.
struct Body {
    std::string_view component;
    JsonObject (*schema)();
};

constexpr Body bodies[] = {
    {"TaskRequest", task::spec_schema},
    {"Certificate", [] { return entry_of("certificates"); }},
    {"ToolSignature", [] { return entry_of("custom_tools"); }},
    {"TaskEvent", task::event_schema},
    {"RunTask", task::run_spec_schema},
    {"ProfileRequest", profile_schema},
    {"KeyRequest", key_schema},
    {"KeyLimits", runner::limits_schema},
    {"BrowserSessionRequest", browser_session_schema},
    {"ToolResponse", tool_response_schema},
};

// A parameter of a GET, and where.
struct Parameter {
    std::string_view path;
    std::string_view name;
    JsonObject schema;
};

std::vector<Parameter> parameters()
{
    const auto one = [](std::string_view path, const auto& param) {
        return Parameter{path, param.name, schema_of(param)};
    };
    return {
        one("/task", param::before),
        one("/task", param::length),
        one("/task/{task_id}", param::event_t),
        one("/task/{task_id}", param::wait),
        one("/task/{task_id}/events", param::event_t),
        one("/task/{task_id}/trace", param::from),
        one("/task/{task_id}/network", param::format),
    };
}

// Puts the schema into the words written for it. A part that stands elsewhere ($ref) stays as it is.
void put(JsonObject& words, const JsonObject& schema)
{
    if (words.contains("$ref") || words.contains("anyOf")) return;
    for (const auto& [keyword, value] : schema) {
        auto* written = words.if_contains(keyword);
        if (written && written->is_object() && value.is_object())
            put(written->get_object(), value.get_object());
        else
            words[keyword] = value;
    }
}

JsonObject& place_of(JsonObject& document, const Parameter& parameter)
{
    auto& path = document.at("paths").as_object().at(parameter.path).as_object();
    for (auto& entry : path.at("get").as_object().at("parameters").as_array())
        if (string_or(entry.as_object(), "name") == parameter.name) return entry.as_object();
    throw std::logic_error("openapi.json has no parameter " + std::string(parameter.name));
}

std::string make_document()
{
    auto document = parse_json(embedded::openapi_json).value().as_object();
    auto& components = document.at("components").as_object().at("schemas").as_object();
    for (const auto& body : bodies) put(components.at(body.component).as_object(), body.schema());
    for (auto& parameter : parameters())
        place_of(document, parameter)["schema"] = std::move(parameter.schema);
    return dump(document);
}

}  // namespace

const std::string& openapi_document()
{
    static const auto document = make_document();
    return document;
}

}  // namespace lissom::api
