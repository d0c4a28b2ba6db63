#include "agent/smooth/smooth.hpp"

#include <gtest/gtest.h>

#include "browser/testing.hpp"
#include "models/scripted_model.hpp"

namespace lissom::agent {
namespace {

constexpr auto form_page = R"(<title>Sign in</title><h1>Sign in</h1><form onsubmit="
    event.preventDefault(); document.getElementById('out').textContent = 'Welcome ' + user.value + ', balance 120 EUR'">
    <label>User <input id=user></label><label>Password <input id=pw type=password></label>
    <button>Sign in</button></form><p id=out></p><a href="/other">Other</a>)";

struct SmoothTest : testing::Test {
    browser::Fixture browser;
    models::ScriptedModel model;
    models::ScriptedModel validator;
    actions::Stage stage{.browser = browser.context(), .files = {}, .may_visit = {}, .artifacts = {}};
    std::vector<Step> steps;
    std::vector<std::string> tools_called;
    Assignment assignment;
    bool has_validator = false;

    static void SetUpTestSuite() { browser::Fixture::use_world_script(std::string(view::world_script())); }

    void SetUp() override
    {
        browser.server().serve("/", form_page);
        browser.server().serve("/other", "<title>Other</title><h1>Another page</h1><button>Back</button>");
        assignment.instruction = "Sign in as demo and tell me the balance";
        assignment.url = browser.server().url("/");
        assignment.max_steps = 10;
    }

    Async<Result<Json>> call_tool(std::string name, JsonObject input)
    {
        tools_called.push_back(name + dump(Json(input)));
        co_return Json("4711");
    }

    Result<Answer> run(Budget budget = {})
    {
        Surroundings around{
            .stage = stage,
            .call_tool = [this](
                             std::string name, JsonObject input
                         ) { return call_tool(std::move(name), std::move(input)); },
            .tell_step = [this](Step step) { steps.push_back(std::move(step)); },
        };
        const Minds minds{.acting = model, .validating = has_validator ? &validator : nullptr};
        return browser.run(run_smooth(minds, budget, std::move(around), assignment));
    }

    // The reference of the element whose line of the page holds the words, as the model would read it.
    std::string ref(std::string_view words)
    {
        auto snapshot = browser.run(view::observe(browser.page()));
        EXPECT_TRUE(snapshot);
        for (const auto& node : snapshot->nodes)
            if (node.is_operable && node.name.contains(words)) return "e" + std::to_string(node.ref);
        ADD_FAILURE() << "no element " << words;
        return "e0";
    }

    void open_first()
    {
        ASSERT_TRUE(browser.run(browser.page().go_to(assignment.url, Millis(10'000))));
        assignment.url.clear();
    }

    std::string all_that_was_asked() const
    {
        std::string text;
        for (const auto& ask : model.asked())
            for (const auto& message : ask.messages) {
                text += message.text + "\n";
                for (const auto& call : message.tool_calls) text += dump(Json(call.input)) + "\n";
            }
        return text;
    }
};

TEST_F(SmoothTest, ActsAndHandsInTheResult)
{
    open_first();
    model.call("fill", {{"element", ref("User")}, {"value", "demo"}});
    model.call("click", {{"element", ref("Sign in")}});
    model.call("done", {{"success", true}, {"output", "120 EUR"}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->output, "120 EUR");
    EXPECT_EQ(answer->steps, 3);
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_FALSE(steps[1].has_failed) << steps[1].effect;
    EXPECT_TRUE(model.asked().back().messages.back().text.contains("Welcome demo"))
        << model.asked().back().messages.back().text;
}

TEST_F(SmoothTest, TellsWhatEachStepSawWasToldAndCost)
{
    open_first();
    models::Reply reply;
    reply.text = "The user's name first.";
    reply.usage = {.input_tokens = 100, .cached_tokens = 40, .output_tokens = 7, .cost_usd = 0.25};
    reply.tool_calls = {
        {.id = "a", .name = "fill", .input = {{"element", ref("User")}, {"value", "demo"}}},
        {.id = "b", .name = "click", .input = {{"element", ref("Sign in")}}},
    };
    model.answer(reply);
    model.call("done", {{"success", true}, {"output", "120 EUR"}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_TRUE(steps[0].seen.contains("Sign in")) << steps[0].seen;
    EXPECT_TRUE(steps[0].asked.contains("Sign in")) << steps[0].asked;
    EXPECT_EQ(steps[0].answered, "The user's name first.");
    EXPECT_EQ(steps[0].spent.input_tokens, 100);
    EXPECT_EQ(steps[0].spent.cost_usd, 0.25);
    EXPECT_EQ(steps[1].spent.input_tokens, 0) << "one reply is told once";
    EXPECT_TRUE(steps[2].seen.contains("Welcome demo")) << steps[2].seen;
}

TEST_F(SmoothTest, KeepsASecretFromTheModelAndGivesItToThePage)
{
    open_first();
    assignment.secrets = {
        {"pw", {.value = "correct horse", .allowed_urls = {browser.server().url("/") + "*"}}}
    };
    model.call("fill", {{"element", ref("User")}, {"value", "<secret>pw</secret>"}});
    model.call("click", {{"element", ref("Sign in")}});
    model.call("done", {{"success", true}, {"output", "done"}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    auto typed =
        browser.run(browser.page().evaluate("document.getElementById('user').value", {}, Millis(5000)));
    EXPECT_EQ(*typed, "correct horse");
    EXPECT_FALSE(all_that_was_asked().contains("correct horse"));
    for (const auto& step : steps)
        EXPECT_FALSE((dump(Json(step.params)) + step.effect + step.url + step.seen + step.asked +
                      step.answered)
                         .contains("correct horse"));
}

TEST_F(SmoothTest, DoesNotReleaseASecretToAnotherSite)
{
    open_first();
    assignment.secrets = {{"pw", {.value = "correct horse", .allowed_urls = {"https://bank.example/*"}}}};
    model.call("fill", {{"element", ref("User")}, {"value", "<secret>pw</secret>"}});
    model.call("done", {{"success", false}, {"reason", "the secret is refused here"}});

    auto answer = run();

    ASSERT_FALSE(answer);
    auto typed =
        browser.run(browser.page().evaluate("document.getElementById('user').value", {}, Millis(5000)));
    EXPECT_EQ(*typed, "");
    EXPECT_TRUE(steps.at(0).has_failed);
}

TEST_F(SmoothTest, SendsAResultBackThatDoesNotFitTheSchema)
{
    assignment.response_model =
        *parse_json(R"({"type":"object","properties":{"balance":{"type":"number"}},"required":["balance"]})");
    model.call("done", {{"success", true}, {"output", JsonObject{{"balance", "120"}}}});
    model.call("done", {{"success", true}, {"output", JsonObject{{"balance", 120}}}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(dump(answer->output), R"({"balance":120})");
    EXPECT_TRUE(all_that_was_asked().contains("balance: ")) << "the reason must reach the model";
}

TEST_F(SmoothTest, TheValidatorMaySendAResultBackTwice)
{
    has_validator = true;
    for (int i = 0; i < 2; ++i) validator.answer({.text = R"({"good": false, "reason": "no currency"})"});
    for (int i = 0; i < 3; ++i) model.call("done", {{"success", true}, {"output", "120"}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(validator.asked().size(), 2u);
    EXPECT_TRUE(all_that_was_asked().contains("no currency"));
}

TEST_F(SmoothTest, StopsARowOfCallsWhenThePageChanges)
{
    open_first();
    models::Reply row;
    row.tool_calls = {
        {.id = "a", .name = "click", .input = {{"element", ref("Other")}}},
        {.id = "b", .name = "fill", .input = {{"element", ref("User")}, {"value", "demo"}}},
    };
    model.answer(row);
    model.call("done", {{"success", true}, {"output", "there"}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_EQ(steps[1].action, "done");
    EXPECT_TRUE(all_that_was_asked().contains("not carried out: the page has changed"));
}

TEST_F(SmoothTest, GivesUpGoingInCircles)
{
    for (int i = 0; i < 10; ++i) model.call("scroll", {{"direction", "down"}});

    auto answer = run();

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::not_doable);
    EXPECT_TRUE(answer.error().message.contains("circles")) << answer.error().message;
}

TEST_F(SmoothTest, SaysWhyTheModelGaveUp)
{
    model.call("done", {{"success", false}, {"reason", "there is no such account"}});

    auto answer = run();

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::not_doable);
    EXPECT_EQ(answer.error().message, "there is no such account");
}

TEST_F(SmoothTest, CallsTheClientsTools)
{
    assignment.custom_tools = {
        {.name = "get_code",
         .description = "Gives the code.",
         .inputs = {{"type", "object"}},
         .output = "the code"}
    };
    model.call("get_code", {{"site", "bank"}});
    model.call("done", {{"success", true}, {"output", "4711"}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(tools_called.at(0), R"(get_code{"site":"bank"})");
    EXPECT_TRUE(all_that_was_asked().contains("4711"));
}

TEST_F(SmoothTest, OffersOnlyDoneAtTheLastStep)
{
    assignment.max_steps = 2;
    model.call("scroll", {{"direction", "down"}});
    model.call("done", {{"success", true}, {"output", "ok"}});

    auto answer = run();

    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_EQ(model.asked()[1].tools.size(), 1u);
    EXPECT_EQ(model.asked()[1].tools[0].name, "done");
}

TEST_F(SmoothTest, AsksAgainWhenTheModelOnlyTalks)
{
    model.answer({.text = "I will now look at the page."});
    model.call("done", {{"success", true}, {"output", "ok"}});

    EXPECT_TRUE(run());
}

TEST_F(SmoothTest, EndsWithinItsBudget)
{
    models::Reply costly;
    costly.tool_calls = {{.id = "a", .name = "scroll", .input = {{"direction", "down"}}}};
    costly.usage.cost_usd = 3;
    for (int i = 0; i < 5; ++i) model.answer(costly);

    auto answer = run({.cost_usd = 5});

    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().message.contains("money")) << answer.error().message;
}

TEST_F(SmoothTest, TellsTheModelWhenItsBudgetNearsItsEnd)
{
    models::Reply costly;
    costly.tool_calls = {{.id = "a", .name = "scroll", .input = {{"direction", "down"}}}};
    costly.usage.cost_usd = 4;
    model.answer(costly);
    model.call("done", {{"success", true}, {"output", "ok"}});

    auto answer = run({.cost_usd = 5});

    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_FALSE(model.asked()[0].messages.back().text.contains("Three quarters"));
    EXPECT_TRUE(model.asked()[1].messages.back().text.contains("Three quarters of your time and tokens"));
}

TEST_F(SmoothTest, GivesAModelThatWasCutOffMoreRoom)
{
    models::Reply cut_off;
    cut_off.was_cut_off = true;
    model.answer(cut_off);
    model.call("done", {{"success", true}, {"output", "ok"}});

    ASSERT_TRUE(run());

    EXPECT_EQ(model.asked()[1].max_output_tokens, model.asked()[0].max_output_tokens * 2);
}

TEST_F(SmoothTest, SendsBackWhatTheProviderWantsBack)
{
    models::Reply thoughtful;
    thoughtful.tool_calls = {
        {.id = "a",
         .name = "scroll",
         .input = {{"direction", "down"}},
         .malformed = {},
         .own = {{"signature", "s"}}}
    };
    thoughtful.own = {{"thoughts", "hm"}};
    model.answer(thoughtful);
    model.call("done", {{"success", true}, {"output", "ok"}});

    ASSERT_TRUE(run());

    const auto& said = model.asked()[1].messages;
    const auto back = std::ranges::find(said, models::Role::assistant, &models::Message::role);
    ASSERT_NE(back, said.end());
    EXPECT_EQ(back->own, thoughtful.own);
    EXPECT_EQ(back->tool_calls.at(0).own, thoughtful.tool_calls[0].own);
}

TEST_F(SmoothTest, KnowsAToolByANameThatIsAlmostItsOwn)
{
    open_first();
    model.call("functions.Fill", {{"element", ref("User")}, {"value", "demo"}});
    model.call("done", {{"success", true}, {"output", "ok"}});

    ASSERT_TRUE(run());

    EXPECT_EQ(steps.at(0).action, "fill");
    EXPECT_FALSE(steps.at(0).has_failed) << steps.at(0).effect;
}

TEST_F(SmoothTest, TakesNoPictureThatTheClientDidNotAllow)
{
    open_first();
    model.call("screenshot", {});
    model.call("done", {{"success", true}, {"output", "ok"}});

    ASSERT_TRUE(run());

    EXPECT_TRUE(steps.at(0).has_failed);
    for (const auto& message : model.asked().back().messages) EXPECT_TRUE(message.images.empty());
}

TEST_F(SmoothTest, SendsOnePictureOfAPageThatDraws)
{
    browser.server().serve(
        "/chart", "<h1>Chart</h1><canvas width=300 height=200></canvas><button>Zoom</button>"
    );
    assignment.url = browser.server().url("/chart");
    model.call("scroll", {{"direction", "down"}});
    model.call("done", {{"success", true}, {"output", "ok"}});

    ASSERT_TRUE(run());

    std::size_t pictures = 0;
    for (const auto& message : model.asked().back().messages) pictures += message.images.size();
    EXPECT_EQ(pictures, 1u);
}

TEST_F(SmoothTest, APageThatShowsASecretIsSentAsNoPicture)
{
    browser.server().serve(
        "/shown", "<p>Signed in as correct-horse</p><canvas width=300 height=200></canvas>"
    );
    assignment.url = browser.server().url("/shown");
    assignment.secrets = {{"pw", {.value = "correct-horse", .allowed_urls = {"https://bank.example/*"}}}};
    assignment.additional_tools = {{"screenshot", nullptr}};
    model.call("screenshot", {});
    model.call("done", {{"success", true}, {"output", "ok"}});

    ASSERT_TRUE(run());

    for (const auto& message : model.asked().back().messages) EXPECT_TRUE(message.images.empty());
    EXPECT_TRUE(all_that_was_asked().contains("it shows a secret"));
}

TEST_F(SmoothTest, ASecretOfEarlierWorkIsReadByNoModelAndEnteredByNone)
{
    browser.server().serve("/shown", "<p>Your number is 4711-0815.</p><label>Number <input></label>");
    assignment.url = browser.server().url("/shown");
    assignment.instruction = "Enter 4711-0815";
    assignment.secrets = {{"pin", {.value = "4711-0815", .allowed_urls = {}}}};
    has_validator = true;
    validator.answer({.text = R"({"good": true, "reason": ""})"});
    model.call("fill", {{"element", "e1"}, {"value", "<secret>pin</secret>"}});
    model.call("done", {{"success", true}, {"output", "<secret>pin</secret>"}});

    ASSERT_TRUE(run());

    EXPECT_FALSE(all_that_was_asked().contains("4711-0815"));
    EXPECT_TRUE(all_that_was_asked().contains("Your number is <secret>pin</secret>"));
    EXPECT_FALSE(all_that_was_asked().contains("Secrets you can enter"));
    for (const auto& message : validator.asked().at(0).messages)
        EXPECT_FALSE(message.text.contains("4711-0815")) << message.text;
    const auto typed =
        browser.run(browser.page().evaluate("() => document.querySelector('input').value", {}, Millis(5'000))
        );
    ASSERT_TRUE(typed);
    EXPECT_FALSE(dump(*typed).contains("4711"));
}

TEST_F(SmoothTest, TheVerdictOfAValidatorMayStandBetweenFences)
{
    has_validator = true;
    validator.answer({.text = "Let me see.\n```json\n{\"good\": false, \"reason\": \"no currency\"}\n```"});
    validator.answer({.text = R"({"good": true, "reason": ""})"});
    for (int i = 0; i < 2; ++i) model.call("done", {{"success", true}, {"output", "120"}});

    ASSERT_TRUE(run());

    EXPECT_EQ(model.asked().size(), 2u);
    EXPECT_TRUE(all_that_was_asked().contains("no currency"));
}

// What a provider's cache pays for: at least 80 % of each ask is what the ask before already said.
TEST_F(SmoothTest, OnlyAddsToWhatWasSaid)
{
    open_first();
    for (int i = 0; i < 8; ++i)
        model.call("fill", {{"element", ref("User")}, {"value", "demo" + std::to_string(i)}});
    model.call("done", {{"success", true}, {"output", "ok"}});

    ASSERT_TRUE(run());

    std::size_t said = 0;
    std::size_t said_before = 0;
    for (std::size_t i = 1; i < model.asked().size(); ++i) {
        const auto& before = model.asked()[i - 1].messages;
        const auto& now = model.asked()[i].messages;
        for (std::size_t k = 0; k < now.size(); ++k) {
            said += now[k].text.size();
            if (k < before.size() && now[k].text == before[k].text) said_before += now[k].text.size();
        }
    }
    EXPECT_GT(static_cast<double>(said_before), 0.8 * static_cast<double>(said));
}

}  // namespace
}  // namespace lissom::agent
