// The small parts of the runner, each by itself.

#include <archive.h>
#include <archive_entry.h>

#include <clocale>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "runner/archive.hpp"
#include "runner/folders.hpp"
#include "runner/links.hpp"
#include "runner/slots.hpp"

namespace lissom::runner {
namespace {

namespace fs = std::filesystem;

// -- links
// ---------------------------------------------------------------------------------------------------------

const LinkTarget target{Purpose::downloads, "key", "task"};

TEST(Links, OpenWhatTheySay)
{
    const auto token = sign_link("secret", target, 1'000);

    const auto read = read_link("secret", token, 999);

    ASSERT_TRUE(read);
    EXPECT_EQ(read->key_id, "key");
    EXPECT_EQ(read->task_id, "task");
    EXPECT_EQ(
        token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
        std::string::npos
    );
}

TEST(Links, ExpireAndCannotBeForged)
{
    const auto token = sign_link("secret", target, 1'000);
    auto changed = token;
    changed[2] = changed[2] == 'A' ? 'B' : 'A';

    EXPECT_FALSE(read_link("secret", token, 1'000));
    EXPECT_FALSE(read_link("another", token, 999));
    EXPECT_FALSE(read_link("secret", changed, 999));
    EXPECT_FALSE(read_link("secret", token.substr(0, token.size() - 2), 999));
    EXPECT_FALSE(read_link("secret", "", 999));
    EXPECT_FALSE(read_link("secret", ".", 999));
    EXPECT_FALSE(read_link("", sign_link("", target, 1'000), 999));
}

TEST(Links, SayWhatTheyAreFor)
{
    for (const auto purpose : {Purpose::downloads, Purpose::view, Purpose::control, Purpose::recording}) {
        const auto read = read_link("secret", sign_link("secret", {purpose, "key", "task"}, 1'000), 999);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->purpose, purpose);
    }
}

TEST(Links, OfALiveViewBearWhatClientsAppend)
{
    Settings settings;
    settings.public_base = "https://lissom.test";
    settings.link_secret = "secret";
    task::Task task;
    task.id = "task";

    const auto url = live_url(settings, task, Purpose::control);

    EXPECT_TRUE(url.starts_with("https://lissom.test/live/"));
    EXPECT_NE(url.find('?'), url.npos);
    EXPECT_EQ(url.find('#'), url.npos);
}

// -- slots
// ---------------------------------------------------------------------------------------------------------

TEST(SlotsTest, AreHandedOutInOrder)
{
    Slots slots(1);
    std::string order;
    const auto first = slots.ask("key", 9, [&] { order += "1"; });
    const auto second = slots.ask("key", 9, [&] { order += "2"; });
    slots.ask("key", 9, [&] { order += "3"; });
    EXPECT_EQ(order, "1");

    slots.leave(second);  // gives up waiting
    slots.leave(first);

    EXPECT_EQ(order, "13");
    EXPECT_EQ(slots.taken(), 1u);
    EXPECT_EQ(slots.waiting(), 0u);
}

TEST(SlotsTest, AKeyAtItsLimitHoldsUpNobodyElse)
{
    Slots slots(3);
    std::string order;
    const auto first = slots.ask("a", 1, [&] { order += "1"; });
    slots.ask("a", 1, [&] { order += "2"; });
    slots.ask("b", 1, [&] { order += "3"; });
    EXPECT_EQ(order, "13");

    slots.leave(first);

    EXPECT_EQ(order, "132");
}

TEST(SlotsTest, ThisMachineCarriesAtLeastTwoSessions) { EXPECT_GE(sessions_for_this_machine(), 2u); }

// -- folders
// -------------------------------------------------------------------------------------------------------

TEST(Folders, AProfilesNameIsNoPath)
{
    const auto folder = profile_folder("/data", "key", "../../etc/passwd");

    EXPECT_EQ(folder.parent_path(), fs::path("/data/profiles"));
    EXPECT_EQ(folder.filename().string().find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(profile_folder("/data", "key", "a"), profile_folder("/data", "other", "a"));
}

// -- archives
// ------------------------------------------------------------------------------------------------------

class ArchiveTest : public ::testing::Test {
protected:
    ArchiveTest() { fs::create_directories(folder); }
    ~ArchiveTest() override { fs::remove_all(root); }

    void write(const fs::path& path, const std::string& text)
    {
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }

    static std::map<std::string, std::string> unzip(const fs::path& zip)
    {
        std::map<std::string, std::string> files;
        std::setlocale(
            LC_CTYPE, "C.UTF-8"
        );  // for reading names beyond ASCII; writing them must work without
        auto* reader = archive_read_new();
        archive_read_support_format_zip(reader);
        EXPECT_EQ(archive_read_open_filename(reader, zip.c_str(), 10'240), ARCHIVE_OK);
        archive_entry* entry = nullptr;
        while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
            std::string text(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
            archive_read_data(reader, text.data(), text.size());
            files[archive_entry_pathname_utf8(entry)] = text;
        }
        archive_read_free(reader);
        return files;
    }

    fs::path root = fs::temp_directory_path() / ("lissom-archive-" + random_id(8));
    fs::path folder = root / "downloads";
};

TEST_F(ArchiveTest, HoldsEveryFileUnderItsName)
{
    write(folder / "größe.txt", "größe");
    write(folder / "deep" / "big.bin", std::string(300'000, 'x'));

    ASSERT_TRUE(zip_folder(folder, root / "a.zip"));

    const auto files = unzip(root / "a.zip");
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files.at("größe.txt"), "größe");
    EXPECT_EQ(files.at("deep/big.bin").size(), 300'000u);
}

TEST_F(ArchiveTest, LeavesNothingHalfWritten)
{
    const auto done = zip_folder(root / "missing", root / "a.zip");

    EXPECT_FALSE(done);
    EXPECT_FALSE(has_files(root));
}

TEST_F(ArchiveTest, KnowsAnEmptyFolder)
{
    EXPECT_FALSE(has_files(folder));
    EXPECT_FALSE(has_files(root / "missing"));
    write(folder / "a", "");
    EXPECT_TRUE(has_files(folder));
}

}  // namespace
}  // namespace lissom::runner
