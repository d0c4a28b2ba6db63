#include <gtest/gtest.h>

#include "browser/testing.hpp"

namespace lissom::browser {
namespace {

struct EvaluateTest : testing::Test {
    Fixture browser;

    EvaluateTest() { browser.show("<title>Shop</title><p class=price>12 EUR</p><p class=price>7 EUR</p>"); }

    std::string run(std::string js, Json args = nullptr)
    {
        auto value = browser.run(browser.page().evaluate(std::move(js), std::move(args), Millis(10'000)));
        return value ? dump(*value) : "error: " + value.error().message;
    }
};

TEST_F(EvaluateTest, TakesAnExpression)
{
    EXPECT_EQ(run("document.title"), "\"Shop\"");
    EXPECT_EQ(run("document.title;"), "\"Shop\"");
    EXPECT_EQ(run("  1 + 1 // two"), "2");
    EXPECT_EQ(run("document.title; // the title"), "\"Shop\"");
    EXPECT_EQ(
        run("[...document.querySelectorAll('.price')].map(p => p.textContent)"), R"(["12 EUR","7 EUR"])"
    );
}

TEST_F(EvaluateTest, TakesAStatementBodyWithReturn)
{
    EXPECT_EQ(run("return document.title"), "\"Shop\"");
    EXPECT_EQ(
        run("const n = document.querySelectorAll('p').length;\nif (n > 1) { return n }\nreturn 'few'"), "2"
    );
    EXPECT_EQ(run("return args.a * 2", {{"a", 21}}), "42");
}

TEST_F(EvaluateTest, CallsFunctionsWithTheArguments)
{
    EXPECT_EQ(run("() => 5"), "5");
    EXPECT_EQ(run("(args) => args.a + args.b", {{"a", 1}, {"b", 2}}), "3");
    EXPECT_EQ(
        run("async ({name}) => { await null; return 'hello ' + name; }", {{"name", "Ada"}}), "\"hello Ada\""
    );
    EXPECT_EQ(run("function named(args) { return args.x }", {{"x", "y"}}), "\"y\"");
    EXPECT_EQ(run("(() => 7)()"), "7");
}

TEST_F(EvaluateTest, TakesAnObjectLiteral)
{
    EXPECT_EQ(run("{title: document.title, n: 1}"), R"({"title":"Shop","n":1})");
    EXPECT_EQ(run("{}"), "{}");
    EXPECT_EQ(run("({a: [1, {b: null}]})"), R"({"a":[1,{"b":null}]})");
}

TEST_F(EvaluateTest, TakesSeveralLinesWhoseLastGivesTheValue)
{
    EXPECT_EQ(run("const a = 1;\nconst b = 2;\na + b"), "3");
    EXPECT_EQ(
        run("let sum = 0;\nfor (const p of document.querySelectorAll('.price')) sum += "
            "parseInt(p.textContent);\nsum"),
        "19"
    );
    EXPECT_EQ(run("function twice(x) { return x * 2 }\ntwice(4)"), "8");
    EXPECT_EQ(run("const r = await Promise.resolve('later');\nr.toUpperCase()"), "\"LATER\"");
    EXPECT_EQ(run("const x = args.q\nx + 1", {{"q", 1}}), "2");
    EXPECT_EQ(run("const v = 1; Promise.resolve(v + 1)"), "2");
}

TEST_F(EvaluateTest, DoesNotLeaveItsNamesBehind)
{
    EXPECT_EQ(run("const once = 1;\nonce"), "1");
    EXPECT_EQ(run("const once = 2;\nonce"), "2");
}

TEST_F(EvaluateTest, AwaitsPromises)
{
    EXPECT_EQ(run("new Promise(done => setTimeout(() => done('done'), 5))"), "\"done\"");
    EXPECT_EQ(run("await Promise.resolve(3)"), "3");
    EXPECT_EQ(run("return await Promise.resolve(4)"), "4");
}

TEST_F(EvaluateTest, MakesAStringOfWhatJsonCannotCarry)
{
    EXPECT_EQ(run("undefined"), "null");
    EXPECT_EQ(run("void 0"), "null");
    EXPECT_EQ(run("NaN"), "\"NaN\"");
    EXPECT_EQ(run("10n ** 20n"), "\"100000000000000000000\"");
    EXPECT_EQ(run("Symbol('s')"), "\"Symbol(s)\"");
    EXPECT_EQ(run("document.querySelector('p')"), R"("<p class=\"price\">12 EUR</p>")");
    EXPECT_EQ(run("window"), "\"[object Window]\"");
    EXPECT_EQ(run("const a = {}; a.self = a; a"), R"({"self":"[circular]"})");
    EXPECT_EQ(run("new Date(0)"), "\"1970-01-01T00:00:00.000Z\"");
    EXPECT_EQ(run("new Map([['k', new Set([1])]])"), R"({"k":[1]})");
    EXPECT_EQ(run("({f() {}, u: undefined, n: null})"), R"({"n":null})");
    EXPECT_EQ(run("() => () => 1"), "\"() => 1\"");
}

TEST_F(EvaluateTest, SaysWhatWasThrownAndWhere)
{
    EXPECT_EQ(run("throw new Error('no stock')").find("error: Error: no stock\n    at "), 0u);
    EXPECT_EQ(
        run("const a = 1;\nnull.price")
            .find("error: TypeError: Cannot read properties of null (reading 'price')\n    at "),
        0u
    );
    EXPECT_NE(run("const a = 1;\nnull.price").find(":2:6"), std::string::npos);
    EXPECT_EQ(run("Promise.reject(new Error('late'))").find("error: Error: late"), 0u);
    EXPECT_EQ(run("const a = 1; Promise.reject(new Error('late'))").find("error: Error: late"), 0u);
    EXPECT_EQ(run("JSON.parse('{')").find("error: SyntaxError: "), 0u);
    EXPECT_EQ(run("const t = '{'; JSON.parse(t)").find("error: SyntaxError: Expected property name"), 0u);
    EXPECT_EQ(run("throw 'plain'"), "error: threw plain");
}

TEST_F(EvaluateTest, SaysWhatDoesNotCompile)
{
    EXPECT_EQ(run("const = 5").find("error: SyntaxError: "), 0u);
    EXPECT_EQ(run("return ((1)").find("error: SyntaxError: "), 0u);
    EXPECT_EQ(run("return ((1)").find("Illegal return"), std::string::npos);
}

TEST_F(EvaluateTest, RunsACompilingFormOnlyOnce)
{
    EXPECT_EQ(run("window.count = (window.count ?? 0) + 1;\nJSON.parse('{')").find("error: SyntaxError"), 0u);
    EXPECT_EQ(run("window.count"), "1");
}

TEST_F(EvaluateTest, WorksWhereThePageForbidsEval)
{
    browser.server().serve(
        "/strict",
        TestAnswer{
            .body = "<p>strict",
            .headers = {"Content-Security-Policy: default-src 'none'; require-trusted-types-for 'script'"}
        }
    );
    ASSERT_TRUE(browser.run(browser.page().go_to(browser.server().url("/strict"), Millis(5000))));

    EXPECT_EQ(run("document.querySelector('p').textContent"), "\"strict\"");
    EXPECT_EQ(run("const a = 1; a + 1"), "2");
    EXPECT_EQ(run("return 3"), "3");
}

TEST_F(EvaluateTest, DoesNotTrustThePagesOwnSerialisers)
{
    run("Array.prototype.toJSON = function () { return 'broken' }; JSON.stringify = () => 'broken'; 0");

    EXPECT_EQ(run("Array.from([1, 2])"), "[1,2]");
}

TEST_F(EvaluateTest, EndsAnEndlessLoopAtItsLimit)
{
    auto looped = browser.run(browser.page().evaluate("while (true) {}", nullptr, Millis(300)));
    ASSERT_FALSE(looped);
    EXPECT_EQ(looped.error().code, ErrorCode::timeout);

    EXPECT_EQ(run("1 + 1"), "2");
}

TEST_F(EvaluateTest, CarriesHugeValues)
{
    auto value = browser.run(browser.page().evaluate("'x'.repeat(30e6)", nullptr, Millis(30'000)));

    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(value->as_string().size(), 30'000'000u);
}

TEST_F(EvaluateTest, SaysThatThePageWentAway)
{
    browser.server().serve("/other", "other");

    auto value = browser.run(browser.page().evaluate(
        "location.href = '/other'; await new Promise(() => {})", nullptr, Millis(10'000)
    ));

    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().message, "the page went to another address before the script ended");
}

}  // namespace
}  // namespace lissom::browser
