#include <fstream>
#include <sstream>

#include "agent/lite/testing.hpp"

// Small things of pages, one at a time: steppers, lists, sliders, editors, drawings, dialogs. Each page tells
// in #out what was done to it.
namespace lissom::agent {
namespace {

struct WidgetsTest : LiteTest {
    std::string out(const std::string& name, std::string wish)
    {
        const std::ifstream file(std::string(LISSOM_TEST_SITES) + "/lite/widgets/" + name + ".html");
        std::ostringstream text;
        text << file.rdbuf();
        browser.server().serve("/" + name, text.str());
        const auto went = browser.run(browser.page().go_to(browser.server().url("/" + name), Millis(10'000)));
        if (!went) return went.error().message;
        const auto answer = said(std::move(wish));
        return answer.starts_with("ERROR") ? answer : js("document.getElementById('out').textContent");
    }
};

TEST_F(WidgetsTest, SetsSeveralFieldsInOneSentence)
{
    EXPECT_EQ(out("spinner", "Set the guests to 4 and the rooms to 2, then press Submit"), "4/2");
    EXPECT_EQ(out("sliders", "Set volume to 8, bass to 2 and treble to 6, then press Apply"), "8,2,6");
    EXPECT_EQ(out("calendar", "Set the birthday to March 17, 1990 and save"), "1990,Mar,17");
    EXPECT_EQ(out("time", "Enter 5:45 PM as the time and press Submit"), "17:45|");
}

TEST_F(WidgetsTest, ChoosesSeveralOfAList)
{
    EXPECT_EQ(
        out("multi", "Pick Banana, Damson and Elder in the list and press Submit"), "Banana,Damson,Elder"
    );
}

TEST_F(WidgetsTest, TakesTheSuggestionItMeans)
{
    EXPECT_EQ(out("ac", "Enter Osaka as the city and press Go"), "Osaka!Osaka");
}

TEST_F(WidgetsTest, FormatsWordsInAnEditorAndLeavesTheOthers)
{
    EXPECT_EQ(
        out("editor", "Make the word \"brown\" bold and press Submit"), "The quick <b>brown</b> fox jumps"
    );
    EXPECT_EQ(
        out("editor", "Underline \"fox\" in the editor, then submit"), "The quick brown <u>fox</u> jumps"
    );
}

TEST_F(WidgetsTest, TurnsPagesForAName)
{
    EXPECT_EQ(out("phonebook", "Click the phone number of Cy Moss"), "555-0103");
    EXPECT_TRUE(out("phonebook", "Click the phone number of Dee Nobody").starts_with("ERROR"));
}

TEST_F(WidgetsTest, PressesWhatShowsTheMost)
{
    EXPECT_EQ(out("cards", "Choose the card with the highest number and press Submit"), "93");
    EXPECT_EQ(out("cards", "Click the smallest number, then Submit"), "5");
}

TEST_F(WidgetsTest, PressesOneAfterTheOther)
{
    EXPECT_EQ(out("seq", "Press the buttons Three, One and Two in this order"), "312");
    EXPECT_EQ(out("seq", "Click Two, then Three"), "23");
}

TEST_F(WidgetsTest, CopiesAndAddsUpWhatIsOnThePage)
{
    EXPECT_EQ(
        out("areas", "Copy the second text area into the text field and press Submit"), "second, better text"
    );
    EXPECT_EQ(out("sum", "Enter the sum of the numbers into the field and press Submit"), "49");
}

TEST_F(WidgetsTest, ScrollsAPartOfThePage)
{
    EXPECT_EQ(out("terms", "Scroll the terms to the end, agree to them and press Continue"), "true/true");
}

TEST_F(WidgetsTest, KnowsDrawings)
{
    EXPECT_EQ(out("shapes", "Click the blue circle"), "circle blue");
    EXPECT_EQ(out("shapes", "Click the triangle"), "polygon green");
    EXPECT_EQ(out("shapes", "Click on the letter K"), "text purple");
    EXPECT_EQ(out("drag", "Drag the small box into the large box"), "true");
}

TEST_F(WidgetsTest, AnswersDialogs)
{
    EXPECT_EQ(out("dialog", "Delete the account and confirm"), "deleted");
    EXPECT_EQ(out("dialog", "Press 'Delete account', then close the dialog"), "closed");
}

TEST_F(WidgetsTest, ActsOnTheRecordsOfAPerson)
{
    EXPECT_EQ(out("social", "Follow Bob"), "followed bob");
    EXPECT_EQ(out("social", "Like all posts by @bob"), "liked bob liked bob2 ");
}

}  // namespace
}  // namespace lissom::agent
