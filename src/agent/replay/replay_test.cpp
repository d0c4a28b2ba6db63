// Finding things again on pages that were redesigned, and reading answers from them.

#include <gtest/gtest.h>

#include "agent/replay/reading.hpp"
#include "agent/replay/recorder.hpp"
#include "agent/replay/script.hpp"

namespace lissom::agent::replay {
namespace {

// A page, line by line: depth, role, name; `e` gives the last line an element's number and marks.
class PageOf {
public:
    explicit PageOf(std::string url = "http://127.0.0.1/app") { page_.url = std::move(url); }

    PageOf& line(int depth, std::string role, std::string name = "")
    {
        view::Node node;
        node.depth = depth;
        node.role = std::move(role);
        node.name = std::move(name);
        if (node.role != "text") node.ref = ++refs_;
        for (int i = static_cast<int>(page_.nodes.size()) - 1; i >= 0 && node.parent < 0; --i)
            if (page_.nodes[static_cast<std::size_t>(i)].depth < depth) node.parent = i;
        page_.nodes.push_back(std::move(node));
        return *this;
    }
    PageOf& marked(std::string key, std::string value)
    {
        page_.nodes.back().attributes[std::move(key)] = std::move(value);
        return *this;
    }

    const view::Snapshot& page() const { return page_; }
    // NOLINTNEXTLINE(google-explicit-constructor): a page of the test stands for what is seen of it.
    operator const view::Snapshot&() const { return page_; }

private:
    view::Snapshot page_;
    view::Ref refs_ = 0;
};

PageOf sign_in_page()
{
    PageOf page;
    page.line(0, "form", "Sign in").line(1, "heading", "Welcome");
    page.line(1, "textbox", "User name").marked("name", "user");
    page.line(1, "textbox", "Password").marked("name", "pw");
    page.line(1, "button", "Sign in").marked("type", "submit");
    return page;
}

PageOf redesigned_page()
{
    PageOf page;
    page.line(0, "banner").line(1, "button", "Menu").line(0, "form", "Sign in").line(1, "heading", "Welcome");
    page.line(1, "textbox", "Pass phrase").marked("name", "pw");
    page.line(1, "textbox", "User name").marked("name", "user");
    page.line(1, "button", "Log in").marked("type", "submit");
    return page;
}

std::string found_by(const Landscape& there, const Target& target)
{
    const auto index = there.find(target);
    return index ? there.snapshot().nodes[*index].name : "nothing";
}

TEST(LandscapeTest, FindsThingsAgainInAnotherOrderAndWording)
{
    const auto before = sign_in_page();
    const auto after = redesigned_page();
    const Landscape then(before);
    const Landscape now(after);

    EXPECT_EQ(found_by(now, then.describe(2)), "User name");
    EXPECT_EQ(found_by(now, then.describe(3)), "Pass phrase");
    EXPECT_EQ(found_by(now, then.describe(4)), "Log in");
}

TEST(LandscapeTest, FindsNothingWhereNothingIsLikeIt)
{
    const auto before = sign_in_page();
    PageOf after;
    after.line(0, "heading", "Good bye").line(0, "button", "Delete account").line(0, "textbox", "Search");
    const Landscape now(after);

    for (const std::size_t i : {2, 3, 4})
        EXPECT_EQ(found_by(now, Landscape(before).describe(i)), "nothing") << i;
}

PageOf people(std::vector<std::string> names)
{
    PageOf page;
    page.line(0, "table");
    for (const auto& name : names) page.line(1, "row").line(2, "text", name).line(2, "button", "Edit");
    return page;
}

TEST(LandscapeTest, TellsAlikeThingsByTheirRows)
{
    const auto before = people({"Ada", "Ben", "Cleo"});
    const auto after = people({"Dora", "Cleo", "Ben"});
    const Landscape now(after);

    const auto index = now.find(Landscape(before).describe(6));  // Edit of Ben

    ASSERT_TRUE(index);
    EXPECT_EQ(now.describe(*index).record, "Ben");
    EXPECT_FALSE(now.find(Landscape(before).describe(3))) << "Ada is gone, and nobody stands in for her";
}

TEST(LandscapeTest, KnowsAListThatSaysTheSameInAnotherOrder)
{
    const auto list = people({"Ada", "Ben"});
    const auto turned = people({"Ben", "Ada"});
    const auto other = people({"Ben", "Eve"});

    EXPECT_FALSE(Landscape(list).records_mark(3).empty());
    EXPECT_EQ(Landscape(list).records_mark(3), Landscape(turned).records_mark(3));
    EXPECT_NE(Landscape(list).records_mark(3), Landscape(other).records_mark(3));
}

PageOf balance_page(std::string balance)
{
    PageOf page;
    page.line(0, "heading", "Balance").line(1, "text", "Balance");
    page.line(0, "paragraph").marked("id", "balance").line(1, "text", "You have " + balance + " left.");
    return page;
}

TEST(ReadingTest, ReadsWhatThePageSaysNow)
{
    const auto then = balance_page("€12.50");
    const auto now = balance_page("€7,000.00");
    const auto read = readable(Landscape(then), "The balance is €12.50.", "tell the balance", 1);
    ASSERT_TRUE(read);

    Values values;
    for (const auto& reading : read->readings) values[reading.name] = *replay::read(Landscape(now), reading);

    EXPECT_EQ(filled_in(read->text, values), "The balance is €7,000.00.");
}

TEST(ReadingTest, KeepsNoWordThatThePageDoesNotSay)
{
    const auto page = balance_page("€12.50");

    EXPECT_FALSE(readable(Landscape(page), "You are rich", "tell the balance", 1));
    EXPECT_FALSE(readable(Landscape(page), "€13.00", "tell the balance", 1));
}

TEST(ScriptTest, ComesBackFromItsTextAsItWas)
{
    Script script{.task_id = "t1", .instruction = "Do it", .start_url = "http://127.0.0.1/"};
    ScriptStep step{.action = "fill", .params = {{"value", "{{metadata.user}}"}}};
    const auto page = sign_in_page();
    step.targets["element"] = Landscape(page).describe(2);
    step.expectation.changes = true;
    script.steps.push_back(step);
    script.answer_from = AnswerFrom::readings;
    script.output = "{{read.1}}";

    const auto text = to_text(script);
    const auto back = script_from(*parse_json(text));

    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(to_text(*back), text);
    EXPECT_GT(std::ranges::count(text, '\n'), 8) << "made to be read";
}

TEST(ScriptTest, SaysWhatIsWrongWithAScript)
{
    const auto script = script_from(*parse_json(R"({"lissom_replay": 1, "steps": [{"do": "explode"}]})"));

    ASSERT_FALSE(script);
    EXPECT_TRUE(script.error().message.contains("explode")) << script.error().message;
}

Step filled(const PageOf& page, std::string value)
{
    Step step;
    step.action = "fill";
    step.params = {{"element", "e3"}, {"value", std::move(value)}};
    step.page = std::make_shared<const view::Snapshot>(page.page());
    step.outcome = actions::Effect{.has_changed = true};
    return step;
}

TEST(RecorderTest, InputsGetTheNamesTheyHave)
{
    Assignment assignment;
    assignment.instruction = "Sign in";
    assignment.metadata = {{"user", "Zoe Quill"}};
    Recorder recorder(assignment);
    const auto page = sign_in_page();

    recorder.take(filled(page, "Zoe Quill"));
    const auto script = recorder.script("ok", page);

    ASSERT_TRUE(script);
    EXPECT_EQ(script->steps.at(0).params.at("value"), "{{metadata.user}}");
    EXPECT_EQ(script->steps.at(0).targets.at("element").name, "User name");
}

TEST(RecorderTest, WhatCameFromAPageThatIsGoneCannotBeRepeated)
{
    Assignment assignment;
    assignment.instruction = "Enter the code that is shown first";
    Recorder recorder(assignment);
    PageOf shown;
    shown.line(0, "form")
        .line(1, "heading", "Code")
        .line(1, "textbox", "Code")
        .line(1, "text", "Your code is 493112");
    const auto later = sign_in_page();

    recorder.take(filled(shown, "x"));
    recorder.take(filled(later, "493112"));

    EXPECT_FALSE(recorder.script("ok", later));
}

Step file_read(const PageOf& page, std::string_view text)
{
    Step step;
    step.action = "read_file";
    step.page = std::make_shared<const view::Snapshot>(page.page());
    step.outcome = actions::Effect{.value = Json(text), .is_of_file = true};
    return step;
}

TEST(RecorderTest, WhatAFileSaidIsNotAnsweredFromMemory)
{
    Assignment assignment;
    assignment.instruction = "Tell the total of the invoice";
    Recorder recorder(assignment);
    const auto page = sign_in_page();

    recorder.take(file_read(page, "Total 1,204.50"));
    const auto script = recorder.script("1,204.50", page);

    ASSERT_TRUE(script);
    EXPECT_EQ(script->answer_from, AnswerFrom::agent);
    EXPECT_TRUE(script->steps.empty()) << "reading changes nothing";
}

TEST(RecorderTest, WhatCameFromAFileCannotBeRepeated)
{
    Assignment assignment;
    assignment.instruction = "Enter the code of the letter";
    Recorder recorder(assignment);
    const auto page = sign_in_page();

    recorder.take(file_read(page, "Your code is 493112"));
    recorder.take(filled(page, "493112"));

    EXPECT_FALSE(recorder.script("ok", page));
}

}  // namespace
}  // namespace lissom::agent::replay
