#include "api/extension_archive.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "api/testing_zip.hpp"
#include "base/ids.hpp"

namespace lissom::api {
namespace {

constexpr std::string_view manifest = R"({
    // Chromium allows a comment here
    "manifest_version": 3, "name": "Test", "version": "1.0"
})";

struct ExtensionArchiveTest : ::testing::Test {
    std::filesystem::path parent =
        std::filesystem::temp_directory_path() / ("lissom-extension-" + random_id(8));
    std::filesystem::path folder = parent / "extension";

    ~ExtensionArchiveTest() override { std::filesystem::remove_all(parent); }

    // What was refused, and that nothing is left of it.
    std::string refused(const std::string& zip, ArchiveLimits limits = {})
    {
        auto done = unpack_extension(zip, folder, limits);
        EXPECT_FALSE(std::filesystem::exists(folder));
        EXPECT_TRUE(std::filesystem::is_empty(parent));
        if (done) return "it was taken";
        EXPECT_EQ(done.error().code, ErrorCode::invalid_argument);
        return done.error().message;
    }
};

TEST_F(ExtensionArchiveTest, UnpacksWhatHasItsManifestAtTheRoot)
{
    auto done =
        unpack_extension(zip_of({{"manifest.json", std::string(manifest)}, {"js/content.js", "1"}}), folder);

    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(std::filesystem::is_regular_file(folder / "manifest.json"));
    EXPECT_EQ(std::filesystem::file_size(folder / "js/content.js"), 1u);
}

TEST_F(ExtensionArchiveTest, TakesOneTopFolderOff)
{
    auto zip = zip_of(
        {{"my-extension/manifest.json", std::string(manifest)},
         {"my-extension/a.js", "1"},
         {"__MACOSX/junk", "x"}}
    );

    auto done = unpack_extension(zip, folder);

    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(std::filesystem::is_regular_file(folder / "manifest.json"));
    EXPECT_TRUE(std::filesystem::is_regular_file(folder / "a.js"));
}

TEST_F(ExtensionArchiveTest, SaysThatAFileIsNoZip)
{
    EXPECT_NE(refused("this is text").find("not a zip"), std::string::npos);
    EXPECT_NE(refused("").find("not a zip"), std::string::npos);
}

TEST_F(ExtensionArchiveTest, SaysWhatIsWrongWithAManifest)
{
    EXPECT_NE(refused(zip_of({{"a.js", "1"}})).find("no manifest.json"), std::string::npos);
    EXPECT_NE(
        refused(zip_of({{"a/manifest.json", "{}"}, {"b/manifest.json", "{}"}})).find("no manifest.json"),
        std::string::npos
    );
    EXPECT_NE(refused(zip_of({{"manifest.json", "nonsense"}})).find("not a JSON object"), std::string::npos);
    EXPECT_NE(
        refused(zip_of({{"manifest.json", R"({"manifest_version": 3})"}})).find("\"name\""), std::string::npos
    );
    EXPECT_NE(
        refused(zip_of({{"manifest.json", R"({"manifest_version": 2, "name": "a", "version": "1"})"}}))
            .find('3'),
        std::string::npos
    );
}

TEST_F(ExtensionArchiveTest, RefusesPathsThatLeadOut)
{
    for (const auto* path : {"../evil.js", "a/../../evil.js", "/etc/evil", "C:/evil", "a\\..\\evil"})
        EXPECT_NE(
            refused(zip_of({{"manifest.json", std::string(manifest)}, {path, "x"}})).find("leads out"),
            std::string::npos
        ) << path;
    EXPECT_FALSE(std::filesystem::exists(parent.parent_path() / "evil.js"));
}

TEST_F(ExtensionArchiveTest, RefusesLinks)
{
    auto zip = zip_of({{"manifest.json", std::string(manifest)}, {"passwords", "", AE_IFLNK, "/etc/passwd"}});

    EXPECT_NE(refused(zip).find("link"), std::string::npos);
}

TEST_F(ExtensionArchiveTest, RefusesWhatIsEncrypted)
{
    EXPECT_NE(
        refused(zip_of({{"manifest.json", std::string(manifest)}}, "zip:encryption=traditional"))
            .find("encrypted"),
        std::string::npos
    );
}

TEST_F(ExtensionArchiveTest, CountsWhatIsUnpackedAndNotWhatIsDeclared)
{
    const std::vector<Entry> many(11, {"f", "x"});
    EXPECT_NE(refused(zip_of(many), {.max_entries = 10}).find("10 entries"), std::string::npos);

    auto large = zip_of({{"manifest.json", std::string(manifest)}, {"large", std::string(2 << 20, 'x')}});
    EXPECT_NE(refused(large, {.max_bytes = 1 << 20}).find("more than is allowed"), std::string::npos);

    auto bomb = zip_of({{"manifest.json", std::string(manifest)}, {"zeros", std::string(24 << 20, '\0')}});
    EXPECT_NE(refused(bomb).find("more than is allowed"), std::string::npos);
}

}  // namespace
}  // namespace lissom::api
