#include "runner/profiles.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "browser/testing.hpp"
#include "runner/folders.hpp"
#include "store/memory_store.hpp"
#include "store/testing/temporary_folder.hpp"
#include "vault/file.hpp"

namespace lissom::runner {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

std::string read(const fs::path& path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

JsonObject cookie(std::string_view name, std::string_view value)
{
    return {
        {"name", name},
        {"value", value},
        {"domain", "127.0.0.1"},
        {"path", "/"},
        {"expires", -1},
        {"session", true}
    };
}

class ProfilesTest : public ::testing::Test {
protected:
    ProfilesTest()
    {
        EXPECT_TRUE(run(profiles.start()));
        EXPECT_TRUE(run(store.insert_profile({"work", "k1", {}, 0, 1'000, 0})));
    }
    ~ProfilesTest() override { disk.join(); }

    template <class T>
    T run(Async<T> coroutine)
    {
        return await(loop, std::move(coroutine));
    }

    ProfileLease open(ProfileUse use = ProfileUse::read_and_write)
    {
        return *run(profiles.open("k1", "work", use));
    }

    // A whole session: what it leaves in the folder, and its cookies.
    void close(ProfileLease lease, std::optional<JsonArray> cookies)
    {
        EXPECT_TRUE(run(profiles.save(lease, std::move(cookies))));
        run_to_end(loop, profiles.give_back(std::move(lease)));
    }

    store::Profile kept() { return *run(store.find_profile("k1", "work")); }

    TemporaryFolder folder;
    boost::asio::io_context loop{1};
    boost::asio::thread_pool disk{1};
    store::MemoryStore store;
    fs::path work = folder.path() / "work";
    Profiles profiles{loop.get_executor(), disk, store, {folder.path() / "data", work}, [] { return 5'000; }};
};

TEST_F(ProfilesTest, WhatASessionStoresTheNextOneFinds)
{
    auto first = open();
    write(first.folder / "Default/Local Storage/leveldb/000003.log", "theme=dark");
    write(first.folder / "Local State", "{}");
    close(first, JsonArray{cookie("sid", "42")});

    const auto second = open();

    EXPECT_NE(second.folder, first.folder);
    EXPECT_EQ(read(second.folder / "Default/Local Storage/leveldb/000003.log"), "theme=dark");
    EXPECT_EQ(read(second.folder / "Local State"), "{}");
    ASSERT_EQ(second.cookies.size(), 1u);
    EXPECT_EQ(string_or(second.cookies[0].get_object(), "value"), "42");
    EXPECT_FALSE(fs::exists(first.folder));
}

TEST_F(ProfilesTest, SavesTellTheirSizeAndTime)
{
    auto lease = open();
    write(lease.folder / "Default/Preferences", std::string(10'000, 'x'));
    close(lease, JsonArray{cookie("sid", "42")});

    EXPECT_GT(kept().size_bytes, 0);
    EXPECT_LT(kept().size_bytes, 10'000);  // packed
    EXPECT_EQ(kept().last_saved_at_ms, 5'000);
}

TEST_F(ProfilesTest, CachesAndCookieFilesAreNotKept)
{
    auto lease = open();
    for (const auto* path :
         {"Default/Cache/data",
          "Default/Code Cache/js/x",
          "GrShaderCache/x",
          "Default/Cookies",
          "SingletonLock",
          "Default/Service Worker/ScriptCache/x"})
        write(lease.folder / path, "x");
    for (const auto* path :
         {"Default/Service Worker/CacheStorage/x", "Default/IndexedDB/http_shop/x", "Default/Preferences"})
        write(lease.folder / path, "x");
    close(lease, JsonArray{});

    const auto next = open();

    std::set<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(next.folder))
        if (entry.is_regular_file()) found.insert(fs::relative(entry.path(), next.folder).string());
    EXPECT_EQ(
        found,
        (std::set<std::string>{
            "Default/Service Worker/CacheStorage/x", "Default/IndexedDB/http_shop/x", "Default/Preferences"
        })
    );
}

TEST_F(ProfilesTest, ALinkInAProfileLeadsNowhere)
{
    auto lease = open();
    write(folder.path() / "secret", "of the machine");
    fs::create_directories(lease.folder / "Default");
    fs::create_symlink(folder.path() / "secret", lease.folder / "Default" / "link");
    fs::create_directory_symlink(folder.path(), lease.folder / "Default" / "folder");
    close(lease, JsonArray{});

    const auto next = open();

    EXPECT_TRUE(fs::is_empty(next.folder / "Default"));
}

TEST_F(ProfilesTest, AReadOnlySessionChangesNothing)
{
    auto writer = open();
    write(writer.folder / "Default/Preferences", "first");
    close(writer, JsonArray{cookie("sid", "first")});

    auto reader = open(ProfileUse::read_only);
    EXPECT_EQ(read(reader.folder / "Default/Preferences"), "first");
    write(reader.folder / "Default/Preferences", "second");
    EXPECT_TRUE(run(profiles.save_cookies(reader, JsonArray{cookie("sid", "second")})));
    close(reader, JsonArray{cookie("sid", "second")});

    EXPECT_EQ(read(open().folder / "Default/Preferences"), "first");
    EXPECT_EQ(string_or(kept().cookies[0].get_object(), "value"), "first");
}

TEST_F(ProfilesTest, AReadOnlySessionOfAnUnusedProfileNeedsNoFolder)
{
    EXPECT_TRUE(open(ProfileUse::read_only).folder.empty());
}

TEST_F(ProfilesTest, TwoWritersDoNotHarmOneAnother)
{
    auto left = open();
    auto right = open();
    write(left.folder / "Default/Preferences", "left");
    write(right.folder / "Default/Preferences", "right");
    close(right, JsonArray{cookie("right", "1")});
    close(left, JsonArray{cookie("left", "1")});

    EXPECT_NE(left.folder, right.folder);
    EXPECT_EQ(read(open().folder / "Default/Preferences"), "left");  // it was closed last
    EXPECT_EQ(kept().cookies.size(), 2u);
}

TEST_F(ProfilesTest, CookiesSavedOnTheWayOutliveACrash)
{
    auto lease = open();
    EXPECT_TRUE(run(profiles.save_cookies(lease, JsonArray{cookie("sid", "42")})));
    write(lease.folder / "Default/Preferences", "half");
    close(lease, std::nullopt);

    const auto next = open();

    EXPECT_EQ(next.cookies.size(), 1u);
    EXPECT_EQ(read(next.folder / "Default/Preferences"), "half");
}

TEST_F(ProfilesTest, AForeignProfileIsNotFound)
{
    EXPECT_EQ(run(profiles.open("k2", "work", ProfileUse::read_only)).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(profiles.open("k1", "home", ProfileUse::read_only)).error().code, ErrorCode::not_found);
}

TEST_F(ProfilesTest, AProfileThatWasDeletedDoesNotComeBack)
{
    auto lease = open();
    write(lease.folder / "Default/Preferences", "x");
    EXPECT_TRUE(run(store.delete_profile("k1", "work")));

    const auto saved = run(profiles.save(lease, JsonArray{cookie("sid", "42")}));
    run_to_end(loop, profiles.give_back(std::move(lease)));

    EXPECT_EQ(saved.error().code, ErrorCode::not_found);
    EXPECT_FALSE(fs::exists(profile_folder(folder.path() / "data", "k1", "work")));
}

TEST_F(ProfilesTest, WhatIsKeptOpensWithTheVaultOnly)
{
    auto lease = open();
    write(lease.folder / "Default" / "Local Storage" / "data", "a login that nobody else may have");
    close(std::move(lease), JsonArray{});

    const auto archive = profile_folder(folder.path() / "data", "k1", "work") / "storage.tar.zst.sealed";
    EXPECT_TRUE(vault::is_sealed_file(archive));
    Profiles without_its_key{loop.get_executor(), disk, store, {folder.path() / "data", work}, [] {
                                 return 5'000;
                             }};
    const auto opened = run(without_its_key.open("k1", "work", ProfileUse::read_and_write));
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("vault key"), std::string::npos) << opened.error().message;
    EXPECT_TRUE(run(profiles.open("k1", "work", ProfileUse::read_only)));
}

TEST_F(ProfilesTest, ADamagedArchiveIsAClearError)
{
    close(open(), JsonArray{});
    write(
        profile_folder(folder.path() / "data", "k1", "work") / "storage.tar.zst.sealed", std::string(100, 'x')
    );

    const auto opened = run(profiles.open("k1", "work", ProfileUse::read_and_write));

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
    EXPECT_NE(opened.error().message.find("saved profile"), std::string::npos) << opened.error().message;
    EXPECT_TRUE(fs::is_empty(work));
}

TEST_F(ProfilesTest, AStartRemovesTheCopiesOfADeadServer)
{
    const auto left_over = open();
    ASSERT_TRUE(fs::exists(left_over.folder));

    EXPECT_TRUE(run(profiles.start()));

    EXPECT_FALSE(fs::exists(left_over.folder));
}

// With a real browser: everything a site can store.
class ProfileInChromiumTest : public ::testing::TestWithParam<bool> {
protected:
    ProfileInChromiumTest()
    {
        // The user that Chromium runs as has to get through.
        fs::permissions(folder.path(), fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
        EXPECT_TRUE(fixture.run(profiles.start()));
        EXPECT_TRUE(fixture.run(store.insert_profile({"work", "k1", {}, 0, 1'000, 0})));
        fixture.server().serve("/", "<title>stores</title>");
    }
    ~ProfileInChromiumTest() override { disk.join(); }

    // A session that runs a script on the site; answers what it returns.
    Json session(std::string js, ProfileUse use = ProfileUse::read_and_write)
    {
        auto lease = *fixture.run(profiles.open("k1", "work", use));
        browser::ContextOptions options;
        options.stealth = GetParam();
        options.user_data = lease.folder;
        options.cookies = lease.cookies;
        auto context = *fixture.run(fixture.pool().acquire(std::move(options)));
        EXPECT_TRUE(fixture.run(context->page().go_to(fixture.server().url("/"), Millis(20'000))));
        auto answer = fixture.run(context->page().evaluate(std::move(js), {}, Millis(20'000)));
        EXPECT_TRUE(answer) << answer.error().message;
        auto cookies = *fixture.run(context->cookies());
        fixture.run(context->close());
        EXPECT_TRUE(fixture.run(profiles.save(lease, std::move(cookies))));
        fixture.run(profiles.give_back(std::move(lease)));
        return answer ? *answer : Json();
    }

    TemporaryFolder folder;
    boost::asio::thread_pool disk{1};
    store::MemoryStore store;
    browser::Fixture fixture;
    Profiles profiles{
        fixture.loop().get_executor(),
        disk,
        store,
        {folder.path() / "data", folder.path() / "work"},
        system_clock()
    };
};

INSTANTIATE_TEST_SUITE_P(In, ProfileInChromiumTest, ::testing::Bool(), [](const auto& is_full) {
    return is_full.param ? "FullChromium" : "HeadlessShell";
});

constexpr auto store_all = R"(
    document.cookie = 'session_cookie=1';
    document.cookie = 'lasting_cookie=2; max-age=100000';
    localStorage.setItem('local', '3');
    await new Promise((resolve, reject) => {
        const opening = indexedDB.open('base', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('things');
        opening.onerror = reject;
        opening.onsuccess = () => {
            const change = opening.result.transaction('things', 'readwrite');
            change.objectStore('things').put('4', 'indexed');
            change.oncomplete = () => { opening.result.close(); resolve(); };
        };
    });
    const cache = await caches.open('offline');
    await cache.put('/cached', new Response('5'));
    return 'stored';
)";

constexpr auto load_all = R"(
    const indexed = await new Promise((resolve) => {
        const opening = indexedDB.open('base', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('things');
        opening.onsuccess = () => {
            const asked = opening.result.transaction('things').objectStore('things').get('indexed');
            asked.onsuccess = () => resolve(asked.result ?? null);
        };
    });
    const cached = await caches.match('/cached');
    return [document.cookie.split('; ').sort().join(' '), localStorage.getItem('local'), indexed,
            cached ? await cached.text() : null];
)";

TEST_P(ProfileInChromiumTest, EverythingASiteStoresIsBackInTheNextSession)
{
    ASSERT_EQ(session(store_all), "stored");

    EXPECT_EQ(session(load_all), (JsonArray{"lasting_cookie=2 session_cookie=1", "3", "4", "5"}));
}

TEST_P(ProfileInChromiumTest, AReadOnlySessionSeesEverythingAndLeavesNothing)
{
    ASSERT_EQ(session(store_all), "stored");

    EXPECT_EQ(
        session(
            "localStorage.setItem('local', 'changed'); document.cookie = 'lasting_cookie=9'; return "
            "localStorage.getItem('local')",
            ProfileUse::read_only
        ),
        "changed"
    );

    EXPECT_EQ(session(load_all), (JsonArray{"lasting_cookie=2 session_cookie=1", "3", "4", "5"}));
}

TEST_P(ProfileInChromiumTest, ACookieThatASiteDeletesIsGone)
{
    ASSERT_EQ(session(store_all), "stored");

    session("document.cookie = 'lasting_cookie=; max-age=0'; return null");

    EXPECT_EQ(session("return document.cookie"), "session_cookie=1");
}

}  // namespace
}  // namespace lissom::runner
