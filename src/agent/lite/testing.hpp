#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "agent/agent.hpp"
#include "browser/testing.hpp"
#include "view/snapshot.hpp"

namespace lissom::agent {

// The agent without a model in a real Chromium, on a page a test writes. Not used by the program.
struct LiteTest : testing::Test {
    browser::Fixture browser;
    actions::Stage stage{.browser = browser.context(), .files = {}, .may_visit = {}, .artifacts = {}};
    std::vector<Step> steps;
    std::vector<std::pair<std::string, JsonObject>> tool_calls;
    Json tool_answer = "4711";
    Assignment assignment;

    static void SetUpTestSuite() { browser::Fixture::use_world_script(std::string(view::world_script())); }

    Async<Result<Json>> call_tool(std::string name, JsonObject input)
    {
        tool_calls.emplace_back(std::move(name), std::move(input));
        co_return tool_answer;
    }

    Result<Answer> tell(std::string instruction)
    {
        assignment.instruction = std::move(instruction);
        Surroundings around{
            .stage = stage,
            .call_tool = [this](
                             std::string name, JsonObject input
                         ) { return call_tool(std::move(name), std::move(input)); },
            .tell_step = [this](Step step) { steps.push_back(std::move(step)); },
        };
        return browser.run(run_lite(std::move(around), assignment));
    }

    // The answer in words; the error's sentence, marked as one, where it could not be done.
    std::string said(std::string instruction)
    {
        auto answer = tell(std::move(instruction));
        if (!answer) return "ERROR: " + answer.error().message;
        return answer->output.is_string() ? std::string(answer->output.get_string()) : dump(answer->output);
    }

    // What an expression is worth in the page, as text.
    std::string js(std::string expression)
    {
        auto value = browser.run(browser.page().evaluate("String(" + expression + ")", {}, Millis(5'000)));
        return value && value->is_string() ? std::string(value->get_string()) : "?";
    }

    std::string all_that_was_told() const
    {
        std::string text;
        for (const auto& step : steps)
            text += step.action + " " + dump(Json(step.params)) + " " + step.effect + " " + step.url + "\n";
        return text;
    }
};

}  // namespace lissom::agent
