#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "browser/testing.hpp"

namespace lissom::browser {
namespace {

constexpr Millis limit(10'000);

Async<void> until(Context& context, std::function<bool()> holds)
{
    while (!holds()) co_await context.changed().wait();
}

std::string read(Fixture& browser, Page& page, std::string js)
{
    auto value = browser.run(page.evaluate(std::move(js), nullptr, limit));
    return value ? dump(*value) : "error: " + value.error().message;
}

std::string content_of(const std::filesystem::path& path)
{
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

// Both engines must behave alike.
struct ContextTest : testing::TestWithParam<bool> {
    ContextOptions options()
    {
        ContextOptions wanted;
        wanted.stealth = GetParam();
        wanted.download_folder = folder;
        return wanted;
    }

    std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "lissom downloads";
    Fixture browser{options()};

    ~ContextTest() override { std::filesystem::remove_all(folder); }
};

INSTANTIATE_TEST_SUITE_P(Engines, ContextTest, testing::Bool(), [](const auto& engine) {
    return engine.param ? "Full" : "Light";
});

TEST_P(ContextTest, APopupIsAttachedAndComesToTheFront)
{
    browser.server().serve(
        "/popup", "<title>Popup</title><p>popped</p><script>window.early = typeof window.name</script>"
    );
    browser.show("<body onclick=\"window.open('/popup')\"><div style='height:500px'>");
    auto& opener = browser.page();

    ASSERT_TRUE(browser.run(opener.click({50, 50}, {})));
    browser.run(until(browser.context(), [&] {
        return browser.page().url() == browser.server().url("/popup");
    }));

    auto& popup = browser.page();
    EXPECT_NE(&popup, &opener);
    EXPECT_EQ(opener.activity().popups, 1u);
    ASSERT_TRUE(browser.run(popup.settle({}, limit)));
    EXPECT_EQ(read(browser, popup, "document.querySelector('p').textContent"), "\"popped\"");
    EXPECT_EQ(
        dump(*browser.run(popup.call(popup.frames().front().id, "() => innerWidth", {}, limit))), "1280"
    );
}

TEST_P(ContextTest, WhenThePopupClosesItsOpenerComesBackAndTakesInput)
{
    browser.server().serve("/popup", "<p>popped");
    browser.show(
        "<body onclick=\"window.open('/popup')\" onkeydown=\"this.dataset.key = event.key\"><div "
        "style='height:500px'>"
    );
    auto& opener = browser.page();
    ASSERT_TRUE(browser.run(opener.click({50, 50}, {})));
    browser.run(until(browser.context(), [&] { return &browser.page() != &opener; }));
    auto& popup = browser.page();

    ASSERT_TRUE(browser.run(browser.context().close_page(popup)));

    EXPECT_EQ(&browser.page(), &opener);
    EXPECT_TRUE(popup.is_closed());
    EXPECT_EQ(read(browser, popup, "1"), "error: the page was closed");
    ASSERT_TRUE(browser.run(opener.press_key("x")));
    EXPECT_EQ(read(browser, opener, "document.body.dataset.key"), "\"x\"");
    EXPECT_TRUE(browser.run(opener.screenshot({.jpeg_quality = 50})));
}

TEST_P(ContextTest, APageBehindAnotherOneTakesInputAllTheSame)
{
    browser.show("<body onkeydown=\"this.dataset.key = event.key\">first");
    auto& first = browser.page();
    auto second = browser.run(browser.context().open_page());
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ(&browser.page(), *second);

    ASSERT_TRUE(browser.run(first.press_key("y")));

    EXPECT_EQ(read(browser, first, "document.body.dataset.key"), "\"y\"");
    ASSERT_TRUE(browser.run(browser.context().bring_to_front(first)));
    EXPECT_EQ(&browser.page(), &first);
    EXPECT_EQ(browser.context().pages().size(), 2u);
}

TEST_P(ContextTest, ThereIsAlwaysAPage)
{
    browser.show("<p>only");
    auto& only = browser.page();

    ASSERT_TRUE(browser.run(browser.context().close_page(only)));

    EXPECT_NE(&browser.page(), &only);
    EXPECT_FALSE(browser.page().is_closed());
    EXPECT_EQ(browser.context().pages().size(), 1u);
    EXPECT_EQ(read(browser, browser.page(), "1 + 1"), "2");
}

TEST_P(ContextTest, KeepsDownloadsUnderSafeNames)
{
    browser.server().serve(
        "/file",
        TestAnswer{
            .body = "the data",
            .type = "application/octet-stream",
            .headers = {"Content-Disposition: attachment; filename=\"../../.bill 7.csv\""}
        }
    );
    browser.show("<a href=/file style='position:fixed;inset:0'>get</a>");

    for (const std::size_t count : {1u, 2u}) {
        ASSERT_TRUE(browser.run(browser.page().click({50, 50}, {})));
        browser.run(until(browser.context(), [&] {
            const auto& all = browser.context().downloads();
            return all.size() == count && all.back().state == DownloadState::done;
        }));
    }

    const auto& downloads = browser.context().downloads();
    EXPECT_EQ(downloads[0].path.parent_path(), folder);
    EXPECT_EQ(content_of(downloads[0].path), "the data");
    EXPECT_NE(downloads[0].path, downloads[1].path);
    EXPECT_TRUE(downloads[1].file_name.ends_with(" (1).csv")) << downloads[1].file_name;
    EXPECT_EQ(downloads[0].bytes, 8u);
    EXPECT_EQ(browser.page().activity().downloads, 2u);
}

TEST_P(ContextTest, ContextsDoNotShareCookies)
{
    browser.show("<p>x");
    read(browser, browser.page(), "document.cookie = 'mine=1'");
    Fixture other(options());
    other.show("<p>x");

    EXPECT_EQ(read(other, other.page(), "document.cookie"), "\"\"");
    auto cookies = browser.run(browser.context().cookies());
    ASSERT_TRUE(cookies);
    ASSERT_EQ(cookies->size(), 1u);
    EXPECT_EQ(cookies->at(0).at("name").as_string(), "mine");
}

TEST_P(ContextTest, StartsWithTheCookiesItIsGiven)
{
    auto wanted = options();
    wanted.cookies =
        JsonArray{JsonObject{{"name", "seen"}, {"value", "yes"}, {"domain", "127.0.0.1"}, {"path", "/"}}};
    Fixture prepared(wanted);

    prepared.show("<p>x");

    EXPECT_EQ(read(prepared, prepared.page(), "document.cookie"), "\"seen=yes\"");
}

TEST_P(ContextTest, EmulatesATelephone)
{
    auto wanted = options();
    wanted.device = Device::mobile;
    Fixture phone(wanted);
    phone.server().serve("/popup", "<meta name=viewport content='width=device-width'>");
    phone.show(
        "<meta name=viewport content='width=device-width'><body ontouchstart='this.dataset.touched = 1' "
        "onclick=\"window.open('/popup')\"><div style='height:500px'>"
    );
    auto& page = phone.page();

    EXPECT_EQ(
        read(
            phone,
            page,
            "[innerWidth, devicePixelRatio, navigator.maxTouchPoints > 0, "
            "/Android.*Mobile/.test(navigator.userAgent), navigator.userAgentData?.mobile ?? true, "
            "matchMedia('(pointer: coarse)').matches]"
        ),
        "[390,3,true,true,true,true]"
    );
    EXPECT_NE(phone.server().last_request().find("Mobile Safari"), std::string::npos);

    ASSERT_TRUE(phone.run(page.tap({50, 50})));
    phone.run(until(phone.context(), [&] { return phone.page().url() == phone.server().url("/popup"); }));
    EXPECT_EQ(read(phone, page, "document.body.dataset.touched"), "\"1\"");
    ASSERT_TRUE(phone.run(phone.page().settle({}, limit)));
    EXPECT_EQ(read(phone, phone.page(), "innerWidth"), "390");
}

TEST_P(ContextTest, EmulatesALargeScreen)
{
    auto wanted = options();
    wanted.device = Device::desktop_lg;
    Fixture large(wanted);
    large.show("<p>x");

    EXPECT_EQ(read(large, large.page(), "[innerWidth, innerHeight, devicePixelRatio]"), "[1920,1080,1]");
    EXPECT_EQ(read(large, large.page(), "outerWidth >= innerWidth && outerHeight >= innerHeight"), "true");
}

TEST_P(ContextTest, ScreenshotsOfSeveralPagesDoNotHang)
{
    browser.show("<p>one");
    auto& one = browser.page();
    auto two = browser.run(browser.context().open_page());
    ASSERT_TRUE(two);

    EXPECT_TRUE(browser.run((*two)->screenshot({})));
    EXPECT_TRUE(browser.run(one.screenshot({})));
}

TEST(StealthTest, LooksLikeAPersonsBrowser)
{
    Fixture browser({.stealth = true});
    browser.server().serve("/frame", "<p>f");
    browser.show("<p>x");
    auto& page = browser.page();

    EXPECT_EQ(read(browser, page, "navigator.webdriver"), "false");
    EXPECT_EQ(read(browser, page, "/Headless/.test(navigator.userAgent + navigator.appVersion)"), "false");
    EXPECT_EQ(read(browser, page, "typeof chrome"), "\"object\"");
    EXPECT_EQ(read(browser, page, "screen.width >= outerWidth && outerWidth >= innerWidth"), "true");
    EXPECT_EQ(browser.server().last_request().find("Headless"), std::string::npos);
    const auto in_worker =
        "await new Promise(done => { new Worker(URL.createObjectURL(new "
        "Blob(['postMessage(navigator.userAgent)']))).onmessage = e => done(e.data) })";
    EXPECT_EQ(read(browser, page, in_worker), read(browser, page, "navigator.userAgent"));
}

// Nobody's pages: what they say, and what they are fetched with, only the command line tells.
TEST(StealthTest, WorkersOfTheWholeSiteSayWhatThePageSays)
{
    Fixture browser({.stealth = true});
    browser.server().serve(
        "/shared.js",
        TestAnswer{
            .body = "onconnect = e => e.ports[0].postMessage(navigator.userAgent)", .type = "text/javascript"
        }
    );
    browser.server().serve("/service.js", TestAnswer{.body = "", .type = "text/javascript"});
    browser.show("<p>x");
    auto& page = browser.page();

    const auto in_shared =
        "await new Promise(done => { new SharedWorker('/shared.js').port.onmessage = e => "
        "done(e.data) })";
    EXPECT_EQ(read(browser, page, in_shared), read(browser, page, "navigator.userAgent"));
    read(browser, page, "await navigator.serviceWorker.register('/service.js').then(() => 1)");
    EXPECT_NE(browser.server().last_request().find("/service.js"), std::string::npos);
    EXPECT_EQ(browser.server().last_request().find("Headless"), std::string::npos);
}

TEST_P(ContextTest, ADesktopHasAMouseAndATelephoneAFinger)
{
    const auto pointers =
        "[matchMedia('(pointer: fine)').matches, matchMedia('(hover: hover)').matches, "
        "matchMedia('(pointer: coarse)').matches, screen.orientation.type]";
    browser.show("<p>x");
    auto wanted = options();
    wanted.device = Device::mobile;
    Fixture telephone(wanted);
    telephone.show("<p>x");

    EXPECT_EQ(read(browser, browser.page(), pointers), R"([true,true,false,"landscape-primary"])");
    EXPECT_EQ(read(telephone, telephone.page(), pointers), R"([false,false,true,"portrait-primary"])");
}

TEST(DownloadTest, IsRefusedWhereNobodyKeepsIt)
{
    Fixture browser;
    browser.server().serve("/file", TestAnswer{.body = "data", .type = "application/octet-stream"});
    browser.show("<a href=/file style='position:fixed;inset:0'>get</a>");

    ASSERT_TRUE(browser.run(browser.page().click({50, 50}, {})));
    browser.run(until(browser.context(), [&] { return !browser.context().downloads().empty(); }));

    EXPECT_EQ(browser.context().downloads()[0].state, DownloadState::failed);
}

}  // namespace
}  // namespace lissom::browser
