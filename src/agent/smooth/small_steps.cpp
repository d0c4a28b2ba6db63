#include "agent/smooth/small_steps.hpp"

#include <algorithm>

#include "actions/action.hpp"

namespace lissom::agent {
namespace {

constexpr int longest_memory = 160;         // letters; small models that may ramble do
constexpr std::size_t most_elements = 300;  // to choose from; a grammar with more gets slow

// The actions that a small model gets, and the inputs that it cannot do without. What is not here has a use
// that is too rare, or another action does it as well.
struct Simple {
    std::string_view action;
    std::vector<std::string_view> inputs;
};
const Simple simple_actions[] = {
    {"click", {"element"}},
    {"fill", {"element", "value"}},
    {"select", {"element", "option"}},
    {"check", {"element"}},
    {"uncheck", {"element"}},
    {"press", {"key"}},
    {"upload", {"element", "files"}},
    {"drag", {"element", "to"}},
    {"scroll", {"direction"}},
    {"goto", {"url"}},
    {"back", {}},
    {"switch_tab", {"tab"}},
    {"dialog", {"accept"}},
    {"read_file", {"file"}},
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

bool takes_text(const view::Node& node)
{
    if (node.is_editable) return true;
    if (node.tag == "textarea") return true;
    return node.tag == "input" &&
           !is_one_of(
               node.input_type, {"checkbox", "radio", "button", "submit", "reset", "image", "file", "hidden"}
           );
}

// Lists that open at a click, and fields that only a calendar fills in, are clicked as well.
bool has_action_of_its_own(const view::Node& node)
{
    if (node.checked != view::Tristate::none) return true;
    return takes_text(node) && node.role != "combobox" && !node.attributes.contains("readonly");
}

bool is_for(std::string_view action, const view::Node& node)
{
    if (node.is_disabled) return false;
    // What lies over it comes first: a banner, most often. Boxes and lists have labels and faces over them.
    if (node.is_covered && is_one_of(action, {"click", "fill"})) return false;
    if (action == "fill") return takes_text(node);
    // A small model that may click a field does that in place of filling it in, and a box back and forth.
    if (action == "click" && has_action_of_its_own(node)) return false;
    if (action == "select") return node.tag == "select" || is_one_of(node.role, {"combobox", "listbox"});
    if (action == "check" || action == "uncheck")
        return node.checked == (action == "check" ? view::Tristate::off : view::Tristate::on) ||
               node.checked == view::Tristate::mixed;
    if (action == "upload") return node.input_type == "file";
    if (action == "drag") return node.role == "slider" || node.attributes.contains("draggable");
    return node.is_operable;
}

JsonArray elements_for(
    const std::string& action,
    const view::Snapshot& page,
    std::string_view told,
    const std::set<Deed>& idle
)
{
    JsonArray elements;
    for (const auto& node : page.nodes) {
        if (node.ref == 0 || !is_for(action, node) || elements.size() == most_elements) continue;
        const auto name = "e" + std::to_string(node.ref);
        if (told.contains("[" + name + "]") && !idle.contains({action, name})) elements.emplace_back(name);
    }
    return elements;
}

bool makes_sense(std::string_view action, const view::Snapshot& page, Way way)
{
    if (page.dialog || action == "dialog") return page.dialog && action == "dialog";
    if (action == "back") return way.has_moved;
    if (action == "goto") return way.knows_address || page.url.starts_with("about:");
    if (action == "upload" || action == "read_file") return way.has_files;
    if (action == "switch_tab") return page.tabs.size() > 1;
    if (action == "scroll") return page.scroll.height > page.scroll.viewport;
    return true;
}

// What can be chosen in the lists among these elements; empty where one of them does not say.
JsonArray options_of(const JsonArray& elements, const view::Snapshot& page)
{
    JsonArray options;
    for (const auto& node : page.nodes) {
        if (node.ref == 0 ||
            std::ranges::find(elements, Json("e" + std::to_string(node.ref))) == elements.end())
            continue;
        if (node.options.empty()) return {};
        for (const auto& option : node.options)
            if (std::ranges::find(options, Json(option)) == options.end()) options.emplace_back(option);
    }
    return options;
}

JsonObject choice(JsonArray values)
{
    JsonObject schema{{"type", "string"}};
    if (!values.empty()) schema["enum"] = std::move(values);
    return schema;
}

// The input of an action, with nothing in it that can be left out.
JsonObject
input_of(const Simple& simple, const JsonObject& schema, const JsonArray& elements, const JsonArray& options)
{
    const auto* all = object_at(schema, "properties");
    JsonObject properties;
    JsonArray names;
    for (const auto name : simple.inputs) {
        names.emplace_back(name);
        if (name == "element" || name == "to")
            properties[name] = choice(elements);
        else if (name == "option")
            properties[name] = choice(options);
        else if (const auto* property = all ? object_at(*all, name) : nullptr)
            properties[name] = *property;
    }
    return {
        {"type", "object"},
        {"properties", std::move(properties)},
        {"required", std::move(names)},
        {"additionalProperties", false}
    };
}

models::Tool give_up_tool()
{
    return {
        .name = std::string(give_up),
        .description = "Only when the task cannot be done.",
        .schema =
            {{"type", "object"},
             {"properties", JsonObject{{"reason", JsonObject{{"type", "string"}, {"maxLength", 200}}}}},
             {"required", JsonArray{"reason"}}}
    };
}

// Whoever is done has an answer. References of the response model point to the root of the whole.
models::Tool done_tool(models::Tool tool, JsonObject& definitions)
{
    for (const auto* keyword : {"$defs", "definitions"})
        if (const auto* named = object_at(tool.schema, keyword)) definitions[keyword] = *named;
    const auto output = tool.schema.at("properties").at("output");
    tool.schema = {
        {"type", "object"}, {"properties", JsonObject{{"output", output}}}, {"required", JsonArray{"output"}}
    };
    return tool;
}

}  // namespace

SmallSteps::SmallSteps(
    const std::vector<models::Tool>& tools,
    const view::Snapshot& page,
    std::string_view told,
    const std::set<Deed>& idle,
    Way way
)
{
    for (const auto& tool : tools) {
        if (tool.name == "done") {
            tools_.push_back(done_tool(tool, definitions_));
            tools_.push_back(give_up_tool());
            continue;
        }
        const auto* const simple = std::ranges::find(simple_actions, tool.name, &Simple::action);
        const bool is_clients = !actions::find_action(tool.name) && tool.name != "more";
        if (is_clients && !page.dialog) tools_.push_back(tool);
        if (simple == std::end(simple_actions) || !makes_sense(tool.name, page, way)) continue;
        const auto elements = elements_for(tool.name, page, told, idle);
        if (elements.empty() && !simple->inputs.empty() && simple->inputs.front() == "element") continue;
        const auto options = tool.name == "select" ? options_of(elements, page) : JsonArray();
        tools_.push_back({tool.name, tool.description, input_of(*simple, tool.schema, elements, options)});
    }
}

std::string SmallSteps::text() const
{
    std::string text;
    for (const auto& tool : tools_) {
        std::string names;
        if (const auto* properties = object_at(tool.schema, "properties"))
            for (const auto& [name, schema] : *properties)
                names += (names.empty() ? "" : ", ") + std::string(name);
        text += "- " + tool.name + " {" + names +
                "}: " + tool.description.substr(0, tool.description.find('.') + 1) + "\n";
    }
    return text;
}

JsonObject SmallSteps::schema() const
{
    auto schema = definitions_;
    JsonArray steps;
    for (const auto& tool : tools_)
        steps.push_back(JsonObject{
            {"type", "object"},
            {"properties",
             JsonObject{
                 {"memory", JsonObject{{"type", "string"}, {"maxLength", longest_memory}}},
                 {"action", JsonObject{{"const", tool.name}}},
                 {"input", tool.schema}
             }},
            {"required", JsonArray{"memory", "action", "input"}},
            {"additionalProperties", false}
        });
    schema["anyOf"] = std::move(steps);
    return schema;
}

}  // namespace lissom::agent
