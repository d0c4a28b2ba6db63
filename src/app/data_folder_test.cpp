#include "app/data_folder.hpp"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace lissom::app {
namespace {

struct DataFolderTest : testing::Test {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("lissom-data-" + random_id(8));

    ~DataFolderTest() override { std::filesystem::remove_all(path); }

    static unsigned mode_of(const std::filesystem::path& file)
    {
        struct stat facts{};
        EXPECT_EQ(::stat(file.c_str(), &facts), 0);
        return facts.st_mode & 0777u;
    }
};

TEST_F(DataFolderTest, IsMadeForItsOwnerOnly)
{
    auto folder = DataFolder::open(path / "below");

    ASSERT_TRUE(folder) << folder.error().message;
    EXPECT_EQ(mode_of(path / "below"), 0700u);
}

TEST_F(DataFolderTest, BelongsToOneServerAtATime)
{
    auto first = DataFolder::open(path);
    ASSERT_TRUE(first->announce("http://127.0.0.1:1"));

    auto second = DataFolder::open(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_NE(second.error().message.find("http://127.0.0.1:1"), std::string::npos);
    EXPECT_NE(second.error().message.find("--data"), std::string::npos);

    first = second.error();
    EXPECT_TRUE(DataFolder::open(path));
}

TEST_F(DataFolderTest, ASecretIsMadeOnceAndReadableByItsOwnerOnly)
{
    auto folder = DataFolder::open(path);
    EXPECT_FALSE(folder->has_secret("local-key"));

    auto first = folder->secret("local-key", [] { return std::string("made"); });
    auto again = folder->secret("local-key", [] { return std::string("made anew"); });

    EXPECT_EQ(*first, "made");
    EXPECT_EQ(*again, "made");
    EXPECT_EQ(*local_key(path), "made");
    EXPECT_EQ(mode_of(path / "local-key"), 0600u);
}

TEST_F(DataFolderTest, ARunningServerIsFoundAndADeadOneIsNot)
{
    {
        auto folder = DataFolder::open(path);
        ASSERT_TRUE(folder->announce("http://127.0.0.1:1"));
        EXPECT_EQ(*running_server(path), "http://127.0.0.1:1");
        std::filesystem::copy_file(path / "server", path / "kept");
    }
    std::filesystem::rename(path / "kept", path / "server");  // as after kill -9

    EXPECT_FALSE(running_server(path));
    EXPECT_FALSE(running_server(path / "elsewhere"));
}

TEST_F(DataFolderTest, APlaceThatCannotBeWrittenIsNamed)
{
    auto folder = DataFolder::open("/proc/nowhere/data");

    ASSERT_FALSE(folder);
    EXPECT_NE(folder.error().message.find("/proc/nowhere/data"), std::string::npos);
    EXPECT_NE(folder.error().message.find("--data"), std::string::npos);
}

}  // namespace
}  // namespace lissom::app
