#include "web/files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace lissom::web {
namespace {

TEST(FilesTest, AFileIsFoundWithItsBytesAndItsKind)
{
    const auto* page = find("live/viewer.html");

    ASSERT_TRUE(page);
    EXPECT_EQ(page->content_type, "text/html; charset=utf-8");
    EXPECT_TRUE(page->etag.starts_with('"') && page->etag.ends_with('"'));
    std::ifstream source(LISSOM_WEB "/live/viewer.html", std::ios::binary);
    EXPECT_EQ(page->bytes, std::string(std::istreambuf_iterator<char>(source), {}));
}

TEST(FilesTest, WhatIsNotThereIsNotFound)
{
    EXPECT_EQ(find("live/nothing.js"), nullptr);
    EXPECT_EQ(find("../web/live/viewer.html"), nullptr);
    EXPECT_EQ(find(""), nullptr);
}

TEST(FilesTest, PathsAreSortedAndOnlyPagesAreIn)
{
    EXPECT_TRUE(std::ranges::is_sorted(files(), {}, &File::path));
    for (const auto& file : files()) {
        EXPECT_FALSE(file.path.ends_with("pp")) << file.path;
        EXPECT_FALSE(file.content_type.empty()) << file.path;
    }
}

}  // namespace
}  // namespace lissom::web
