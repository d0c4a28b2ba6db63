#include "browser/downloads.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace lissom::browser {
namespace {

TEST(SafeFileName, IsOnlyAName)
{
    EXPECT_EQ(safe_file_name("report.pdf"), "report.pdf");
    EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(safe_file_name("C:\\temp\\a.txt"), "a.txt");
    EXPECT_EQ(safe_file_name("..."), "download");
    EXPECT_EQ(safe_file_name(".bashrc"), "bashrc");
    EXPECT_EQ(safe_file_name(std::string_view("a\0b\nc.txt", 9)), "abc.txt");
    EXPECT_EQ(safe_file_name("a/"), "download");
}

TEST(SafeFileName, IsShortEnoughForADiskAndKeepsItsEnding)
{
    std::string umlauts;
    for (int i = 0; i < 300; ++i) umlauts += "ü";

    const auto name = safe_file_name(umlauts + ".tar");

    EXPECT_LE(name.size(), 200u);
    EXPECT_TRUE(name.ends_with("ü.tar"));
}

TEST(FreePath, CountsUp)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / "free-path-test";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "a.txt") << "1";
    std::ofstream(folder / "a (1).txt") << "2";

    EXPECT_EQ(free_path(folder, "a.txt").filename(), "a (2).txt");
    EXPECT_EQ(free_path(folder, "b.txt").filename(), "b.txt");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace lissom::browser
