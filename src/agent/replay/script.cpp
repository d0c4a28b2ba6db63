#include "agent/replay/script.hpp"

#include <algorithm>
#include <array>

#include "base/try.hpp"

namespace lissom::agent::replay {
namespace {

constexpr std::int64_t version = 1;
constexpr std::size_t most_steps = 200;
constexpr std::array answer_names{
    std::string_view("extraction"),
    std::string_view("readings"),
    std::string_view("same_pages"),
    std::string_view("agent"),
};

JsonObject to_json(const Reading& reading)
{
    JsonObject json{{"name", reading.name}, {"from", to_json(reading.target)}};
    if (!reading.before.empty()) json["before"] = reading.before;
    if (!reading.after.empty()) json["after"] = reading.after;
    json["shape"] = reading.shape;
    if (!reading.chosen_among.empty()) json["chosen_among"] = reading.chosen_among;
    return json;
}

JsonArray to_json(const std::vector<Reading>& readings)
{
    JsonArray json;
    for (const auto& reading : readings) json.push_back(to_json(reading));
    return json;
}

JsonObject to_json(const Expectation& expectation)
{
    JsonObject json;
    if (!expectation.address.empty()) json["address"] = expectation.address;
    if (expectation.changes) json["changes"] = true;
    if (expectation.opens_dialog) json["opens_dialog"] = true;
    if (expectation.opens_tab) json["opens_tab"] = true;
    if (expectation.downloads) json["downloads"] = true;
    return json;
}

JsonObject to_json(const ScriptStep& step)
{
    JsonObject json{{step.is_tool ? "call" : "do", step.action}};
    if (!step.params.empty()) json["with"] = step.params;
    if (!step.targets.empty()) {
        auto& targets = json["on"].emplace_object();
        for (const auto& [name, target] : step.targets) targets[name] = to_json(target);
    }
    if (!step.chosen_among.empty()) json["chosen_among"] = step.chosen_among;
    if (!step.readings.empty()) json["read"] = to_json(step.readings);
    if (!step.page.empty()) json["page"] = step.page;
    json["expect"] = to_json(step.expectation);
    return json;
}

// One value a line, objects of a step indented: made to be read and edited.
void write(const Json& json, std::string indent, std::string& text)
{
    const auto flat = dump(json);
    constexpr std::size_t fits_a_line = 100;
    if (flat.size() + indent.size() <= fits_a_line || (!json.is_object() && !json.is_array())) {
        text += flat;
        return;
    }
    const auto deeper = indent + "  ";
    bool is_first = true;
    const auto next = [&] { text += (std::exchange(is_first, false) ? "\n" : ",\n") + deeper; };
    if (const auto* object = json.if_object()) {
        text += "{";
        for (const auto& [key, value] : *object) {
            next();
            text += dump(Json(key)) + ": ";
            write(value, deeper, text);
        }
        text += "\n" + indent + "}";
        return;
    }
    text += "[";
    for (const auto& value : json.get_array()) {
        next();
        write(value, deeper, text);
    }
    text += "\n" + indent + "]";
}

std::vector<Reading> readings_from(const JsonArray* json)
{
    std::vector<Reading> readings;
    for (const auto& entry : json ? *json : JsonArray()) {
        const auto* object = entry.if_object();
        const auto* from = object ? object_at(*object, "from") : nullptr;
        if (!from) continue;
        readings.push_back(
            {.name = string_or(*object, "name"),
             .target = target_from(*from),
             .before = string_or(*object, "before"),
             .after = string_or(*object, "after"),
             .shape = string_or(*object, "shape"),
             .chosen_among = string_or(*object, "chosen_among")}
        );
    }
    return readings;
}

Result<ScriptStep> step_from(const Json& json, std::size_t number)
{
    const auto* object = json.if_object();
    const bool is_tool = object && object->contains("call");
    const auto action = object ? string_or(*object, is_tool ? "call" : "do") : "";
    const auto where = "step " + std::to_string(number) + " of the script ";
    if (action.empty()) return Error{ErrorCode::invalid_argument, where + "needs \"do\" or \"call\""};
    if (!is_tool && !actions::find_action(action))
        return Error{ErrorCode::invalid_argument, where + "names no action: \"" + action + "\""};
    ScriptStep step{.action = action, .is_tool = is_tool};
    if (const auto* params = object_at(*object, "with")) step.params = *params;
    if (const auto* targets = object_at(*object, "on"))
        for (const auto& [name, target] : *targets)
            if (target.is_object()) step.targets[std::string(name)] = target_from(target.get_object());
    step.chosen_among = string_or(*object, "chosen_among");
    step.readings = readings_from(array_at(*object, "read"));
    step.page = string_or(*object, "page");
    if (const auto* expect = object_at(*object, "expect"))
        step.expectation = {
            .address = string_or(*expect, "address"),
            .changes = bool_or(*expect, "changes"),
            .opens_dialog = bool_or(*expect, "opens_dialog"),
            .opens_tab = bool_or(*expect, "opens_tab"),
            .downloads = bool_or(*expect, "downloads"),
        };
    return step;
}

}  // namespace

Json to_json(const Script& script)
{
    JsonArray steps;
    for (const auto& step : script.steps) steps.push_back(to_json(step));
    JsonObject answer{{"from", answer_names[static_cast<std::size_t>(script.answer_from)]}};
    if (!script.output.is_null()) answer["output"] = script.output;
    if (!script.readings.empty()) answer["read"] = to_json(script.readings);
    if (!script.page.empty()) answer["page"] = script.page;
    return JsonObject{
        {"lissom_replay", version},
        {"learnt_from", script.task_id},
        {"instruction", script.instruction},
        {"response_model", script.response_model},
        {"start_url", script.start_url},
        {"starts_at", script.starts_at},
        {"steps", std::move(steps)},
        {"answer", std::move(answer)},
    };
}

std::string to_text(const Script& script)
{
    std::string text;
    write(to_json(script), "", text);
    return text + "\n";
}

Result<Script> script_from(const Json& json)
{
    const auto* object = json.if_object();
    if (!object || int_or(*object, "lissom_replay") != version)
        return Error{
            ErrorCode::invalid_argument,
            "this is no script: it must be a JSON object with \"lissom_replay\": " + std::to_string(version)
        };
    Script script{
        .task_id = string_or(*object, "learnt_from"),
        .instruction = string_or(*object, "instruction"),
        .response_model = object->contains("response_model") ? object->at("response_model") : Json(),
        .start_url = string_or(*object, "start_url"),
        .starts_at = string_or(*object, "starts_at"),
    };
    const auto* steps = array_at(*object, "steps");
    if (!steps || steps->size() > most_steps)
        return Error{
            ErrorCode::invalid_argument,
            "\"steps\" of the script must be a list of at most " + std::to_string(most_steps) + " steps"
        };
    for (const auto& entry : *steps) {
        TRY(auto step, step_from(entry, script.steps.size() + 1));
        script.steps.push_back(std::move(step));
    }
    const auto* answer = object_at(*object, "answer");
    const auto from = answer ? string_or(*answer, "from", "agent") : "agent";
    const auto* const name = std::ranges::find(answer_names, from);
    if (name == answer_names.end())
        return Error{
            ErrorCode::invalid_argument,
            "\"answer.from\" of the script must be extraction, readings, same_pages or agent"
        };
    script.answer_from = static_cast<AnswerFrom>(name - answer_names.begin());
    if (!answer) return script;
    if (answer->contains("output")) script.output = answer->at("output");
    script.readings = readings_from(array_at(*answer, "read"));
    script.page = string_or(*answer, "page");
    return script;
}

std::string address_pattern(std::string_view url)
{
    const auto scheme = url.find("://");
    auto path = scheme == std::string_view::npos ? url : url.substr(std::min(url.size(), scheme + 3));
    path = path.substr(0, path.find_first_of("?#"));
    const auto slash = path.find('/');
    path = slash == std::string_view::npos ? "/" : path.substr(slash);
    std::string pattern;
    for (std::size_t at = 0; at < path.size();) {
        const auto end = std::min(path.find('/', at + 1), path.size());
        const auto part = path.substr(at, end - at);
        pattern += part.find_first_of("0123456789") == std::string_view::npos ? std::string(part) : "/*";
        at = end;
    }
    return pattern;
}

std::string shape_of(std::string_view text)
{
    std::string shape;
    for (const char letter : text) {
        const auto octet = static_cast<unsigned char>(letter);
        const char kind = std::isdigit(octet) ? '9' : std::isalpha(octet) ? 'a' : letter;
        if (shape.empty() || shape.back() != kind || (kind != '9' && kind != 'a' && kind != ' '))
            shape += kind;
    }
    return shape;
}

}  // namespace lissom::agent::replay
