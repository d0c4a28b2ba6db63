#include <gtest/gtest.h>

#include "browser/testing.hpp"

namespace lissom::browser {
namespace {

constexpr Millis limit(10'000);

struct NavigationTest : testing::Test {
    Fixture browser;
    Page& page = browser.page();
    TestServer& server = browser.server();

    Result<Navigation> go(const std::string& path)
    {
        return browser.run(page.go_to(server.url(path), limit));
    }
    std::string error_of(const std::string& url, Millis within_limit = limit)
    {
        auto arrived = browser.run(page.go_to(url, within_limit));
        return arrived ? "arrived at " + arrived->url : arrived.error().message;
    }
    std::string text()
    {
        return dump(*browser.run(page.evaluate("document.body.innerText", nullptr, limit)));
    }
};

TEST_F(NavigationTest, FollowsRedirectsAndTellsTheStatus)
{
    server.serve("/start", TestAnswer{.status = 302, .headers = {"Location: /end"}});
    server.serve("/end", "<title>End</title>there");

    auto arrived = go("/start");

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(arrived->url, server.url("/end"));
    EXPECT_EQ(arrived->status, 200);
    EXPECT_EQ(page.url(), server.url("/end"));
}

TEST_F(NavigationTest, APageThatAnswers404IsAPage)
{
    auto arrived = go("/nowhere");

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(arrived->status, 404);
}

TEST_F(NavigationTest, MovesWithinTheDocument)
{
    server.serve("/long", "<p id=end>end");
    ASSERT_TRUE(go("/long"));
    const auto before = page.activity();

    auto arrived = go("/long#end");

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(arrived->url, server.url("/long#end"));
    EXPECT_EQ(page.activity().navigations, before.navigations);
    EXPECT_EQ(page.activity().same_document, before.same_document + 1);
}

TEST_F(NavigationTest, SaysInWordsWhatWentWrong)
{
    server.serve("/cut", TestAnswer{.ending = Ending::cut});
    TestServer other(browser.loop().get_executor());
    const auto free_port = other.port();
    browser.run(other.stop());
    server.serve("/loop", TestAnswer{.status = 302, .headers = {"Location: /loop"}});

    EXPECT_NE(error_of("http://no.such.name/").find("the name is not known"), std::string::npos);
    EXPECT_NE(
        error_of("http://127.0.0.1:" + std::to_string(free_port) + "/").find("connection refused"),
        std::string::npos
    );
    EXPECT_NE(error_of("http://127.0.0.1:25/").find("refuse that port"), std::string::npos);
    EXPECT_NE(error_of(server.url("/cut")).find("without an answer"), std::string::npos);
    EXPECT_NE(error_of(server.url("/loop")).find("redirects for ever"), std::string::npos);
    EXPECT_NE(error_of("file:///etc/passwd").find("not an address"), std::string::npos);
    EXPECT_NE(error_of("javascript:1").find("not an address"), std::string::npos);
}

TEST_F(NavigationTest, GivesUpOnAServerThatNeverAnswers)
{
    server.serve("/silent", TestAnswer{.ending = Ending::silent});
    server.serve("/fine", "fine");

    auto arrived = browser.run(page.go_to(server.url("/silent"), Millis(400)));

    ASSERT_FALSE(arrived);
    EXPECT_EQ(arrived.error().code, ErrorCode::timeout);
    EXPECT_TRUE(go("/fine"));
}

TEST_F(NavigationTest, TakesAPageThatNeverFinishesLoadingOnceItsDomIsThere)
{
    server.serve("/page", "<p>read me<img src=/silent>");
    server.serve("/silent", TestAnswer{.ending = Ending::silent});

    auto arrived = browser.run(page.go_to(server.url("/page"), Millis(500)));

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(text(), "\"read me\"");
}

TEST_F(NavigationTest, GivesUpOnADocumentThatNeverEnds)
{
    server.serve("/page", TestAnswer{.body = "<p>half", .ending = Ending::unfinished});

    auto arrived = browser.run(page.go_to(server.url("/page"), Millis(500)));

    ASSERT_FALSE(arrived);
    EXPECT_EQ(arrived.error().code, ErrorCode::timeout);
}

TEST_F(NavigationTest, ComesBackAsSoonAsADialogOpens)
{
    server.serve("/alert", "<script>alert('first')</script>");

    auto arrived = go("/alert");

    ASSERT_TRUE(arrived) << arrived.error().message;
    ASSERT_TRUE(page.open_dialog());
    EXPECT_EQ(page.open_dialog()->message, "first");
}

TEST_F(NavigationTest, LeavesAPageThatAsksNotToBeLeft)
{
    server.serve(
        "/sticky", "<body onbeforeunload='event.preventDefault(); return \"stay\"'><button>x</button>"
    );
    server.serve("/next", "next");
    ASSERT_TRUE(go("/sticky"));
    ASSERT_TRUE(browser.run(page.click({20, 20}, {}))
    );  // Chromium asks only on behalf of somebody who touched the page

    auto arrived = go("/next");

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(arrived->url, server.url("/next"));
}

TEST_F(NavigationTest, GoesBackAndForwardAndReloads)
{
    server.serve("/a", "a");
    server.serve("/b", "b");
    ASSERT_TRUE(go("/a"));
    ASSERT_TRUE(go("/b"));

    EXPECT_EQ(browser.run(page.go_back(limit))->url, server.url("/a"));
    EXPECT_EQ(text(), "\"a\"");
    EXPECT_EQ(browser.run(page.go_forward(limit))->url, server.url("/b"));
    EXPECT_FALSE(browser.run(page.go_forward(limit)));
    const auto hits = server.hits("/b");
    EXPECT_EQ(browser.run(page.reload(limit))->status, 200);
    EXPECT_EQ(server.hits("/b"), hits + 1);
}

TEST_F(NavigationTest, GoesBackWithinTheDocument)
{
    server.serve("/a", "a");
    ASSERT_TRUE(go("/a"));
    browser.run(page.evaluate("history.pushState({}, '', '/pushed')", nullptr, limit)).value();

    auto back = browser.run(page.go_back(limit));

    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->url, server.url("/a"));
}

TEST_F(NavigationTest, TakesADownloadForNoError)
{
    server.serve("/start", "start");
    server.serve("/file", TestAnswer{.body = "data", .type = "application/octet-stream"});
    ASSERT_TRUE(go("/start"));

    auto arrived = go("/file");

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(arrived->url, server.url("/start"));
    EXPECT_EQ(page.activity().downloads, 1u);
}

struct SettleTest : NavigationTest {
    // Settles and answers how many seconds it took.
    double settle(Activity before, Millis cap = Millis(5000))
    {
        const auto start = moment();
        auto done = browser.run(page.settle(before, cap));
        EXPECT_TRUE(done) << done.error().message;
        return seconds_since(start);
    }
    void click_middle() { ASSERT_TRUE(browser.run(page.click({100, 100}, {}))); }
    static std::string button(const std::string& script)
    {
        return "<body><div style='position:fixed;inset:0' onclick=\"" + script +
               "\">x</div><p id=out>before</p>";
    }
};

TEST_F(SettleTest, ReturnsAtOnceWhereNothingMoves)
{
    browser.show("<p>still");
    settle(page.activity());

    EXPECT_LT(settle(page.activity()), 0.05);
}

TEST_F(SettleTest, WaitsForTheNavigationThatAClickBegan)
{
    server.serve("/next", "<p>arrived");
    browser.show(button("location.href='/next'"));
    const auto before = page.activity();

    click_middle();
    settle(before);

    EXPECT_EQ(page.url(), server.url("/next"));
    EXPECT_EQ(text(), "\"arrived\"");
}

TEST_F(SettleTest, WaitsForASubmittedForm)
{
    server.serve("/next", "<p>arrived");
    browser.show(
        "<form action=/next><button "
        "style='position:fixed;inset:0;width:200px;height:200px'>Go</button></form>"
    );
    const auto before = page.activity();

    click_middle();
    settle(before);

    EXPECT_EQ(text(), "\"arrived\"");
}

TEST_F(SettleTest, WaitsForTheFetchThatAClickBegan)
{
    server.serve("/data", TestAnswer{.body = "answer", .ending = Ending::silent});
    browser.show(button("fetch('/data').then(r => r.text()).then(t => { out.textContent = t })"));
    const auto before = page.activity();
    click_middle();
    auto release_after_request = [](TestServer& from) -> Async<void> {
        while (from.hits("/data") == 0) co_await pause(Millis(1));
        from.release("/data");
    };
    Nursery nursery(browser.loop().get_executor());
    nursery.spawn("release", release_after_request(server));

    settle(before);

    EXPECT_EQ(dump(*browser.run(page.evaluate("out.textContent", nullptr, limit))), "\"answer\"");
    browser.run(nursery.stop());
}

struct LaterTest : SettleTest {
    // What the page shows once it has come to rest after a click that runs `script`.
    std::string shown_after(const std::string& script)
    {
        browser.show(button(script));
        const auto before = page.activity();
        EXPECT_TRUE(browser.run(page.call(page.frames()[0].id, "() => __lissom_page.begin()", {}, limit)));
        click_middle();
        settle(before);
        return dump(*browser.run(page.evaluate("out.textContent", nullptr, limit)));
    }
};

TEST_F(LaterTest, WaitsForTheFrameThatAClickAskedFor)
{
    EXPECT_EQ(shown_after("requestAnimationFrame(() => { out.textContent = 'drawn' })"), "\"drawn\"");
}

TEST_F(LaterTest, WaitsForAFrameAfterAFrame)
{
    const auto script =
        "out.textContent = 'now'; requestAnimationFrame(() => { out.textContent = 'soon';"
        " requestAnimationFrame(() => { out.textContent = 'later' }) })";
    EXPECT_EQ(shown_after(script), "\"later\"");
}

TEST_F(LaterTest, WaitsForAShortTimer)
{
    EXPECT_EQ(shown_after("setTimeout(() => { out.textContent = 'rung' }, 10)"), "\"rung\"");
}

TEST_F(LaterTest, WaitsForTasksThatQueueOthers)
{
    const auto script =
        "let left = 5; const channel = new MessageChannel();"
        " channel.port1.onmessage = () => { out.textContent = --left;"
        " if (left) channel.port2.postMessage(0) }; channel.port2.postMessage(0)";
    EXPECT_EQ(shown_after(script), "\"0\"");
}

TEST_F(LaterTest, DoesNotWaitForDrawingThatGoesOnForEver)
{
    browser.show("<p>x<script>const draw = () => requestAnimationFrame(draw); draw()</script>");
    ASSERT_TRUE(browser.run(page.call(page.frames()[0].id, "() => __lissom_page.begin()", {}, limit)));

    EXPECT_LT(settle(page.activity(), Millis(20'000)), 2);
}

TEST_F(SettleTest, DoesNotWaitForALongPoll)
{
    server.serve("/poll", TestAnswer{.ending = Ending::silent});
    browser.show(button("fetch('/poll')"));
    const auto before = page.activity();

    click_middle();

    EXPECT_LT(settle(before, Millis(20'000)), 4);
}

TEST_F(SettleTest, DoesNotWaitForAnEndlessAnimation)
{
    browser.show("<p id=p>0<script>setInterval(() => { p.textContent = +p.textContent + 1 }, 4)</script>");

    EXPECT_LT(settle(page.activity(), Millis(20'000)), 2);
}

TEST_F(SettleTest, KeepsItsCap)
{
    server.serve("/slow", TestAnswer{.ending = Ending::silent});
    browser.show(button("location.href='/slow'"));
    const auto before = page.activity();

    click_middle();
    const auto took = settle(before, Millis(300));

    EXPECT_GT(took, 0.2);
    EXPECT_LT(took, 1.5);
}

}  // namespace
}  // namespace lissom::browser
