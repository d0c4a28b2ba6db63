#include "agent/smooth/toolbox.hpp"

#include <algorithm>
#include <cctype>

#include "actions/action.hpp"

namespace lissom::agent {
namespace {

// Actions that a client switches on with `additional_tools`, by the client's name for them.
struct Optional {
    std::string_view action;
    std::string_view tool;
};
constexpr Optional switched_on[] = {
    {"screenshot", "screenshot"},
    {"print", "print_page"},
};

// Actions describe their parameters as a JSON Schema of an object, or as its properties alone.
JsonObject object_schema(std::string_view params)
{
    auto parsed = parse_json(params);
    auto json = parsed && parsed->is_object() ? parsed->get_object() : JsonObject();
    if (json.contains("properties") || string_or(json, "type") == "object") return json;
    return {{"type", "object"}, {"properties", std::move(json)}};
}

models::Tool done_tool(const Assignment& assignment)
{
    JsonObject properties;
    if (assignment.response_model)
        properties["output"] = *assignment.response_model;
    else
        properties["output"] =
            JsonObject{{"type", "string"}, {"description", "the answer for the person, complete and brief"}};
    properties["success"] =
        JsonObject{{"type", "boolean"}, {"description", "false when the task cannot be done"}};
    properties["reason"] =
        JsonObject{{"type", "string"}, {"description", "why it cannot be done, in one sentence"}};

    JsonObject schema{
        {"type", "object"}, {"properties", std::move(properties)}, {"required", JsonArray{"success"}}
    };
    // References of the response model point to its own root, which is not the root of this schema.
    if (assignment.response_model && assignment.response_model->is_object())
        for (const auto* keyword : {"$defs", "definitions"})
            if (const auto* definitions = object_at(assignment.response_model->get_object(), keyword))
                schema[keyword] = *definitions;
    return {.name = "done", .description = "End the task with its result.", .schema = std::move(schema)};
}

}  // namespace

std::vector<models::Tool> last_tools_for(const Assignment& assignment) { return {done_tool(assignment)}; }

std::vector<models::Tool> tools_for(const Assignment& assignment)
{
    std::vector<models::Tool> tools;
    for (const auto* action : actions::all_actions()) {
        if (!is_offered(assignment, action->name)) continue;
        tools.push_back(
            {std::string(action->name), std::string(action->description), object_schema(action->params)}
        );
    }
    tools.push_back(
        {.name = "more",
         .description = "See the whole page, or the part below one element, also what was cut off.",
         .schema =
             {{"type", "object"},
              {"properties",
               JsonObject{
                   {"element",
                    JsonObject{{"type", "string"}, {"description", "e12; leave out for the whole page"}}}
               }}}}
    );
    for (const auto& tool : assignment.custom_tools)
        tools.push_back(
            {tool.name,
             tool.description + (tool.output.empty() ? "" : " Returns: " + tool.output),
             tool.inputs}
        );
    tools.push_back(done_tool(assignment));
    return tools;
}

bool is_offered(const Assignment& assignment, std::string_view action)
{
    const auto* const found = std::ranges::find(switched_on, action, &Optional::action);
    return found == std::end(switched_on) || assignment.additional_tools.contains(found->tool);
}

std::string offered_name(const Assignment& assignment, const std::string& name)
{
    const auto plain = [](std::string_view text) {
        const auto dot = text.rfind('.');
        std::string letters;
        for (const unsigned char letter : text.substr(dot == std::string_view::npos ? 0 : dot + 1))
            if (letter != '_' && letter != '-') letters += static_cast<char>(std::tolower(letter));
        return letters;
    };
    const auto tools = tools_for(assignment);
    if (std::ranges::find(tools, name, &models::Tool::name) != tools.end()) return name;
    const auto meant =
        std::ranges::find_if(tools, [&](const auto& tool) { return plain(tool.name) == plain(name); });
    return meant == tools.end() ? name : meant->name;
}

bool is_custom_tool(const Assignment& assignment, std::string_view name)
{
    return std::ranges::find(assignment.custom_tools, name, &task::ToolSignature::name) !=
           assignment.custom_tools.end();
}

}  // namespace lissom::agent
