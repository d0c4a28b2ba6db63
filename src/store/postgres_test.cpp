#include <boost/asio/system_executor.hpp>
#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "store/store.hpp"
#include "store/testing/temporary_postgres.hpp"

namespace lissom::store {
namespace {

class PostgresTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (TemporaryPostgres::programs().empty())
            GTEST_SKIP() << "PostgreSQL is not installed: run tools/setup to test on it too";
        static TemporaryPostgres shared;
        server = &shared;
    }

    Result<std::unique_ptr<Store>> open(const std::string& address)
    {
        return open_store(boost::asio::system_executor(), address);
    }

    TemporaryPostgres* server = nullptr;
};

TEST_F(PostgresTest, ASecondServerIsToldThatTheFirstRuns)
{
    const auto address = server->new_database();
    auto first = open(address);
    ASSERT_TRUE(first);

    auto second = open(address);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_NE(second.error().message.find("in use by another Lissom server"), std::string::npos)
        << second.error().message;
}

TEST_F(PostgresTest, AToolMayWorkBesideTheServer)
{
    const auto address = server->new_database();
    auto running = open(address);
    ASSERT_TRUE(running);

    auto tool = open_store(boost::asio::system_executor(), address, Use::beside_a_server);
    ASSERT_TRUE(tool) << tool.error().message;
    ASSERT_TRUE(await((*tool)->insert_key({"k1", "made by the tool", "", "", 1, 0, false, {}, 0})));

    EXPECT_EQ(await((*running)->keys())->front().name, "made by the tool");
}

TEST_F(PostgresTest, GoesOnAfterItsConnectionWasCut)
{
    auto store = open(server->new_database());
    ASSERT_TRUE(await((*store)->append_event("t1", {"e1", "step", {}, 1})));

    server->command("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lissom'"
    );
    auto first = await((*store)->append_event("t1", {"e2", "step", {}, 2}));
    auto second = await((*store)->append_event("t1", {"e3", "step", {}, 3}));

    // The write that met the cut may have to be refused; it is never half done and the next one works.
    if (!first) EXPECT_EQ(first.error().code, ErrorCode::unavailable) << first.error().message;
    EXPECT_TRUE(second) << second.error().message;
    EXPECT_EQ(await((*store)->events_after("t1", 0))->size(), first ? 3u : 2u);
}

TEST_F(PostgresTest, AnUnreachableServerIsNamedWithoutItsPassword)
{
    auto store = open("postgresql://someone:hunter2@127.0.0.1:1/lissom");

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::unavailable);
    EXPECT_NE(store.error().message.find("cannot reach the database"), std::string::npos)
        << store.error().message;
    EXPECT_NE(store.error().message.find("127.0.0.1:1"), std::string::npos) << store.error().message;
    EXPECT_EQ(store.error().message.find("hunter2"), std::string::npos) << store.error().message;
}

TEST_F(PostgresTest, AUserWithoutRightsIsTold)
{
    const auto address = server->new_database();
    server->command("CREATE ROLE guest LOGIN");
    auto as_guest = address;
    as_guest.replace(as_guest.find("lissom@"), 6, "guest");

    auto store = open(as_guest);

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::unavailable);
    EXPECT_NE(store.error().message.find("right to create"), std::string::npos) << store.error().message;
}

}  // namespace
}  // namespace lissom::store
