#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "browser/testing.hpp"

namespace lissom::browser {
namespace {

constexpr Millis limit(10'000);

// Pages may go to "localhost"; "127.0.0.1" is the same server under another name.
class GateTest : public ::testing::Test {
protected:
    ContextOptions held(bool holds_everything)
    {
        Gate gate;
        gate.may_load = [](std::string_view url) -> Done {
            if (url.starts_with("http://localhost:")) return {};
            return Error{ErrorCode::forbidden, std::string(url) + " is not allowed"};
        };
        gate.on_refusal = [this](std::string url, Error, bool is_page) {
            (is_page ? pages : parts).push_back(url.substr(url.rfind('/')));
        };
        gate.holds_everything = holds_everything;
        ContextOptions options;
        options.gate = std::move(gate);
        return options;
    }

    static void show(Fixture& browser, std::string html)
    {
        browser.server().serve("/start", std::move(html));
        const auto there =
            browser.run(browser.page().go_to(browser.server().url("/start", "localhost"), limit));
        ASSERT_TRUE(there) << there.error().message;
    }

    // Whatever the page does on its own; returns when its promise has settled.
    static void run_script(Fixture& browser, std::string js)
    {
        const auto done = browser.run(browser.page().evaluate(std::move(js), {}, limit));
        ASSERT_TRUE(done) << done.error().message;
    }

    static std::string quoted(const std::string& url) { return "'" + url + "'"; }

    void wait_until_refused(Fixture& browser, const std::string& path)
    {
        const auto has_come = [this, path] {
            return std::ranges::find(pages, path) != pages.end() ||
                   std::ranges::find(parts, path) != parts.end();
        };
        const auto wait = [](auto condition) -> Async<void> {
            const auto deadline = moment() + limit;
            while (!condition() && moment() < deadline) co_await pause(Millis(5));
        };
        browser.run(wait(has_come));
        EXPECT_TRUE(has_come()) << path << " was not refused";
    }

    std::vector<std::string> pages;
    std::vector<std::string> parts;
};

TEST_F(GateTest, APageThatLeavesIsKeptWhereItIs)
{
    Fixture browser(held(false));
    show(browser, "<title>start</title>");

    run_script(browser, "location.href = " + quoted(browser.server().url("/away")) + "; 1");
    wait_until_refused(browser, "/away");

    EXPECT_EQ(browser.server().hits("/away"), 0u);
    EXPECT_EQ(browser.page().url(), browser.server().url("/start", "localhost"));
}

TEST_F(GateTest, EveryHopOfARedirectIsLookedAt)
{
    Fixture browser(held(false));
    show(browser, "<title>start</title>");
    browser.server().serve(
        "/hop", TestAnswer{.status = 302, .headers = {"Location: " + browser.server().url("/away")}}
    );

    (void)browser.run(browser.page().go_to(browser.server().url("/hop", "localhost"), limit));

    EXPECT_EQ(pages, std::vector<std::string>{"/away"});
    EXPECT_EQ(browser.server().hits("/away"), 0u);
    EXPECT_EQ(browser.page().url(), browser.server().url("/start", "localhost"));
}

TEST_F(GateTest, FramesAndPopupsAreHeldFromTheirFirstRequest)
{
    Fixture browser(held(false));
    show(browser, "<title>start</title>");

    run_script(
        browser,
        "const to = path => " + quoted(browser.server().url("")) +
            " + path;"
            "const frame = document.createElement('iframe'); frame.src = to('/frame'); "
            "document.body.append(frame);"
            "window.open(to('/popup')); window.open(to('/alone'), '_blank', 'noopener'); return 1"
    );
    for (const auto* path : {"/frame", "/popup", "/alone"}) wait_until_refused(browser, path);

    for (const auto* path : {"/frame", "/popup", "/alone"})
        EXPECT_EQ(browser.server().hits(path), 0u) << path;
    EXPECT_EQ(parts, std::vector<std::string>{"/frame"});
}

TEST_F(GateTest, PartsOfAnAllowedPageLoad)
{
    Fixture browser(held(false));
    browser.server().serve("/part", TestAnswer{.body = "window.part = 1", .type = "text/javascript"});

    show(browser, "<script src=" + quoted(browser.server().url("/part")) + "></script>");

    EXPECT_EQ(browser.server().hits("/part"), 1u);
    EXPECT_TRUE(pages.empty());
}

TEST_F(GateTest, ASessionBesideAHeldOneGoesWhereItLikes)
{
    Fixture held_one(held(false));
    Fixture free_one;
    show(held_one, "<title>held</title>");
    free_one.server().serve("/framed", "inside");

    const auto there = free_one.run(free_one.page().go_to(free_one.server().url("/framed"), limit));
    ASSERT_TRUE(there) << there.error().message;
    free_one.show("<iframe src=" + quoted(free_one.server().url("/framed", "localhost")) + "></iframe>");

    EXPECT_EQ(there->status, 200);
    EXPECT_EQ(free_one.server().hits("/framed"), 2u);
    EXPECT_TRUE(pages.empty() && parts.empty());
}

TEST_F(GateTest, AGateForEverythingHoldsPartsAndWorkersToo)
{
    Fixture browser(held(true));
    browser.server().serve("/part", TestAnswer{.body = "1", .type = "text/javascript"});
    show(browser, "<script src=" + quoted(browser.server().url("/part")) + "></script>");

    run_script(
        browser,
        "const code = `fetch(" + quoted(browser.server().url("/worker")) +
            ", {mode: 'no-cors'})`; new Worker(URL.createObjectURL(new Blob([code]))); return 1"
    );
    wait_until_refused(browser, "/worker");

    EXPECT_EQ(browser.server().hits("/part"), 0u);
    EXPECT_EQ(browser.server().hits("/worker"), 0u);
}

}  // namespace
}  // namespace lissom::browser
