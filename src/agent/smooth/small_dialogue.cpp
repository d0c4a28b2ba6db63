// The manner for small models: a short prompt that is made anew each step (task, what was done, the page),
// one action a call, output held to a JSON Schema by the server.

#include <deque>
#include <utility>

#include "agent/smooth/dialogue.hpp"
#include "agent/smooth/page_text.hpp"
#include "agent/smooth/toolbox.hpp"
#include "base/ids.hpp"
#include "embedded/agent/prompts/small.md.hpp"

namespace lissom::agent {
namespace {

constexpr int page_tokens = 3000;
constexpr int shortened_page_tokens = 1000;
constexpr std::size_t most_remembered = 8;  // past steps told
constexpr int output_tokens = 600;
constexpr std::size_t longest_told = 400;  // letters of what came of a step

// "click{element}: Click an element." – a tenth of its JSON Schema's length.
std::string line_for(const models::Tool& tool)
{
    std::string names;
    if (const auto* properties = object_at(tool.schema, "properties"))
        for (const auto& [name, schema] : *properties)
            names += (names.empty() ? "" : ", ") + std::string(name);
    return "- " + tool.name + "{" + names +
           "}: " + tool.description.substr(0, tool.description.find('.') + 1) + "\n";
}

// After a whole UTF-8 sequence.
std::string cut(const std::string& text, std::size_t most)
{
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return text.substr(0, most) + "…";
}

// One alternative an action, each with its own input: the server then holds the model to what the action
// takes, which small models forget.
JsonObject step_schema(const std::vector<models::Tool>& tools)
{
    JsonObject schema;
    JsonArray steps;
    for (const auto& tool : tools) {
        auto input = tool.schema;
        // References of the response model point to the root of the whole.
        for (const auto* keyword : {"$defs", "definitions"}) {
            if (const auto* definitions = object_at(input, keyword)) schema[keyword] = *definitions;
            input.erase(keyword);
        }
        // Whoever is done has an answer; one that gives up leaves it empty.
        if (tool.name == "done") input["required"] = JsonArray{"success", "output"};
        steps.push_back(JsonObject{
            {"type", "object"},
            {"properties",
             JsonObject{
                 {"memory", JsonObject{{"type", "string"}}},
                 {"action", JsonObject{{"const", tool.name}}},
                 {"input", std::move(input)}
             }},
            {"required", JsonArray{"memory", "action", "input"}},
            {"additionalProperties", false}
        });
    }
    schema["anyOf"] = std::move(steps);
    return schema;
}

class SmallDialogue final : public Dialogue {
public:
    SmallDialogue(
        const Assignment& assignment,
        const Secrets& secrets,
        const std::vector<std::string>& file_names
    )
        : secrets_(secrets),
          pages_(random_id(8)),
          tools_(tools_for(assignment)),
          last_tools_(last_tools_for(assignment)),
          task_(task_text(assignment, secrets, file_names) + mending_text(assignment, pages_))
    {
    }

    models::Ask next(bool is_last_step) override
    {
        const auto& tools = is_last_step ? last_tools_ : tools_;
        std::string system(embedded::small_md);
        for (const auto& tool : tools) system += line_for(tool);

        std::string now = task_;
        if (!memory_.empty()) now += "\nYour memory: " + memory_ + "\n";
        std::string steps;
        for (const auto& step : steps_) steps += "- " + step + "\n";
        if (!steps.empty()) now += pages_.fenced("\nDone so far:", std::move(steps), "said") + "\n";
        now += "\n" + page_;
        if (!nudge_.empty()) now += "\n\n" + std::exchange(nudge_, {});

        models::Ask ask;
        ask.messages.push_back(
            {.role = models::Role::system, .text = std::move(system), .ends_stable_prefix = true}
        );
        ask.messages.push_back({.role = models::Role::user, .text = std::move(now)});
        ask.schema = step_schema(tools);
        ask.max_output_tokens = output_tokens;
        return ask;
    }

    std::vector<models::ToolCall> take(const models::Reply& reply) override
    {
        // Servers that cannot hold a model to a schema let it talk around its JSON.
        const auto begin = reply.text.find('{');
        const auto end = reply.text.rfind('}');
        if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
        const auto parsed = parse_json(std::string_view(reply.text).substr(begin, end - begin + 1));
        const auto* step = parsed ? parsed->if_object() : nullptr;
        if (!step || string_or(*step, "action").empty()) return {};

        memory_ = secrets_.mask(string_or(*step, "memory"));
        const auto* input = object_at(*step, "input");
        models::ToolCall call{
            .id = "step", .name = string_or(*step, "action"), .input = input ? *input : JsonObject()
        };
        return {std::move(call)};
    }

    void answer(const models::ToolCall& call, std::string text) override
    {
        remember(call.name + " " + dump(Json(call.input)) + ": " + cut(text, longest_told));
    }

    void nudge(std::string text) override { nudge_ = std::move(text); }

    void show(const view::Snapshot& snapshot) override
    {
        page_ = secrets_.mask(pages_.whole(snapshot, is_short_ ? shortened_page_tokens : page_tokens));
    }

    void show_whole() override {}                 // every page is shown whole
    void show_picture(models::Image) override {}  // small models see no pictures

    bool shorten() override { return !std::exchange(is_short_, true); }

private:
    void remember(std::string text)
    {
        steps_.push_back(secrets_.mask(std::move(text)));
        if (steps_.size() > most_remembered) steps_.pop_front();
    }

    const Secrets& secrets_;
    PageText pages_;
    std::vector<models::Tool> tools_;
    std::vector<models::Tool> last_tools_;
    std::string task_;
    std::string memory_;
    std::string nudge_;
    std::string page_;
    std::deque<std::string> steps_;
    bool is_short_ = false;
};

}  // namespace

std::unique_ptr<Dialogue>
small_dialogue(const Assignment& assignment, const Secrets& secrets, std::vector<std::string> file_names)
{
    return std::make_unique<SmallDialogue>(assignment, secrets, file_names);
}

}  // namespace lissom::agent
