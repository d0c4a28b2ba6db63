#include "api/openapi.hpp"

#include <cctype>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "api/api.hpp"
#include "api/query.hpp"
#include "embedded/api/openapi.json.hpp"
#include "runner/limits.hpp"
#include "task/spec.hpp"
#include "task/task.hpp"

namespace lissom::api {
namespace {

constexpr std::string_view path_words = "x-path-words";  // what parameters of paths mean, by their names

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

// A form of a POST that is read, and where.
struct Form {
    std::string_view path;
    JsonObject (*schema)();
};

constexpr Form forms[] = {
    {"/file", file_form},
    {"/upload_file", file_form},
    {"/extension", extension_form},
    {"/browser/extension", extension_form},
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
        one("/task/{task_id}", param::downloads),
        one("/task/{task_id}", param::details),
        one("/task", param::status),
        one("/task", param::words),
        one("/task", param::details),
        one("/live/{token}", param::interactive),
        one("/live/{token}", param::embed),
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

JsonObject& form_of(JsonObject& document, const Form& form)
{
    auto& post = document.at("paths").as_object().at(form.path).as_object().at("post").as_object();
    auto& content = post.at("requestBody").as_object().at("content").as_object();
    return content.at("multipart/form-data").as_object().at("schema").as_object();
}

std::vector<std::string> names_in(std::string_view path)
{
    std::vector<std::string> names;
    for (auto begin = path.find('{'); begin != std::string_view::npos; begin = path.find('{', begin)) {
        const auto end = path.find('}', ++begin);
        names.emplace_back(path.substr(begin, end - begin));
    }
    return names;
}

// What the route itself takes from its path: a segment is never empty.
void put_path_parameters(JsonObject& document, const Route& route)
{
    auto& path = document.at("paths").as_object().at(route.path).as_object();
    std::string method(net::name_of(route.method));
    for (auto& letter : method) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    auto& operation = path.at(method).as_object();
    JsonArray all;
    for (const auto& name : names_in(route.path)) {
        auto schema = name == param::entry.name ? schema_of(param::entry)
                                                : JsonObject{{"type", "string"}, {"minLength", 1}};
        all.push_back(JsonObject{
            {"name", name},
            {"in", "path"},
            {"required", true},
            {"description", document.at(path_words).at(name)},
            {"schema", std::move(schema)}
        });
    }
    if (const auto* written = operation.if_contains("parameters"))
        for (const auto& each : written->as_array()) all.push_back(each);
    if (!all.empty()) operation["parameters"] = std::move(all);
}

std::string make_document()
{
    auto document = parse_json(embedded::openapi_json).value().as_object();
    auto& components = document.at("components").as_object().at("schemas").as_object();
    for (const auto& body : bodies) put(components.at(body.component).as_object(), body.schema());
    for (const auto& parameter : parameters()) {
        auto& place = place_of(document, parameter);
        if (!place.contains("schema")) place["schema"] = JsonObject();
        put(place.at("schema").as_object(), parameter.schema);
    }
    for (const auto& form : forms) put(form_of(document, form), form.schema());
    for (const auto& route : routes()) put_path_parameters(document, route);
    document.erase(path_words);
    return dump(document);
}

}  // namespace

const std::string& openapi_document()
{
    static const auto document = make_document();
    return document;
}

}  // namespace lissom::api
