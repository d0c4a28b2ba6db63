#include "runner/task_files.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "runner/folders.hpp"
#include "store/testing/temporary_folder.hpp"

namespace lissom::runner {
namespace {

namespace fs = std::filesystem;

class TaskFilesTest : public ::testing::Test {
protected:
    void write(const fs::path& path)
    {
        fs::create_directories(path.parent_path());
        std::ofstream(path) << "x";
    }

    // A task that has ended so long ago.
    void ended(const std::string& id, std::chrono::hours ago)
    {
        tidy_task_folder(data, id);
        fs::last_write_time(task_folder(data, id), fs::file_time_type::clock::now() - ago);
    }

    TemporaryFolder folder;
    fs::path data = folder.path();
};

TEST_F(TaskFilesTest, ATaskThatLeftNothingLeavesNoFolder)
{
    fs::create_directories(downloads_folder(data, "t1"));
    fs::create_directories(task_folder(data, "t1") / "artifacts");

    tidy_task_folder(data, "t1");

    EXPECT_FALSE(fs::exists(task_folder(data, "t1")));
}

TEST_F(TaskFilesTest, WhatATaskLeftStays)
{
    write(downloads_folder(data, "t1") / "invoice.pdf");
    fs::create_directories(task_folder(data, "t1") / "artifacts");

    tidy_task_folder(data, "t1");

    EXPECT_TRUE(fs::exists(downloads_folder(data, "t1") / "invoice.pdf"));
    EXPECT_FALSE(fs::exists(task_folder(data, "t1") / "artifacts"));
}

TEST_F(TaskFilesTest, DownloadsGoADayAfterTheEndOfTheirTask)
{
    for (const auto* id : {"old", "young", "old but living"}) {
        write(downloads_folder(data, id) / "invoice.pdf");
        write(task_folder(data, id) / "downloads.zip");
    }
    ended("old", std::chrono::hours(25));
    ended("young", std::chrono::hours(23));
    ended("old but living", std::chrono::hours(25));

    const auto count = remove_old_downloads(data, std::chrono::hours(24), {"old but living"});

    EXPECT_EQ(count, 1u);
    EXPECT_FALSE(fs::exists(task_folder(data, "old")));
    EXPECT_TRUE(fs::exists(downloads_folder(data, "young") / "invoice.pdf"));
    EXPECT_TRUE(fs::exists(task_folder(data, "old but living") / "downloads.zip"));
}

TEST_F(TaskFilesTest, OtherThingsOfAnOldTaskStay)
{
    write(downloads_folder(data, "old") / "invoice.pdf");
    write(task_folder(data, "old") / "recording.mp4");
    ended("old", std::chrono::hours(25));

    remove_old_downloads(data, std::chrono::hours(24), {});

    EXPECT_TRUE(fs::exists(task_folder(data, "old") / "recording.mp4"));
    EXPECT_FALSE(fs::exists(downloads_folder(data, "old")));
}

}  // namespace
}  // namespace lissom::runner
