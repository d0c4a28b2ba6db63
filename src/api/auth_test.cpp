#include "api/auth.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "runner/keys.hpp"
#include "store/memory_store.hpp"

namespace lissom::api {
namespace {

struct AuthTest : testing::Test {
    // A key as `lissom keys create` makes it: in the store, behind the server's back.
    runner::NewKey add_key()
    {
        runner::Keys elsewhere(loop.get_executor(), store, clock);
        return *await(elsewhere.create("somebody"));
    }

    Result<std::string>
    check(std::string_view key, std::string address = "203.0.113.5", std::string header = "apikey")
    {
        net::Request request;
        request.headers[std::move(header)] = std::string(key);
        request.remote_address = std::move(address);
        return await(auth.check(request));
    }

    void guess(int times, std::string address = "203.0.113.5")
    {
        for (int i = 0; i < times; i++) EXPECT_FALSE(check("sk_wrong", address));
    }

    boost::asio::io_context loop{1};
    std::int64_t now = 1'765'000'000'000;
    Clock clock = [this] { return now; };
    store::MemoryStore store;
    runner::Keys keys{loop.get_executor(), store, clock};
    Auth auth{keys, clock};
};

TEST_F(AuthTest, AKeyIsKnownByItsHeaderOrAsABearerToken)
{
    auto key = add_key();

    auto by_header = check(key.text);
    auto as_bearer = check("Bearer " + key.text, "203.0.113.5", "Authorization");
    auto as_lower_case = check("bearer " + key.text, "203.0.113.5", "authorization");

    for (const auto& id : {by_header, as_bearer, as_lower_case}) {
        ASSERT_TRUE(id) << id.error().message;
        EXPECT_EQ(*id, key.key.id);
    }
}

TEST_F(AuthTest, NoKeyIsRefusedWithTheNameOfTheHeader)
{
    for (const auto& refused : {check(""), check("Basic YTpi", "203.0.113.5", "Authorization")}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::unauthorized);
        EXPECT_NE(refused.error().message.find("apikey"), std::string::npos);
    }
}

TEST_F(AuthTest, AKeyRevokedElsewhereIsRefusedWithinSeconds)
{
    auto key = add_key();
    ASSERT_TRUE(check(key.text));
    key.key.is_revoked = true;
    ASSERT_TRUE(await(store.update_key(key.key)));

    now += 6'000;

    EXPECT_EQ(check(key.text).error().code, ErrorCode::unauthorized);
}

TEST_F(AuthTest, AKeyMadeElsewhereIsTakenASecondLater)
{
    ASSERT_FALSE(check("sk_wrong"));
    auto key = add_key();

    now += 1'500;

    EXPECT_TRUE(check(key.text));
}

TEST_F(AuthTest, GuessingKeepsOutEvenARightKeyForAWhile)
{
    auto key = add_key();
    guess(Auth::free_guesses + 1);

    auto refused = check(key.text);
    now += 61'000;
    auto taken = check(key.text);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_many_requests);
    EXPECT_NE(refused.error().message.find("too many"), std::string::npos);
    EXPECT_TRUE(taken);
}

TEST_F(AuthTest, TheWaitGrowsWithEveryWrongKey)
{
    auto key = add_key();
    guess(Auth::free_guesses + 1);
    now += 1'000;
    guess(1);

    now += 1'000;

    EXPECT_FALSE(check(key.text));
}

TEST_F(AuthTest, AKeyThatWasRightBeforeIsNotLockedOutByAGuessingNeighbour)
{
    auto key = add_key();
    ASSERT_TRUE(check(key.text));

    guess(Auth::free_guesses + 10);

    EXPECT_TRUE(check(key.text));
}

TEST_F(AuthTest, OtherAddressesDoNotPayForOneThatGuesses)
{
    auto key = add_key();
    guess(Auth::free_guesses + 10, "198.51.100.1");

    EXPECT_TRUE(check(key.text, "203.0.113.7"));
}

TEST_F(AuthTest, NoKeyAtAllIsNotAGuess)
{
    auto key = add_key();
    for (int i = 0; i < 20; i++) EXPECT_FALSE(check(""));

    EXPECT_TRUE(check(key.text));
}

}  // namespace
}  // namespace lissom::api
