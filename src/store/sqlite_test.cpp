#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/asio/system_executor.hpp>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/testing.hpp"
#include "store/store.hpp"
#include "store/testing/temporary_folder.hpp"

namespace lissom::store {
namespace {

namespace fs = std::filesystem;

task::Event event_at(std::int64_t timestamp_ms) { return {"e", "step", {}, timestamp_ms}; }

std::string content_of(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// A database that SQLite itself opens, as another program would.
class OtherProgram {
public:
    explicit OtherProgram(const std::string& path) { sqlite3_open(path.c_str(), &database_); }
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;
    ~OtherProgram() { sqlite3_close(database_); }
    int run(const char* sql) { return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }

private:
    sqlite3* database_ = nullptr;
};

class SqliteTest : public ::testing::Test {
protected:
    Result<std::unique_ptr<Store>> open(const fs::path& at)
    {
        return open_store(boost::asio::system_executor(), "sqlite://" + at.string());
    }

    TemporaryFolder folder;
    fs::path path = folder.path() / "data" / "lissom.db";
};

TEST_F(SqliteTest, MakesItsFolderAndAFileForItsUserOnly)
{
    ASSERT_TRUE(open(path));

    struct stat found{};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(SqliteTest, KeepsWhatItHasOverARestart)
{
    {
        auto store = open(path);
        ASSERT_TRUE(await((*store)->append_event("t1", event_at(5))));
    }

    auto store = open(path);

    ASSERT_TRUE(store);
    EXPECT_EQ(await((*store)->events_after("t1", 0))->size(), 1u);
}

TEST_F(SqliteTest, CookiesAreSealedOnTheDisk)
{
    const auto vault = vault::Vault::temporary();
    const auto at = "sqlite://" + path.string();
    const auto open_with = [&](std::shared_ptr<const vault::Vault> with) {
        return open_store(boost::asio::system_executor(), at, Use::as_server, std::move(with));
    };
    {
        auto store = open_with(vault);
        ASSERT_TRUE(store);
        ASSERT_TRUE(await((*store)->insert_profile({"work", "k1", {{{"name", "a-secret-login"}}}, 0, 1, 1})));
    }
    for (const auto* suffix : {"", "-wal"})
        EXPECT_EQ(content_of(path.string() + suffix).find("a-secret-login"), std::string::npos) << suffix;
    {
        auto store = open_with(vault);
        const auto profile = await((*store)->find_profile("k1", "work"));
        ASSERT_TRUE(profile);
        EXPECT_EQ(dump(profile->cookies), R"([{"name":"a-secret-login"}])");
    }
    auto store = open_with(vault::Vault::temporary());
    const auto profile = await((*store)->find_profile("k1", "work"));
    ASSERT_FALSE(profile);
    EXPECT_NE(profile.error().message.find("vault key"), std::string::npos) << profile.error().message;
}

TEST_F(SqliteTest, ASecondServerIsToldThatTheFirstRuns)
{
    auto first = open(path);
    ASSERT_TRUE(first);

    auto second = open(path);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_NE(second.error().message.find("in use by another Lissom server"), std::string::npos)
        << second.error().message;
    EXPECT_NE(second.error().message.find(path.string()), std::string::npos);
}

TEST_F(SqliteTest, AToolMayWorkBesideTheServer)
{
    auto running = open(path);
    ASSERT_TRUE(running);

    auto tool = open_store(boost::asio::system_executor(), "sqlite://" + path.string(), Use::beside_a_server);
    ASSERT_TRUE(tool) << tool.error().message;
    ASSERT_TRUE(await((*tool)->insert_key({"k1", "made by the tool", "", "", 1, 0, false, {}, 0})));

    EXPECT_EQ(await((*running)->keys())->front().name, "made by the tool");
}

TEST_F(SqliteTest, WhatIsNotADatabaseIsNotOverwritten)
{
    fs::create_directories(path.parent_path());
    const std::string text(4096, 'x');
    std::ofstream(path) << text;

    auto store = open(path);

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::unavailable);
    EXPECT_NE(store.error().message.find("damaged or not a SQLite database"), std::string::npos)
        << store.error().message;
    EXPECT_EQ(content_of(path), text);
}

TEST_F(SqliteTest, DamageInsideIsFoundAtTheStart)
{
    {
        auto store = open(path);
        for (int n = 1; n <= 200; ++n) {
            auto event = event_at(n);
            event.payload = {{"text", std::string(500, 'a')}};
            ASSERT_TRUE(await((*store)->append_event("t1", event)));
        }
    }
    {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
        file << std::string(8192, '\xee');
    }

    auto store = open(path);

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::unavailable);
    EXPECT_NE(store.error().message.find("damaged"), std::string::npos) << store.error().message;
}

TEST_F(SqliteTest, AFolderThatCannotBeMadeIsNamed)
{
    std::ofstream(folder.path() / "data") << "a file where the folder should be";

    auto store = open(path);

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::unavailable);
    EXPECT_NE(store.error().message.find("cannot write the database " + path.string()), std::string::npos)
        << store.error().message;
}

TEST_F(SqliteTest, ANewerDatabaseIsLeftAlone)
{
    ASSERT_TRUE(open(path));
    ASSERT_EQ(OtherProgram(path).run("UPDATE schema_version SET version = 999"), SQLITE_OK);

    auto store = open(path);

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::conflict);
    EXPECT_NE(store.error().message.find("999"), std::string::npos) << store.error().message;
}

TEST_F(SqliteTest, AProgramThatLocksTheDatabaseIsBlamedAndWritingGoesOnAfterIt)
{
    auto store = open(path);
    ASSERT_TRUE(store);
    OtherProgram other(path);
    ASSERT_EQ(other.run("BEGIN IMMEDIATE"), SQLITE_OK);

    auto refused = await((*store)->append_event("t1", event_at(1)));
    other.run("COMMIT");
    auto kept = await((*store)->append_event("t1", event_at(2)));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_NE(refused.error().message.find("locked by another program"), std::string::npos)
        << refused.error().message;
    EXPECT_TRUE(kept);
    EXPECT_EQ(await((*store)->events_after("t1", 0))->size(), 1u);
}

// Stands in for a full disk: the kernel refuses to let any file of this process grow.
class NoMoreSpace {
public:
    NoMoreSpace()
    {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const ::rlimit none{4096, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    NoMoreSpace(const NoMoreSpace&) = delete;
    NoMoreSpace& operator=(const NoMoreSpace&) = delete;
    ~NoMoreSpace() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
    ::rlimit before_{};
};

TEST_F(SqliteTest, AFullDiskIsAClearErrorAndNothingIsLostWhenThereIsSpaceAgain)
{
    auto store = open(path);
    ASSERT_TRUE(await((*store)->append_event("t1", event_at(1))));
    auto big = event_at(2);
    big.payload = {{"text", std::string(200'000, 'a')}};

    Done refused;
    {
        const NoMoreSpace full;
        refused = await((*store)->append_event("t1", big));
    }
    auto kept = await((*store)->append_event("t1", big));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_NE(refused.error().message.find("full"), std::string::npos) << refused.error().message;
    EXPECT_TRUE(kept);
    EXPECT_EQ(await((*store)->events_after("t1", 0))->size(), 2u);
}

TEST_F(SqliteTest, DeletedDataIsInNoFileAnyMore)
{
    auto store = open(path);
    task::Task task;
    task.id = "t1";
    task.key_id = "k1";
    task.output = "a very private sentence";
    ASSERT_TRUE(await((*store)->insert_task(task)));
    auto event = event_at(1);
    event.payload = {{"text", "a very private sentence"}};
    ASSERT_TRUE(await((*store)->append_event("t1", event)));

    ASSERT_TRUE(await((*store)->delete_task_data("k1", "t1")));

    for (const auto& entry : fs::directory_iterator(path.parent_path()))
        EXPECT_EQ(content_of(entry.path()).find("very private"), std::string::npos) << entry.path();
}

// Appends events until it is killed; says each number when the store has said that it is kept.
[[noreturn]] void append_until_killed(const fs::path& path, int acknowledgements)
{
    auto store = open_store(boost::asio::system_executor(), "sqlite://" + path.string());
    for (std::int64_t n = 1; store && n < 1'000'000; ++n) {
        if (!await((*store)->append_event("t1", event_at(n)))) ::_exit(1);
        if (::write(acknowledgements, &n, sizeof n) != sizeof n) ::_exit(1);
    }
    ::_exit(1);
}

TEST_F(SqliteTest, WhatWasAcknowledgedOutlivesAKill)
{
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const auto child = ::fork();
    if (child == 0) append_until_killed(path, pipe[1]);
    ::close(pipe[1]);

    std::int64_t acknowledged = 0;
    for (std::int64_t n = 0; acknowledged < 100 && ::read(pipe[0], &n, sizeof n) == sizeof n;)
        acknowledged = n;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    // What it managed to say before it died.
    for (std::int64_t n = 0; ::read(pipe[0], &n, sizeof n) == sizeof n;) acknowledged = n;
    ::close(pipe[0]);

    ASSERT_GE(acknowledged, 100);
    auto store = open(path);
    ASSERT_TRUE(store);
    auto events = await((*store)->events_after("t1", 0));
    EXPECT_GE(static_cast<std::int64_t>(events->size()), acknowledged);
    EXPECT_EQ(events->front().timestamp_ms, 1);
}

TEST_F(SqliteTest, APathWithSpacesIsAPath)
{
    EXPECT_TRUE(open(folder.path() / "my data" / "the tasks.db"));
    EXPECT_TRUE(fs::exists(folder.path() / "my data" / "the tasks.db"));
}

TEST(OpenStore, AnAddressOfNoKnownKindIsExplained)
{
    auto store = open_store(boost::asio::system_executor(), "mysql://host/db");

    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(store.error().message.find("sqlite://"), std::string::npos);
}

}  // namespace
}  // namespace lissom::store
