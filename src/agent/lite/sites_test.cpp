#include <fstream>
#include <sstream>

#include "agent/lite/testing.hpp"

// Whole tasks on pages of several kinds: an encyclopedia, a forum, a list of things to do, a booking form, a
// table with pages, a list of jobs. Each wish in words of its own.
namespace lissom::agent {
namespace {

struct SitesTest : LiteTest {
    void open(const std::string& name)
    {
        const std::ifstream file(std::string(LISSOM_TEST_SITES) + "/lite/" + name + ".html");
        std::ostringstream text;
        text << file.rdbuf();
        ASSERT_FALSE(text.str().empty()) << name;
        browser.server().serve("/" + name + ".html", text.str());
        ASSERT_TRUE(
            browser.run(browser.page().go_to(browser.server().url("/" + name + ".html"), Millis(10'000)))
        );
    }
    std::string ask(const std::string& name, std::string question)
    {
        open(name);
        return said(std::move(question));
    }
    bool is_refused(const std::string& name, std::string question)
    {
        open(name);
        const auto answer = tell(std::move(question));
        return !answer && answer.error().code == ErrorCode::not_doable;
    }
};

TEST_F(SitesTest, ReadsAnEncyclopedia)
{
    EXPECT_EQ(ask("wiki", "What is the population of Lindau?"), "25,543");
    EXPECT_EQ(ask("wiki", "Who is the mayor?"), "Claudia Alfons");
    EXPECT_EQ(ask("wiki", "Tell me the elevation"), "401 m");
    EXPECT_EQ(ask("wiki", "How much rain falls in July?"), "150 mm");
    EXPECT_EQ(ask("wiki", "What is the high in January?"), "3 °C");
    EXPECT_EQ(ask("wiki", "List the twin towns"), "1. Chelles, France\n2. Rawtenstall, England");
    EXPECT_TRUE(ask("wiki", "Return the first paragraph").starts_with("Lindau is a town"));
}

TEST_F(SitesTest, DoesNotInventWhatAPageDoesNotSay)
{
    EXPECT_TRUE(is_refused("wiki", "What is the currency of Lindau?"));
    EXPECT_TRUE(is_refused("wiki", "Return the price of the first product"));
    EXPECT_TRUE(is_refused("jobs", "Which job has the longest holidays?"));
    EXPECT_TRUE(is_refused("jobs", "How many jobs are there in Paris?"));
    EXPECT_TRUE(is_refused("forum", "What is the phone number of the moderator?"));
}

TEST_F(SitesTest, ReadsAForum)
{
    EXPECT_EQ(ask("forum", "How many replies does the topic 'Which compost bin?' have?"), "31");
    EXPECT_EQ(ask("forum", "Who started the topic 'Tomatoes on a balcony'?"), "ivy");
    EXPECT_EQ(ask("forum", "Which topic has the most replies?"), "Which compost bin?");
    EXPECT_EQ(
        ask("forum", "Return the titles of all topics"),
        "1. When to prune roses?\n2. Tomatoes on a balcony\n3. Which compost bin?"
    );
}

TEST_F(SitesTest, WritesInAForum)
{
    const auto last = "[...document.querySelectorAll('.text')].at(-1).textContent";

    ask("forum_topic", "Write a reply saying 'Never!'");
    EXPECT_EQ(js(last), "Never!");
    ask("forum_topic", "Reply with 'In March.'");
    EXPECT_EQ(js(last), "In March.");
    ask("forum_topic", "Like the post by ivy");
    EXPECT_EQ(js("document.querySelectorAll('.likes')[1].textContent"), "8 likes");
}

TEST_F(SitesTest, KeepsAListOfThingsToDo)
{
    const auto names = "[...document.querySelectorAll('label')].map(each => each.textContent).join()";
    const auto ticked = "[...document.querySelectorAll('.toggle')].map(each => +each.checked).join('')";

    ask("todo", "Add a task 'Water the plants'");
    EXPECT_EQ(js(names), "Buy milk,Call Ann,Pay rent,Water the plants");
    ask("todo", "Add 'Water the plants' to the list");
    EXPECT_EQ(js(names), "Buy milk,Call Ann,Pay rent,Water the plants");
    ask("todo", "Mark 'Call Ann' as done");
    EXPECT_EQ(js(ticked), "010");
    ask("todo", "Complete all tasks");
    EXPECT_EQ(js(ticked), "111");
    ask("todo", "Delete the task 'Buy milk'");
    EXPECT_EQ(js(names), "Call Ann,Pay rent");
    EXPECT_EQ(ask("todo", "How many items are left?"), "3");
}

TEST_F(SitesTest, BooksARoomOnce)
{
    const auto reference =
        ask("booking",
            "Book a double room for 2 guests from 2026-12-05 to 2026-12-09 for 'Ida Berg', e-mail "
            "ida@example.com, with "
            "breakfast, and tell me the booking reference");

    EXPECT_EQ(reference, "HB-7731");
    EXPECT_EQ(
        js("out.lastChild.textContent"),
        "From 2026-12-05 to 2026-12-09 for 2 guests, Double room with breakfast"
    );

    ask("booking",
        "Fill in the form: arrival 5 December 2026, departure 9 December 2026, guests 3, room Suite, name "
        "Ida Berg, e-mail "
        "ida@example.com. Then press Book now and return the booking reference.");
    EXPECT_EQ(js("out.lastChild.textContent"), "From 2026-12-05 to 2026-12-09 for 3 guests, Suite");
    EXPECT_EQ(js("window.bookings"), "1");
}

TEST_F(SitesTest, ReadsATableWithPages)
{
    EXPECT_EQ(ask("paged", "What is the salary of Gus Hall?"), "$64,000");
    EXPECT_EQ(ask("paged", "Who has the highest salary?"), "Emil Frey");
    EXPECT_EQ(ask("paged", "How many people work in Research?"), "3");
    EXPECT_EQ(ask("paged", "Sort by salary descending and tell me the first name"), "Emil Frey");
    EXPECT_EQ(
        ask("paged", "Search for Sales and return the names of all people"),
        "1. Bea Cole\n2. Emil Frey\n3. Hal Ives"
    );
}

TEST_F(SitesTest, ReadsAListOfJobs)
{
    EXPECT_EQ(ask("jobs", "Which job has the highest salary?"), "Nurse");
    EXPECT_EQ(ask("jobs", "What is the location of the job Baker?"), "Oslo");
    EXPECT_EQ(ask("jobs", "How many jobs are there in Oslo?"), "2");
    EXPECT_EQ(
        ask("jobs", "Return the title and company of the first two jobs"),
        "1. title: Welder, company: Ironworks Ltd\n2. title: Nurse, company: St. Mary"
    );
}

TEST_F(SitesTest, PutsBannersAwayAndAgreesOnlyWhenTold)
{
    ask("jobs", "Open the job Nurse");
    EXPECT_EQ(js("document.querySelector('.cookie-banner') === null"), "true");
    EXPECT_EQ(js("document.title"), "Jobs");

    ask("jobs", "Accept the cookies");
    EXPECT_EQ(js("document.title"), "accepted");
}

}  // namespace
}  // namespace lissom::agent
