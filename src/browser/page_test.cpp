#include <gtest/gtest.h>

#include "browser/testing.hpp"

namespace lissom::browser {
namespace {

constexpr Millis limit(10'000);

struct PageTest : testing::Test {
    Fixture browser;
    Page& page = browser.page();

    std::string read(std::string js)
    {
        auto value = browser.run(page.evaluate(std::move(js), nullptr, limit));
        return value ? dump(*value) : "error: " + value.error().message;
    }
    FrameId main_frame() { return page.frames().front().id; }
};

TEST_F(PageTest, GoesToAnAddressAndSaysWhereItArrived)
{
    browser.server().serve("/start", TestAnswer{.status = 302, .headers = {"Location: /end"}});
    browser.server().serve("/end", "<title>End</title>there");

    auto arrived = browser.run(page.go_to(browser.server().url("/start"), limit));

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(arrived->url, browser.server().url("/end"));
    EXPECT_EQ(arrived->status, 200);
}

TEST_F(PageTest, CallsAFunctionInAWorldThatThePageCannotSee)
{
    browser.show("<script>window.secret = 1</script><p>text");

    auto sum = browser.run(page.call(
        main_frame(), "(a, b) => [a + b, typeof window.secret, document.body.innerText]", {1, 2}, limit
    ));

    ASSERT_TRUE(sum) << sum.error().message;
    EXPECT_EQ(dump(*sum), R"([3,"undefined","text"])");
}

TEST_F(PageTest, ClicksAndTypes)
{
    browser.show("<input id=i style='position:absolute;left:10px;top:10px;width:100px;height:20px'>");

    ASSERT_TRUE(browser.run(page.click({20, 20}, {})));
    ASSERT_TRUE(browser.run(page.type_text("Hi, Größe!")));
    ASSERT_TRUE(browser.run(page.press_key("Home")));
    ASSERT_TRUE(browser.run(page.press_key("Delete")));

    EXPECT_EQ(read("document.querySelector('#i').value"), "\"i, Größe!\"");
}

TEST_F(PageTest, TakesAScreenshotOfTheViewport)
{
    browser.show("<body style='background:red'>");

    auto picture = browser.run(page.screenshot({}));

    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(picture->width, 1280);
    EXPECT_EQ(picture->height, 720);
}

}  // namespace
}  // namespace lissom::browser
