#include "agent/lite/tools.hpp"

#include <algorithm>

#include "agent/lite/pairs.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

// Is the tool meant? Named by its name, or most of its description's words are in the clause.
bool names_tool(std::string_view clause, const task::ToolSignature& tool)
{
    if (contains_word(clause, tool.name)) return true;
    auto spaced = tool.name;
    std::ranges::replace(spaced, '_', ' ');
    if (contains_word(clause, spaced)) return true;
    const auto wanted = content_words(tool.description);
    if (wanted.size() < 2) return false;
    const auto said = words_of(clause);
    const auto found = std::ranges::count_if(wanted, [&](const std::string& word) {
        return std::ranges::any_of(said, [&](const std::string& each) { return stem(each) == stem(word); });
    });
    return static_cast<double>(found) / static_cast<double>(wanted.size()) > 0.7;
}

// The inputs a clause tells: "with site github" → {"site": "github"}; a single input takes the single value.
JsonObject inputs_in(const std::string& clause, const task::ToolSignature& tool)
{
    JsonObject input;
    const auto* properties = object_at(tool.inputs, "properties");
    if (properties == nullptr) return input;
    std::vector<std::string> names;
    for (const auto& [name, schema] : *properties) names.emplace_back(name);
    auto values = values_for(names, clause);
    const auto quotes = quoted_texts(clause);
    if (names.size() == 1 && values.front().empty() && quotes.size() == 1) values.front() = quotes.front();
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

Async<Result<bool>> call_named_tool(Run& run)
{
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
        for (const auto& tool : run.assignment.custom_tools) {
            const auto clause = run.steps[i].clause;
            if (!names_tool(clause, tool)) continue;
            if (!run.hands.surroundings().call_tool)
                co_return cannot("the tool \"" + tool.name + "\" cannot be called here");
            auto told = co_await run.hands.surroundings().call_tool(tool.name, inputs_in(clause, tool));
            if (!told && told.error().code == ErrorCode::unavailable) co_return std::move(told).error();
            if (!told) co_return cannot("the tool \"" + tool.name + "\" failed: " + told.error().message);
            run.text = told->is_string() ? std::string(told->get_string()) : dump(*told);
            run.answer = *told;
            run.steps.erase(run.steps.begin() + static_cast<std::ptrdiff_t>(i));
            if (run.steps.empty()) co_return true;
            --i;
            break;
        }
    }
    co_return false;
}

}  // namespace lissom::agent::lite
