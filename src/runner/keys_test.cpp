#include "runner/keys.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/system_executor.hpp>
#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "store/testing/temporary_folder.hpp"

namespace lissom::runner {
namespace {

class KeysTest : public ::testing::Test {
protected:
    KeysTest() { start(); }
    ~KeysTest() override { stop(); }

    // A server's life: it opens its store, reads its keys, and ends.
    void start()
    {
        store = *store::open_store(loop.get_executor(), "sqlite://" + (folder.path() / "lissom.db").string());
        keys = std::make_unique<Keys>(loop.get_executor(), *store, [this] { return now_ms; });
        EXPECT_TRUE(run(keys->start()));
    }

    void stop()
    {
        run_to_end(loop, keys->close());
        keys.reset();
        store.reset();
    }

    void restart()
    {
        stop();
        start();
    }

    template <class T>
    T run(Async<T> coroutine)
    {
        return await(loop, std::move(coroutine));
    }

    NewKey make(JsonObject limits = {}) { return *run(keys->create("a laptop", std::move(limits))); }

    TemporaryFolder folder;
    boost::asio::io_context loop{1};
    std::int64_t now_ms = 1'765'000'000'000;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Keys> keys;
};

TEST_F(KeysTest, ACreatedKeyOpensTheDoor)
{
    const auto created = make();

    auto checked = keys->check(created.text);

    ASSERT_TRUE(checked);
    EXPECT_EQ(*checked, created.key.id);
    EXPECT_EQ(created.text.rfind("sk_" + created.key.id + "_", 0), 0u);
    EXPECT_GE(created.text.size() - created.key.id.size() - 4, 22u);  // 22 of these characters are 130 bits
    EXPECT_EQ(created.key.hint, created.text.substr(created.text.size() - 4));
}

TEST_F(KeysTest, TheTextOfAKeyIsKeptNowhere)
{
    const auto created = make();

    stop();
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        EXPECT_EQ(content.find(created.text.substr(created.text.size() - 32)), std::string::npos)
            << entry.path();
    }
    start();
}

TEST_F(KeysTest, EveryOtherTextIsRefused)
{
    const auto created = make();
    auto almost = created.text;
    almost.back() = almost.back() == 'a' ? 'b' : 'a';

    for (const auto& text :
         {std::string(),
          almost,
          created.text + "x",
          created.text.substr(1),
          std::string(100'000, 'x'),
          created.key.id}) {
        auto checked = keys->check(text);
        ASSERT_FALSE(checked) << text;
        EXPECT_EQ(checked.error().code, ErrorCode::unauthorized);
    }
}

TEST_F(KeysTest, KeysOutliveARestart)
{
    const auto created = make();

    restart();

    EXPECT_EQ(keys->check(created.text).value(), created.key.id);
}

TEST_F(KeysTest, AnyTextCanBeMadeAKeyAndAnotherTextTakesItsPlace)
{
    ASSERT_TRUE(run(keys->put("local", "local user", "cmzr-1234567890abcdef")));
    EXPECT_EQ(keys->check("cmzr-1234567890abcdef").value(), "local");
    restart();
    ASSERT_TRUE(run(keys->put("local", "local user", "another-text")));
    const auto old_one = keys->check("cmzr-1234567890abcdef");
    const auto new_one = keys->check("another-text");
    const auto with_a_newline = run(keys->put("local", "local user", "two\nlines"));

    EXPECT_FALSE(old_one);
    EXPECT_EQ(new_one.value(), "local");
    EXPECT_EQ(with_a_newline.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(keys->list().size(), 1u);
}

TEST_F(KeysTest, ARevokedKeyStaysOutAlsoAfterARestart)
{
    const auto created = make();

    ASSERT_TRUE(run(keys->revoke(created.key.id)));
    const auto now = keys->check(created.text);
    restart();
    const auto later = keys->check(created.text);

    EXPECT_EQ(now.error().code, ErrorCode::unauthorized);
    EXPECT_EQ(later.error().code, ErrorCode::unauthorized);
    EXPECT_TRUE(keys->list().front().is_revoked);
    EXPECT_EQ(run(keys->revoke("none")).error().code, ErrorCode::not_found);
}

TEST_F(KeysTest, RemembersWhenAKeyWasLastUsed)
{
    const auto created = make();
    now_ms += 5'000;
    ASSERT_TRUE(keys->check(created.text));

    restart();

    EXPECT_EQ(keys->find(created.key.id)->last_used_at_ms, 1'765'000'005'000);
}

TEST_F(KeysTest, AnExpiredKeyIsRefused)
{
    const auto created = make({{"expires_at_ms", now_ms + 1'000}});

    const auto before = keys->check(created.text);
    now_ms += 1'000;
    const auto after = keys->check(created.text);

    EXPECT_TRUE(before);
    EXPECT_EQ(after.error().code, ErrorCode::unauthorized);
}

TEST_F(KeysTest, TheRateLimitLetsABurstThroughAndThenThePace)
{
    const auto created = make({{"requests_per_minute", 3}});

    for (int n = 0; n < 3; ++n) EXPECT_TRUE(keys->check(created.text));
    const auto fourth = keys->check(created.text);
    now_ms += 20'000;
    const auto after_a_third = keys->check(created.text);
    const auto at_once = keys->check(created.text);

    EXPECT_EQ(fourth.error().code, ErrorCode::too_many_requests);
    EXPECT_TRUE(after_a_third);
    EXPECT_FALSE(at_once);
}

TEST_F(KeysTest, CreditsEnd)
{
    const auto created = make({{"credits", 10}});

    ASSERT_TRUE(run(keys->charge(created.key.id, 9.5)));
    const auto before = keys->check_credits(created.key.id);
    ASSERT_TRUE(run(keys->charge(created.key.id, 0.5)));
    restart();
    const auto after = keys->check_credits(created.key.id);

    EXPECT_TRUE(before);
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().code, ErrorCode::too_many_requests);
    EXPECT_NE(after.error().message.find("credits"), std::string::npos);
}

TEST_F(KeysTest, LimitsCanBeChanged)
{
    const auto created = make({{"concurrent_sessions", 2}});

    ASSERT_TRUE(
        run(keys->set_limits(created.key.id, {{"concurrent_sessions", 5}, {"disabled_features", {"proxy"}}}))
    );
    restart();

    EXPECT_EQ(keys->limits_of(created.key.id).concurrent_sessions, 5);
    EXPECT_EQ(check_feature(keys->limits_of(created.key.id), "proxy").error().code, ErrorCode::forbidden);
    EXPECT_TRUE(check_feature(keys->limits_of(created.key.id), "files"));
    EXPECT_EQ(keys->limits_of("unknown").concurrent_sessions, std::nullopt);
}

// What `lissom keys` does beside a running server.
TEST_F(KeysTest, CatchesUpWithWhatAnotherProgramHasDone)
{
    auto other = *store::open_store(
        loop.get_executor(), "sqlite://" + (folder.path() / "lissom.db").string(), store::Use::beside_a_server
    );
    const auto mine = make();
    ASSERT_TRUE(keys->check(mine.text));
    Keys others(loop.get_executor(), *other, [this] { return now_ms; });
    ASSERT_TRUE(run(others.start()));
    const auto theirs = *run(others.create("made beside", {}));
    ASSERT_TRUE(run(others.revoke(mine.key.id)));
    run_to_end(loop, others.close());

    const auto at_first = keys->check(theirs.text);
    run_to_end(loop, keys->catch_up(Millis(5'000)));
    const auto too_soon = keys->check(theirs.text);
    now_ms += 5'000;
    run_to_end(loop, keys->catch_up(Millis(5'000)));
    const auto made = keys->check(theirs.text);
    const auto revoked = keys->check(mine.text);
    restart();  // writes the last use of a key that was revoked meanwhile

    EXPECT_FALSE(at_first);
    EXPECT_FALSE(too_soon);
    EXPECT_TRUE(made);
    EXPECT_FALSE(revoked);
    EXPECT_TRUE(keys->find(mine.key.id)->is_revoked);
    EXPECT_EQ(keys->find(mine.key.id)->last_used_at_ms, 1'765'000'000'000);
    run_to_end(loop, other->close());
}

TEST_F(KeysTest, AMistakeInTheLimitsIsNamed)
{
    const auto unknown = run(keys->create("x", {{"sessions", 2}}));
    const auto negative = run(keys->create("x", {{"credits", -1}}));
    const auto feature = run(keys->create("x", {{"disabled_features", {"teleport"}}}));

    EXPECT_NE(unknown.error().message.find("\"sessions\""), std::string::npos);
    EXPECT_NE(negative.error().message.find("\"credits\""), std::string::npos);
    EXPECT_NE(feature.error().message.find("certificates"), std::string::npos);
    EXPECT_TRUE(keys->list().empty());
}

TEST(LimitsTest, ATaskThatAsksForASwitchedOffFeatureIsForbidden)
{
    const auto limits = *limits_from_json({{"disabled_features", {"profiles"}}});
    task::Spec with_profile;
    with_profile.profile_id = "work";

    EXPECT_EQ(check_features(limits, with_profile).error().code, ErrorCode::forbidden);
    EXPECT_TRUE(check_features(limits, task::Spec{}));
    EXPECT_TRUE(check_features(Limits{}, with_profile));
}

}  // namespace
}  // namespace lissom::runner
