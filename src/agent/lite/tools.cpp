#include "agent/lite/tools.hpp"

#include <algorithm>

#include "agent/lite/pairs.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

bool says_most(const std::vector<std::string>& wanted, const std::vector<std::string>& said, double share)
{
    const auto found = std::ranges::count_if(wanted, [&](const std::string& word) {
        return std::ranges::any_of(said, [&](const std::string& each) {
            return stem(each) == stem(word) || are_synonyms(each, word);
        });
    });
    return static_cast<double>(found) >= share * static_cast<double>(wanted.size());
}

// Is the tool meant? Named by its name, or most of its description's words are in the clause.
bool names_tool(std::string_view clause, const task::ToolSignature& tool)
{
    if (contains_word(clause, tool.name)) return true;
    auto spaced = tool.name;
    std::ranges::replace(spaced, '_', ' ');
    std::ranges::replace(spaced, '-', ' ');
    if (contains_word(clause, spaced)) return true;
    const auto said = words_of(clause);
    const auto name = content_words(spaced);
    if (name.size() >= 2 && says_most(name, said, 1)) return true;
    const auto wanted = content_words(tool.description);
    return wanted.size() >= 3 && says_most(wanted, said, 0.7);
}

// "for Lisbon", "to 'ann@x.org'": what the last preposition leads to.
std::string last_object(const std::string& clause)
{
    std::string found;
    for (const std::string_view pattern : {"{*} (for|in|of|at|with|to|about|from|on) [the] {value}"})
        if (const auto slots = fit_greedy(pattern, clause)) found = slots->at("value");
    return found;
}

std::string without_tool(std::string_view clause, const task::ToolSignature& tool)
{
    auto bare = std::string(clause);
    for (auto at = bare.find(tool.name); at != std::string::npos; at = bare.find(tool.name))
        bare.erase(at, tool.name.size());
    return collapsed(bare);
}

bool names_text(std::string_view input)
{
    for (const std::string_view word :
         {"message", "text", "body", "content", "result", "value", "data", "answer", "note"})
        if (contains_word(input, word)) return true;
    return false;
}

// The inputs a clause tells: "with site github" → {"site": "github"}; a single input takes the single value.
JsonObject inputs_in(const Run& run, const std::string& clause, const task::ToolSignature& tool)
{
    JsonObject input;
    const auto* properties = object_at(tool.inputs, "properties");
    if (properties == nullptr) return input;
    std::vector<std::string> names;
    for (const auto& [name, schema] : *properties) names.emplace_back(name);
    auto values = mentioned_values(names, without_tool(clause, tool));
    const auto quotes = quoted_texts(clause);
    const auto bare = without_tool(clause, tool);
    if (names.size() == 1 && values.front().empty()) {
        const bool passes_on =
            fit("[{*}] (result|answer|it|output|that|them|text|value) [{*}]", bare).has_value();
        if (quotes.size() == 1)
            values.front() = quotes.front();
        else if (passes_on && !run.text.empty())
            values.front() = run.text;
        else
            values.front() = last_object(bare);
    }
    for (auto& value : values) value = run.resolved(value);
    // What was found before is what is sent now, when no input says otherwise.
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i].empty() && !run.text.empty() && names_text(names[i])) values[i] = run.text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (values[i].empty()) continue;
        const auto* schema = properties->at(names[i]).if_object();
        const auto type = schema == nullptr ? "string" : string_or(*schema, "type", "string");
        const auto number = number_in(values[i]);
        if (type == "integer" && number)
            input[names[i]] = static_cast<std::int64_t>(*number);
        else if (type == "number" && number)
            input[names[i]] = *number;
        else
            input[names[i]] = unquoted(values[i]);
    }
    return input;
}

}  // namespace

const task::ToolSignature* tool_named(const Run& run, std::string_view clause)
{
    for (const auto& tool : run.assignment.custom_tools)
        if (names_tool(clause, tool)) return &tool;
    return nullptr;
}

Async<Done> call_tool(Run& run, const task::ToolSignature& tool, std::string clause)
{
    if (!run.hands.surroundings().call_tool)
        co_return cannot("the tool \"" + tool.name + "\" cannot be called here");
    auto told = co_await run.hands.surroundings().call_tool(tool.name, inputs_in(run, clause, tool));
    if (!told && told.error().code == ErrorCode::unavailable) co_return std::move(told).error();
    if (!told) co_return cannot("the tool \"" + tool.name + "\" failed: " + told.error().message);
    run.text = told->is_string() ? std::string(told->get_string()) : dump(*told);
    run.answer = *told;
    co_return Done();
}

}  // namespace lissom::agent::lite
