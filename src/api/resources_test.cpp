#include <fstream>
#include <set>

#include "api/testing.hpp"
#include "api/testing_zip.hpp"
#include "api/upload.hpp"
#include "runner/folders.hpp"

namespace lissom::api {
namespace {

struct ProfilesTest : ApiTest {};

TEST_F(ProfilesTest, AreMadeListedAndDeleted)
{
    auto named = post("/profile", R"({"id": "work"})");
    auto unnamed = post("/profile", R"({"id": null})");
    auto bare = post("/profile", "");

    EXPECT_EQ(id_of(named), "work");
    EXPECT_FALSE(id_of(unnamed).empty());
    EXPECT_NE(id_of(unnamed), id_of(bare));
    EXPECT_EQ(r(get("/profile")).as_array().size(), 3u);
    EXPECT_EQ(del("/profile/work").status, 200u);
    EXPECT_EQ(del("/profile/work").status, 404u);
    EXPECT_EQ(r(get("/profile")).as_array().size(), 2u);
}

TEST_F(ProfilesTest, ATakenIdIsAConflict)
{
    ASSERT_EQ(post("/profile", R"({"id": "work"})").status, 200u);

    auto again = post("/profile", R"({"id": "work"})");

    EXPECT_EQ(again.status, 409u);
    EXPECT_NE(detail(again).find("exists"), std::string::npos);
    EXPECT_EQ(send(net::Method::post, "/profile", R"({"id": "work"})", "another-key").status, 200u)
        << "keys do not share profiles";
}

TEST_F(ProfilesTest, AnIdThatCannotTravelInAUrlIsRefused)
{
    for (const auto* id : {"", "a/b", "a\\\\b", "..", ".", "a\\nb"})
        EXPECT_EQ(post("/profile", std::string(R"({"id": ")") + id + "\"}").status, 400u) << id;
    EXPECT_EQ(post("/profile", R"({"id": ")" + std::string(129, 'x') + "\"}").status, 400u);
    EXPECT_EQ(post("/profile", R"({"id": 5})").status, 400u);
    EXPECT_EQ(post("/profile", R"({"id": "work", "profile_id": ""})").status, 400u);
    EXPECT_EQ(post("/profile", R"({"id": "work", "session_id": "a/b"})").status, 400u);
    EXPECT_EQ(post("/profile", R"({"id": "Meine Bücher & mehr"})").status, 200u);
}

TEST_F(ProfilesTest, LettersAreCountedNotBytes)
{
    std::string letters;
    for (int i = 0; i < 128; ++i) letters += "ü";

    EXPECT_EQ(post("/profile", R"({"id": ")" + letters + "\"}").status, 200u);
    EXPECT_EQ(post("/profile", R"({"id": ")" + letters + "ü\"}").status, 400u);
}

TEST_F(ProfilesTest, AreTheSameHoweverTheirLettersAreComposed)
{
    EXPECT_EQ(id_of(post("/profile", "{\"id\": \"cafe\u0301\"}")), "caf\u00e9");

    EXPECT_EQ(post("/profile", "{\"id\": \"caf\u00e9\"}").status, 409u);
    EXPECT_EQ(post("/task", "{\"task\": null, \"profile_id\": \"cafe\u0301\"}").status, 200u);
    EXPECT_EQ(del("/profile/cafe\u0301").status, 200u);
}

TEST_F(ProfilesTest, AKeyWithoutTheFeatureMakesNothing)
{
    JsonObject limits{{"disabled_features", {"profiles", "files", "extensions"}}};
    auto made = run(keys.create("small", std::move(limits)));
    ASSERT_TRUE(made);

    for (const auto* path : {"/profile", "/file", "/extension"}) {
        auto refused = send(net::Method::post, path, "{}", made->text);
        EXPECT_EQ(refused.status, 403u) << path;
        EXPECT_NE(detail(refused).find(path + 1), std::string::npos) << detail(refused);
    }
}

TEST_F(ProfilesTest, TellWhatTheyHold)
{
    ASSERT_EQ(post("/profile", R"({"id": "work"})").status, 200u);
    auto fresh = r(get("/profile")).at(0);
    auto profile = run(store.find_profile("key", "work"));
    profile->cookies = {
        {{"domain", ".github.com"}, {"name", "a"}},
        {{"domain", "github.com"}, {"name", "b"}},
        {{"domain", "example.com"}}
    };
    profile->size_bytes = 123;
    profile->last_saved_at_ms = 1'765'000'000'999;
    ASSERT_TRUE(run(store.update_profile(*profile)));

    auto saved = r(get("/profile")).at(0);

    EXPECT_TRUE(fresh.at("last_saved_at").is_null());
    EXPECT_EQ(saved.at("cookie_domains"), Json(JsonArray{"example.com", "github.com"}));
    EXPECT_EQ(saved.at("cookie_count").to_number<int>(), 3);
    EXPECT_EQ(saved.at("profile_size_bytes").to_number<int>(), 123);
    EXPECT_EQ(saved.at("last_saved_at").to_number<int>(), 1'765'000'000);
}

struct FilesTest : ApiTest {
    std::string content_of(const std::string& id)
    {
        std::ifstream in(runner::upload_path(folder.path(), id), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

TEST_F(FilesTest, AreKeptAsTheyCameAndDeleted)
{
    const std::string content("PDF\0\r\n--not the boundary", 24);
    auto id = id_of(upload("/file", "../cv.pdf", content));

    EXPECT_TRUE(id.starts_with("f_"));
    EXPECT_EQ(run(store.find_upload("key", id))->file_name, "cv.pdf");
    EXPECT_EQ(content_of(id), content);
    EXPECT_EQ(del("/file/" + id).status, 200u);
    EXPECT_EQ(content_of(id), "");
    EXPECT_EQ(del("/file/" + id).status, 404u);
}

TEST_F(FilesTest, OldClientsUploadElsewhere) { EXPECT_EQ(upload("/upload_file", "a.txt", "x").status, 200u); }

TEST_F(FilesTest, GoAfterADay)
{
    auto id = id_of(upload("/file", "a.txt", "x"));
    auto day = std::chrono::duration_cast<Millis>(std::chrono::hours(24)).count();

    context->clock = [now = clock(), day] { return now + day + 1'000; };
    ASSERT_TRUE(run(remove_expired_uploads(*context)));

    EXPECT_EQ(content_of(id), "");
    EXPECT_EQ(del("/file/" + id).status, 404u);
}

TEST_F(FilesTest, OneKeyCannotFillTheDisk)
{
    ASSERT_EQ(upload("/file", "a", std::string(900 << 10, 'x')).status, 200u);

    auto refused = upload("/file", "b", std::string(200 << 10, 'x'));

    EXPECT_EQ(refused.status, 429u);
    EXPECT_NE(detail(refused).find("1 MB"), std::string::npos);
}

TEST_F(FilesTest, AFormWithoutAFileIsRefused)
{
    EXPECT_EQ(upload("/file", "", "x").status, 400u);
    EXPECT_EQ(post("/file", "{}").status, 400u);
}

TEST_F(FilesTest, NothingIsLeftOfAFileTheStoreCouldNotKeep)
{
    store.write_failure = Error{ErrorCode::unavailable, "the disk is full"};

    auto refused = upload("/file", "a.txt", "x");

    EXPECT_EQ(refused.status, 503u);
    EXPECT_NE(detail(refused).find("disk is full"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_empty(runner::upload_path(folder.path(), "x").parent_path()));
}

struct ExtensionsTest : ApiTest {
    std::string archive =
        zip_of({{"manifest.json", R"({"manifest_version": 3, "name": "a", "version": "1"})"}});
};

TEST_F(ExtensionsTest, AreUnpackedListedAndDeletedByBothPaths)
{
    auto first = id_of(upload("/extension", "first.zip", archive));
    auto second = id_of(upload("/browser/extension", "second.zip", archive));

    auto list = r(get("/extension"));
    ASSERT_EQ(list.as_array().size(), 2u);
    std::set<std::string> names;
    for (const auto& each : list.as_array()) names.insert(string_or(each.as_object(), "file_name"));
    EXPECT_EQ(names, (std::set<std::string>{"first.zip", "second.zip"}));
    EXPECT_GT(list.at(0).at("creation_time").to_number<std::int64_t>(), 0);
    EXPECT_EQ(r(get("/browser/extension")).at("extensions"), list);
    EXPECT_TRUE(std::filesystem::exists(runner::extension_folder(folder.path(), first) / "manifest.json"));

    EXPECT_EQ(del("/extension/" + first).status, 200u);
    EXPECT_EQ(del("/browser/extension/" + second).status, 200u);
    EXPECT_EQ(r(get("/extension")), Json(JsonArray()));
    EXPECT_FALSE(std::filesystem::exists(runner::extension_folder(folder.path(), first)));
    EXPECT_EQ(del("/file/" + first).status, 404u);
}

TEST_F(ExtensionsTest, WhatIsNoZipIsRefusedAndLeavesNothing)
{
    auto refused = upload("/extension", "ext.zip", "this is text");

    EXPECT_EQ(refused.status, 400u);
    EXPECT_NE(detail(refused).find("zip"), std::string::npos);
    EXPECT_EQ(r(get("/extension")), Json(JsonArray()));
    EXPECT_EQ(del("/extension/e_nothing").status, 404u);
    EXPECT_EQ(del("/browser/extension/e_nothing").status, 404u);
}

}  // namespace
}  // namespace lissom::api
