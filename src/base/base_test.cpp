#include <future>
#include <limits>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/nursery.hpp"
#include "base/on.hpp"
#include "base/signal.hpp"
#include "base/testing.hpp"
#include "base/time.hpp"

namespace lissom {
namespace {

Async<Result<int>> answer_after(Millis delay)
{
    co_await pause(delay);
    co_return 42;
}

Async<void> wait_then_count(Signal& signal, int& count)
{
    co_await signal.wait();
    ++count;
}

Async<void> wait_and_notice_end(Signal& signal, bool& has_ended)
{
    struct Notice {
        bool& flag;
        ~Notice() { flag = true; }
    };
    const Notice notice{has_ended};
    co_await signal.wait();
    ADD_FAILURE() << "nobody notified";
}

TEST(Within, PassesOnAResultThatComesInTime)
{
    auto result = await(within(Millis(5000), "the answer", answer_after(Millis(1))));

    ASSERT_TRUE(result);
    EXPECT_EQ(*result, 42);
}

TEST(Within, NamesWhatTookTooLong)
{
    auto result = await(within(Millis(5), "the answer", answer_after(Millis(60'000))));

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::timeout);
    EXPECT_EQ(result.error().message, "the answer took longer than 5 ms");
}

Async<Result<int>> break_down()
{
    co_await pause(Millis(1));
    throw std::logic_error("a bug");
}

TEST(Within, PassesOnAnExceptionAtOnce)
{
    const auto start = moment();

    EXPECT_THROW((void)await(within(Millis(60'000), "the answer", break_down())), std::logic_error);

    EXPECT_LT(seconds_since(start), 30);
}

TEST(SignalTest, WakesEveryWaiterAtOnce)
{
    boost::asio::io_context loop(1);
    Signal signal(loop.get_executor());
    Nursery nursery(loop.get_executor());
    int woken = 0;
    nursery.spawn("first", wait_then_count(signal, woken));
    nursery.spawn("second", wait_then_count(signal, woken));
    loop.poll();
    ASSERT_EQ(woken, 0);

    signal.notify_all();
    loop.poll();

    EXPECT_EQ(woken, 2);
}

TEST(NurseryTest, CancellingUnwindsItsCoroutines)
{
    boost::asio::io_context loop(1);
    Signal signal(loop.get_executor());
    Nursery nursery(loop.get_executor());
    bool has_ended = false;
    nursery.spawn("waiter", wait_and_notice_end(signal, has_ended));
    loop.poll();

    nursery.cancel();
    loop.restart();
    loop.poll();

    EXPECT_TRUE(has_ended);
    EXPECT_EQ(nursery.running(), 0u);
}

TEST(NurseryTest, MayBeCancelledFromOutsideTheLoopWhileACoroutineEnds)
{
    boost::asio::io_context loop(1);
    Signal signal(loop.get_executor());
    int count = 0;
    auto nursery = std::make_unique<Nursery>(loop.get_executor());
    nursery->spawn("waiter", wait_then_count(signal, count));
    loop.poll();

    signal.notify_all();
    nursery.reset();
    loop.poll();

    EXPECT_LE(count, 1);
}

TEST(On, RunsOnThePoolAndResumesWithTheAnswer)
{
    boost::asio::thread_pool pool(1);

    auto thread = await(on(pool, [] { return std::this_thread::get_id(); }));

    EXPECT_TRUE(thread != std::this_thread::get_id());
    pool.join();
}

TEST(On, PassesOnWhatTheFunctionThrows)
{
    boost::asio::thread_pool pool(1);

    EXPECT_THROW(
        await(on(pool, []() -> int { throw std::runtime_error("on purpose"); })), std::runtime_error
    );
    pool.join();
}

Async<void>
work_until(boost::asio::thread_pool& pool, std::promise<void>& begun, std::shared_future<void> go_on)
{
    co_await on(pool, [&begun, go_on] {
        begun.set_value();
        go_on.wait();
    });
}

TEST(On, OutlivesACancellationWhileTheFunctionRuns)
{
    boost::asio::thread_pool pool(2);  // one for the function, one that is free to hear of the cancellation
    boost::asio::io_context loop(1);
    std::promise<void> begun;
    std::promise<void> go_on;
    Nursery nursery(loop.get_executor());
    nursery.spawn("work", work_until(pool, begun, go_on.get_future().share()));
    loop.poll();
    begun.get_future().wait();

    nursery.cancel();
    loop.poll();
    boost::asio::post(pool, boost::asio::use_future).wait();
    go_on.set_value();
    pool.join();
    loop.restart();
    loop.poll();

    EXPECT_EQ(nursery.running(), 0u);
}

TEST(RandomId, IsLongUniqueAndPlain)
{
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(random_id());

    EXPECT_EQ(seen.size(), 1000u);
    EXPECT_EQ(seen.begin()->size(), 22u);
    EXPECT_EQ(
        seen.begin()->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
        std::string::npos
    );
}

TEST(JsonTest, NumbersComeBackExactly)
{
    for (const double number :
         {13.387664401253277, 39.252393092058483, 0.1 + 0.2, 1.0 / 3, 5e-324, 1.7976931348623157e308, -0.0}) {
        auto read = parse_json(dump(JsonArray{number}));

        ASSERT_TRUE(read);
        EXPECT_EQ(read->at(0).get_double(), number);
    }
    EXPECT_EQ(parse_json("18446744073709551615")->get_uint64(), 18446744073709551615u);
    EXPECT_EQ(parse_json("-9223372036854775808")->get_int64(), std::numeric_limits<std::int64_t>::min());
}

TEST(JsonTest, WhatStandsAroundAValueMustBeBlank)
{
    EXPECT_EQ(*parse_json(" {\"a\": [1, \"x\", null, true]}\n"), *parse_json("{\"a\":[1,\"x\",null,true]}"));
    for (const auto* text : {"", " ", "1 2", "{} x", "[1", "{\"a\":}", "nul"})
        EXPECT_FALSE(parse_json(text)) << text;
}

// A page that cut an emoji in two must not take its whole answer along.
TEST(JsonTest, HalfACharacterBecomesTheReplacementCharacter)
{
    EXPECT_EQ(*parse_json(R"("a\ud83db")"), "a\uFFFDb");
    EXPECT_EQ(*parse_json(R"("\uDE00\ud83d")"), "\uFFFD\uFFFD");
    EXPECT_EQ(
        *parse_json(R"(["\ud83d\ud83d\ude00", "\\ud83d"])"), (JsonArray{"\uFFFD\U0001F600", R"(\ud83d)"})
    );
    EXPECT_FALSE(parse_json(R"("\ud83d)"));
    EXPECT_FALSE(parse_json(R"("\ud8)"));
}

TEST(JsonTest, ParseErrorsSayThatItIsNotJson)
{
    auto parsed = parse_json("{\"a\":");

    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(parsed.error().message.find("not valid JSON"), std::string::npos);
}

}  // namespace
}  // namespace lissom
