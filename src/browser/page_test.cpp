#include <filesystem>
#include <fstream>

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

TEST_F(PageTest, TakesAJpegOfTheWholePageAndOfAPart)
{
    browser.show("<body style='margin:0'><div style='height:3000px;background:blue'>");

    auto whole = browser.run(page.screenshot({.full_page = true, .jpeg_quality = 50}));
    auto part = browser.run(page.screenshot({.clip = Rect{10, 10, 50, 40}}));

    ASSERT_TRUE(whole && part);
    EXPECT_EQ(whole->height, 3000);
    EXPECT_EQ(part->width, 50);
    EXPECT_EQ(part->height, 40);
}

TEST_F(PageTest, PrintsAPdf)
{
    browser.show("<p>paper");

    auto pdf = browser.run(page.print_pdf());

    ASSERT_TRUE(pdf) << pdf.error().message;
    EXPECT_TRUE(pdf->starts_with("%PDF"));
}

TEST_F(PageTest, TellsTheTitle)
{
    browser.show("<title>First</title>");
    auto until_title = [](Context& context) -> Async<void> {
        while (context.page().title() != "First") co_await context.changed().wait();
    };

    browser.run(until_title(browser.context()));

    EXPECT_EQ(page.title(), "First");
}

// -- dialogs

TEST_F(PageTest, AClickThatOpensAnAlertReturnsAtOnce)
{
    browser.show("<body onclick=\"alert('really?')\"><div style='height:500px'>");

    auto clicked = browser.run(page.click({50, 50}, {}));

    ASSERT_TRUE(clicked) << clicked.error().message;
    ASSERT_TRUE(page.open_dialog());
    EXPECT_EQ(page.open_dialog()->message, "really?");
    EXPECT_EQ(page.activity().dialogs, 1u);
}

TEST_F(PageTest, WhatWaitsBehindADialogSaysSo)
{
    browser.show("<body onclick=\"alert('really?')\"><div style='height:500px'>");
    ASSERT_TRUE(browser.run(page.click({50, 50}, {})));

    auto evaluated = browser.run(page.evaluate("1", nullptr, limit));
    auto called = browser.run(page.call(main_frame(), "() => 1", {}, limit));
    auto clicked = browser.run(page.click({60, 60}, {}));

    ASSERT_TRUE(!evaluated && !called && !clicked);
    EXPECT_NE(evaluated.error().message.find("an alert that says \"really?\""), std::string::npos);
    EXPECT_EQ(called.error().code, ErrorCode::page_error);
    EXPECT_EQ(clicked.error().code, ErrorCode::page_error);
}

TEST_F(PageTest, AScriptThatOpensADialogIsInterrupted)
{
    browser.show("<p>x");

    auto evaluated = browser.run(page.evaluate("confirm('sure?')", nullptr, limit));

    ASSERT_FALSE(evaluated);
    EXPECT_EQ(evaluated.error().code, ErrorCode::page_error);
    ASSERT_TRUE(browser.run(page.answer_dialog(true, "")));
    EXPECT_EQ(read("1 + 1"), "2");
}

TEST_F(PageTest, AnswersAPrompt)
{
    browser.show("<body onclick=\"this.dataset.name = prompt('name?', 'Bob')\"><div style='height:500px'>");
    ASSERT_TRUE(browser.run(page.click({50, 50}, {})));
    ASSERT_TRUE(page.open_dialog());
    EXPECT_EQ(page.open_dialog()->default_text, "Bob");

    ASSERT_TRUE(browser.run(page.answer_dialog(true, "Ada")));

    EXPECT_FALSE(page.open_dialog());
    EXPECT_EQ(read("document.body.dataset.name"), "\"Ada\"");
}

// -- frames

struct FramesTest : PageTest {
    // Waits until the page has a frame with this address and answers its id.
    FrameId frame_with(const std::string& url)
    {
        FrameId found;
        auto look = [](Page& in, std::string wanted, FrameId& id) -> Async<void> {
            while (id.empty()) {
                for (const auto& frame : in.frames())
                    if (frame.url == wanted) id = frame.id;
                co_await pause(Millis(2));
            }
        };
        browser.run(look(page, url, found));
        return found;
    }
    std::string call(const FrameId& frame, std::string function)
    {
        auto value = browser.run(page.call(frame, std::move(function), {}, limit));
        return value ? dump(*value) : "error: " + value.error().message;
    }
};

TEST_F(FramesTest, CallsIntoFramesOfTheSameAndOfAnotherSite)
{
    auto& server = browser.server();
    server.serve("/same", "<p>same site");
    server.serve(
        "/other",
        "<p>other site<iframe src='" + server.url("/inner") + "' style='border:0;margin:0'></iframe>"
    );
    server.serve("/inner", "<p>inner");
    browser.show(
        "<body style='margin:0'><iframe src=/same "
        "style='display:block;border:0;width:300px;height:100px'></iframe>"
        "<iframe name=far src='" +
        server.url("/other", "localhost") +
        "' style='display:block;border:5px solid;width:300px;height:200px'></iframe>"
    );

    const auto same = frame_with(server.url("/same"));
    const auto other = frame_with(server.url("/other", "localhost"));
    const auto inner = frame_with(server.url("/inner"));

    EXPECT_EQ(call(same, "() => document.body.innerText"), "\"same site\"");
    EXPECT_EQ(call(other, "() => document.querySelector('p').innerText"), "\"other site\"");
    EXPECT_EQ(call(inner, "() => document.body.innerText"), "\"inner\"");

    auto origin = browser.run(page.frame_origin(other));
    ASSERT_TRUE(origin) << origin.error().message;
    EXPECT_EQ(origin->x, 5);
    EXPECT_EQ(origin->y, 105);
    const auto frames = page.frames();
    ASSERT_EQ(frames.size(), 4u);
    EXPECT_EQ(frames[0].parent, "");
    EXPECT_EQ(frames[1].id, same);
    EXPECT_EQ(frames[2].name, "far");
    EXPECT_EQ(frames[3].parent, other);
}

TEST_F(FramesTest, ClicksIntoAFrameOfAnotherSite)
{
    auto& server = browser.server();
    server.serve("/other", "<body onclick='this.dataset.clicked = 1'><div style='height:300px'>");
    browser.show(
        "<body style='margin:0'><iframe src='" + server.url("/other", "localhost") +
        "' style='border:0;width:300px;height:200px'></iframe>"
    );
    const auto other = frame_with(server.url("/other", "localhost"));
    ASSERT_EQ(call(other, "() => document.body.tagName"), "\"BODY\"");

    ASSERT_TRUE(browser.run(page.click({100, 100}, {})));

    EXPECT_EQ(call(other, "() => document.body.dataset.clicked"), "\"1\"");
}

TEST_F(FramesTest, AFrameMayChangeItsSiteAndComeBack)
{
    auto& server = browser.server();
    server.serve("/home", "<p>home");
    server.serve("/away", "<p>away");
    browser.show("<iframe id=f src=/home></iframe>");
    const auto frame = frame_with(server.url("/home"));
    ASSERT_EQ(call(frame, "() => document.body.innerText"), "\"home\"");

    read("document.querySelector('#f').src = '" + server.url("/away", "localhost") + "'");
    EXPECT_EQ(frame_with(server.url("/away", "localhost")), frame);
    EXPECT_EQ(call(frame, "() => document.body.innerText"), "\"away\"");

    read("document.querySelector('#f').src = '/home'");
    EXPECT_EQ(frame_with(server.url("/home")), frame);
    EXPECT_EQ(call(frame, "() => document.body.innerText"), "\"home\"");

    read("document.querySelector('#f').remove()");
    EXPECT_NE(call(frame, "() => 1").find("error:"), std::string::npos);
    EXPECT_EQ(page.frames().size(), 1u);
}

TEST_F(FramesTest, OurWorldIsThereInAFrameThatNeverLoadedAnything)
{
    browser.show("<iframe id=f></iframe>");
    const auto frames = page.frames();
    ASSERT_EQ(frames.size(), 2u);

    EXPECT_EQ(call(frames[1].id, "() => typeof globalThis.__lissom_page"), "\"object\"");
}

TEST_F(FramesTest, ACallIsNotAnsweredByTheDocumentBefore)
{
    auto& server = browser.server();
    server.serve("/a", "<p>a");
    server.serve("/b", "<p>b");
    for (int i = 0; i < 10; ++i) {
        const auto path = i % 2 ? "/a" : "/b";
        const auto host = i % 3 ? "127.0.0.1" : "localhost";
        ASSERT_TRUE(browser.run(page.go_to(server.url(path, host), limit)));
        EXPECT_EQ(call(main_frame(), "() => location.pathname"), "\"" + std::string(path) + "\"");
    }
}

TEST_F(FramesTest, SaysThatAnUnknownFrameIsGone)
{
    EXPECT_EQ(call("no such frame", "() => 1"), "error: that frame is gone");
    EXPECT_FALSE(browser.run(page.frame_origin("no such frame")));
}

// -- input

TEST_F(PageTest, ChordsReachThePageAsAPersonsWould)
{
    browser.show(
        "<input id=i value='abc'><script>log = []; onkeydown = e => log.push([e.key, e.code, e.keyCode, "
        "e.ctrlKey, e.shiftKey].join())</script>"
    );
    read("document.querySelector('#i').focus()");

    ASSERT_TRUE(browser.run(page.press_key("Control+A")));
    ASSERT_TRUE(browser.run(page.press_key("Shift+ArrowLeft")));
    ASSERT_TRUE(browser.run(page.press_key("!")));

    EXPECT_EQ(
        read("log.join(' ')"),
        "\"Control,ControlLeft,17,true,false a,KeyA,65,true,false Shift,ShiftLeft,16,false,true "
        "ArrowLeft,ArrowLeft,37,false,true Shift,ShiftLeft,16,false,true !,Digit1,49,false,true\""
    );
    EXPECT_FALSE(browser.run(page.press_key("Hyper+X")));
}

TEST_F(PageTest, ControlASelectsAllAndEnterSubmits)
{
    browser.show(
        "<form onsubmit='document.title = \"sent \" + q.value; return false'><input id=q name=q "
        "value=old></form>"
    );
    read("document.querySelector('#q').focus()");

    ASSERT_TRUE(browser.run(page.press_key("Control+A")));
    ASSERT_TRUE(browser.run(page.type_text("new")));
    ASSERT_TRUE(browser.run(page.press_key("Enter")));

    EXPECT_EQ(read("document.title"), "\"sent new\"");
}

TEST_F(PageTest, InsertsTextAtOnce)
{
    browser.show("<textarea id=t></textarea><script>keys = 0; onkeydown = () => keys++</script>");
    read("document.querySelector('#t').focus()");

    ASSERT_TRUE(browser.run(page.insert_text("two\nlines 👍")));

    EXPECT_EQ(read("[t.value, keys]"), "[\"two\\nlines 👍\",0]");
}

TEST_F(PageTest, DoubleAndRightClicksAreWhatTheyAre)
{
    browser.show(
        "<body style='height:500px'><script>log = []; for (const t of ['click', 'dblclick', 'contextmenu', "
        "'auxclick']) addEventListener(t, e => log.push(t + e.detail + e.button))</script>"
    );

    ASSERT_TRUE(browser.run(page.click({50, 50}, {.count = 2})));
    ASSERT_TRUE(browser.run(page.click({50, 50}, {.button = MouseButton::right})));

    EXPECT_EQ(read("log.join(' ')"), "\"click10 click20 dblclick20 contextmenu02 auxclick12\"");
}

TEST_F(PageTest, TurnsTheWheel)
{
    browser.show("<body style='height:5000px'>");

    ASSERT_TRUE(browser.run(page.turn_wheel({100, 100}, 0, 600)));
    auto scrolled = browser.run(page.evaluate(
        "new Promise(done => { const look = () => scrollY > 0 ? done(true) : requestAnimationFrame(look); "
        "look() })",
        nullptr,
        limit
    ));

    EXPECT_TRUE(scrolled);
}

TEST_F(PageTest, DragsWithTheMouse)
{
    browser.show(
        "<div id=d "
        "style='position:absolute;left:0;top:0;width:50px;height:50px;background:red'></div><script>"
        "moves = 0; d.onmousedown = () => { onmousemove = e => { moves++; d.style.left = e.clientX + 'px' }; "
        "onmouseup = () => { onmousemove = null } }</script>"
    );

    ASSERT_TRUE(browser.run(page.drag({{20, 20}, {220, 20}})));

    EXPECT_EQ(read("d.style.left"), "\"220px\"");
    EXPECT_GT(std::stoi(read("moves")), 5);
}

TEST_F(PageTest, DragsAndDropsAsHtml5Does)
{
    browser.show(
        "<div id=a draggable=true style='width:100px;height:50px;background:red'>a</div>"
        "<div id=b style='width:300px;height:100px;background:blue'></div><script>"
        "a.ondragstart = e => e.dataTransfer.setData('text/plain', 'carried');"
        "b.ondragover = e => e.preventDefault();"
        "b.ondrop = e => { e.preventDefault(); b.textContent = e.dataTransfer.getData('text/plain') };"
        "ended = 0; a.ondragend = () => ended++</script>"
    );

    ASSERT_TRUE(browser.run(page.drag({{50, 30}, {100, 100}})));

    EXPECT_EQ(read("b.textContent"), "\"carried\"");
    EXPECT_EQ(read("ended"), "1");
}

TEST_F(PageTest, GivesFilesToAFileInput)
{
    const auto file = std::filesystem::path(testing::TempDir()) / "notes.txt";
    std::ofstream(file) << "content";
    browser.show("<input type=file id=f>");
    auto object =
        browser.run(page.call_for_object(main_frame(), "() => document.querySelector('#f')", {}, limit));
    ASSERT_TRUE(object) << object.error().message;

    auto given = browser.run(page.set_files(main_frame(), *object, {file.string()}));

    ASSERT_TRUE(given) << given.error().message;
    EXPECT_EQ(
        read("const f = document.querySelector('#f').files[0]; f.name + ' ' + await f.text()"),
        "\"notes.txt content\""
    );
}

TEST_F(PageTest, TellsThatAFileIsAskedFor)
{
    browser.show("<input type=file style='width:300px;height:300px'>");

    ASSERT_TRUE(browser.run(page.click({50, 150}, {})));
    auto until_asked = [](Context& context) -> Async<void> {
        while (context.page().activity().file_choosers == 0) co_await context.changed().wait();
    };
    browser.run(until_asked(browser.context()));

    EXPECT_EQ(page.activity().file_choosers, 1u);
}

// -- crashes

TEST_F(PageTest, ARendererThatDiesIsAnErrorAndNotAHang)
{
    browser.show("<p>x");
    auto crash_soon = [](Page& dying) -> Async<void> {
        (void)co_await dying.send(dying.frames().front().id, "Page.crash", {}, Millis(2000));
    };
    Nursery nursery(browser.loop().get_executor());
    nursery.spawn("crash", crash_soon(page));

    auto value = browser.run(page.evaluate("new Promise(() => {})", nullptr, Millis(20'000)));

    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().message, "the page crashed");
    EXPECT_TRUE(page.is_crashed());
    EXPECT_FALSE(browser.run(page.click({1, 1}, {})));
    browser.run(nursery.stop());
}

TEST_F(PageTest, ACrashedPageComesBackWhenItGoesSomewhere)
{
    browser.show("<p>x");
    (void)browser.run(page.send(main_frame(), "Page.crash", {}, Millis(2000)));
    ASSERT_TRUE(page.is_crashed());

    browser.show("<p>again");

    EXPECT_FALSE(page.is_closed());
    EXPECT_EQ(read("document.body.innerText"), "\"again\"");
    EXPECT_EQ(dump(*browser.run(page.call(main_frame(), "() => innerWidth", {}, limit))), "1280");
}

TEST_F(PageTest, ACrashedPageIsLoadedAnew)
{
    browser.show("<p>the same");
    (void)browser.run(page.send(main_frame(), "Page.crash", {}, Millis(2000)));
    ASSERT_TRUE(page.is_crashed());

    ASSERT_TRUE(browser.run(page.reload(limit)));

    EXPECT_FALSE(page.is_crashed());
    EXPECT_EQ(read("document.body.innerText"), "\"the same\"");
}

}  // namespace
}  // namespace lissom::browser
