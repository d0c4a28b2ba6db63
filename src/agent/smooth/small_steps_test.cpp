#include "agent/smooth/small_steps.hpp"

#include <gtest/gtest.h>

#include "agent/smooth/toolbox.hpp"

namespace lissom::agent {
namespace {

view::Node thing(view::Ref ref, std::string role, std::string tag)
{
    view::Node node;
    node.ref = ref;
    node.role = std::move(role);
    node.tag = std::move(tag);
    node.is_operable = true;
    return node;
}

struct SmallStepsTest : testing::Test {
    Assignment assignment;
    view::Snapshot page;
    std::string told = "[e1] [e2] [e3]";
    std::set<Deed> idle;

    SmallStepsTest()
    {
        page.nodes = {
            thing(1, "button", "button"), thing(2, "textbox", "input"), thing(3, "combobox", "select")
        };
        page.nodes[2].options = {"Red", "Blue"};
    }

    // The inputs that a step of this name may have; null where there is no such step.
    Json input_of(std::string_view action, Way way = {})
    {
        const auto schema = SmallSteps(tools_for(assignment), page, told, idle, way).schema();
        for (const auto& step : schema.at("anyOf").as_array())
            if (step.at("properties").at("action").at("const") == Json(action))
                return step.at("properties").at("input");
        return {};
    }

    Json elements_for(std::string_view action)
    {
        const auto input = input_of(action);
        return input.is_null() ? input : input.at("properties").at("element").at("enum");
    }
};

TEST_F(SmallStepsTest, OffersElementsForWhatTheyAreFor)
{
    EXPECT_EQ(elements_for("click"), (JsonArray{"e1", "e3"})) << "a field is filled in";
    EXPECT_EQ(elements_for("fill"), (JsonArray{"e2"}));
    EXPECT_EQ(elements_for("select"), (JsonArray{"e3"}));
    EXPECT_EQ(input_of("select").at("properties").at("option").at("enum"), (JsonArray{"Red", "Blue"}));
}

TEST_F(SmallStepsTest, ABoxIsCheckedOrUncheckedAndNotClicked)
{
    page.nodes[0].role = "checkbox";
    page.nodes[0].checked = view::Tristate::off;

    EXPECT_EQ(elements_for("click"), (JsonArray{"e3"}));
    EXPECT_EQ(elements_for("check"), (JsonArray{"e1"}));
    EXPECT_TRUE(input_of("uncheck").is_null());
}

TEST_F(SmallStepsTest, WhatIsCoveredWaitsForWhatLiesOverIt)
{
    page.nodes[1].is_covered = true;
    page.nodes[2].is_covered = true;

    EXPECT_EQ(elements_for("click"), (JsonArray{"e1"}));
    EXPECT_TRUE(input_of("fill").is_null());
    EXPECT_EQ(elements_for("select"), (JsonArray{"e3"})) << "its face lies over it";
}

TEST_F(SmallStepsTest, OffersNothingThatTheModelDoesNotSee)
{
    told = "[e1] [e22] [e33]";

    EXPECT_EQ(elements_for("click"), (JsonArray{"e1"}));
    EXPECT_TRUE(input_of("fill").is_null());
}

TEST_F(SmallStepsTest, OffersNoActionThatThePageHasNoUseFor)
{
    EXPECT_TRUE(input_of("upload").is_null());
    EXPECT_TRUE(input_of("check").is_null());
    EXPECT_TRUE(input_of("read_file", {.has_files = false}).is_null());
    EXPECT_TRUE(input_of("scroll").is_null()) << "all of the page is in view";
    EXPECT_TRUE(input_of("switch_tab").is_null());
    EXPECT_TRUE(input_of("dialog").is_null());
    EXPECT_TRUE(input_of("back").is_null());
    EXPECT_TRUE(input_of("goto", {.knows_address = false}).is_null());
    EXPECT_FALSE(input_of("back", {.has_moved = true}).is_null());

    page.scroll = {.height = 3'000, .viewport = 720};
    page.tabs = {"*One", "Two"};

    EXPECT_FALSE(input_of("scroll").is_null());
    EXPECT_FALSE(input_of("switch_tab").is_null());
}

TEST_F(SmallStepsTest, ADialogIsAnsweredFirst)
{
    page.dialog = browser::Dialog{};

    EXPECT_FALSE(input_of("dialog").is_null());
    EXPECT_TRUE(input_of("click").is_null());
}

TEST_F(SmallStepsTest, WhatChangedNothingIsNotOfferedAgain)
{
    idle = {{"click", "e1"}, {"fill", "e2"}};

    EXPECT_EQ(elements_for("click"), (JsonArray{"e3"}));
    EXPECT_TRUE(input_of("fill").is_null());
}

TEST_F(SmallStepsTest, TheClientsToolsAreOfferedWhole)
{
    assignment.custom_tools = {
        {.name = "get_code",
         .inputs = {{"type", "object"}, {"properties", JsonObject{{"site", JsonObject{{"type", "string"}}}}}}}
    };

    EXPECT_TRUE(input_of("get_code").at("properties").as_object().contains("site"));
}

TEST_F(SmallStepsTest, DefinitionsOfTheResponseModelStandAtTheRoot)
{
    assignment.response_model = *parse_json(
        R"({"$defs":{"Money":{"type":"number"}},"type":"object","properties":{"price":{"$ref":"#/$defs/Money"}}})"
    );

    const auto schema = SmallSteps(tools_for(assignment), page, told, idle, {}).schema();

    EXPECT_TRUE(object_at(schema, "$defs") && object_at(schema, "$defs")->contains("Money"));
    EXPECT_EQ(
        input_of("done").at("properties").at("output").at("properties").at("price"),
        Json(JsonObject{{"$ref", "#/$defs/Money"}})
    );
}

}  // namespace
}  // namespace lissom::agent
