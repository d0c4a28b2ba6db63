#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "browser/chromium_pool.hpp"
#include "browser/testing.hpp"

namespace lissom::browser {
namespace {

namespace fs = std::filesystem;

constexpr Millis limit(10'000);

// The processes whose group this process leads, from /proc.
std::vector<pid_t> group_of(pid_t leader)
{
    std::vector<pid_t> members;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::string stat;
        std::getline(std::ifstream(entry.path() / "stat"), stat);
        const auto after_name = stat.rfind(')');
        if (after_name == std::string::npos) continue;
        char state = 0;
        int parent = 0;
        int group = 0;
        std::istringstream(stat.substr(after_name + 1)) >> state >> parent >> group;
        if (group == leader && state != 'Z') members.push_back(std::stoi(name));
    }
    return members;
}

Async<void> until_gone(pid_t leader)
{
    while (!group_of(leader).empty()) co_await pause(Millis(5));
}

// A pool of its own on the shared loop.
struct PoolTest : testing::Test {
    // Only for its loop and its way to run coroutines.
    Fixture fixture;
    PoolSettings settings = own_settings();
    std::unique_ptr<ChromiumPool> pool;

    static PoolSettings own_settings()
    {
        auto settings = Fixture::settings();
        settings.folder = fs::temp_directory_path() / ("lissom-pool-test-" + std::to_string(getpid()));
        return settings;
    }
    void start()
    {
        pool = std::make_unique<ChromiumPool>(fixture.loop().get_executor(), settings);
        auto started = fixture.run(pool->start());
        ASSERT_TRUE(started) << started.error().message;
    }
    std::unique_ptr<Context> acquire(ContextOptions options = {})
    {
        auto context = fixture.run(pool->acquire(std::move(options)));
        EXPECT_TRUE(context) << context.error().message;
        return context ? *std::move(context) : nullptr;
    }
    static ChromiumContext& inside(Context& context) { return dynamic_cast<ChromiumContext&>(context); }

    ~PoolTest() override
    {
        if (pool) fixture.run(pool->stop());
        fs::remove_all(settings.folder);
    }
};

TEST_F(PoolTest, NothingIsLeftAfterStop)
{
    settings.warm_full = true;
    start();
    auto light = acquire();
    auto full = acquire({.stealth = true});
    const auto first = inside(*light).shared_chromium()->pid();
    const auto second = inside(*full).shared_chromium()->pid();
    ASSERT_FALSE(group_of(first).empty());

    fixture.run(light->close());
    fixture.run(full->close());
    fixture.run(pool->stop());

    fixture.run(until_gone(first));
    fixture.run(until_gone(second));
    light.reset();
    full.reset();
    EXPECT_TRUE(fs::is_empty(settings.folder));
}

// Sessions that came together find as many contexts ready when they come again.
TEST_F(PoolTest, KeepsAsManyReadyAsCameTogether)
{
    start();
    std::vector<std::unique_ptr<Context>> crowd;
    for (int i = 0; i < 4; ++i) crowd.push_back(acquire());
    for (auto& context : crowd) fixture.run(context->close());

    auto until_ready = [](ChromiumPool& of) -> Async<void> {
        while (of.spare_contexts() < 4) co_await pause(Millis(2));
    };
    fixture.run(until_ready(*pool));
    EXPECT_EQ(pool->spare_contexts(), 4u);
    EXPECT_EQ(pool->processes_alive(), 1u);
}

// Another one would be there later than the one that is nearly ready.
TEST_F(PoolTest, ASessionThatComesWhileAContextIsBeingMadeGetsThatOne)
{
    int made = 0;
    settings.open_proxy = [&] {
        ++made;
        return ProxySettings{"http://127.0.0.1:9"};
    };
    start();
    auto context = acquire();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(pool->spare_contexts(), 0u);
    fixture.run(context->close());
}

TEST_F(PoolTest, HandsOverAReadyContextAtOnce)
{
    start();
    auto first = acquire();
    fixture.run(first->close());
    auto until_spare = [](ChromiumPool& of) -> Async<void> {
        while (of.spare_contexts() == 0) co_await pause(Millis(2));
    };
    fixture.run(until_spare(*pool));

    const auto spares = pool->spare_contexts();
    auto context = acquire();

    EXPECT_EQ(pool->spare_contexts(), spares - 1);
    EXPECT_EQ(pool->contexts_in_use(), 1u);
    EXPECT_EQ(dump(*fixture.run(context->page().evaluate("1 + 1", nullptr, limit))), "2");
    fixture.run(context->close());
    EXPECT_EQ(pool->contexts_in_use(), 0u);
}

TEST_F(PoolTest, ABrowserThatIsKilledIsAnErrorAndIsReplaced)
{
    start();
    auto context = acquire();
    const auto pid = inside(*context).shared_chromium()->pid();
    auto kill_soon = [](pid_t victim) -> Async<void> {
        co_await pause(Millis(20));
        kill(victim, SIGKILL);
    };
    Nursery nursery(fixture.loop().get_executor());
    nursery.spawn("kill", kill_soon(pid));

    auto value = fixture.run(context->page().evaluate("new Promise(() => {})", nullptr, limit));

    ASSERT_FALSE(value);
    EXPECT_NE(value.error().code, ErrorCode::timeout);
    ASSERT_TRUE(context->failure());
    EXPECT_NE(context->failure()->message.find("the browser"), std::string::npos);
    fixture.run(until_gone(pid));
    fixture.run(context->close());
    auto next = acquire();
    EXPECT_EQ(dump(*fixture.run(next->page().evaluate("2", nullptr, limit))), "2");
    fixture.run(next->close());
    fixture.run(nursery.stop());
}

// The end of the pipe has not been heard of yet when the next session asks.
TEST_F(PoolTest, TheSessionRightAfterABrowserWasKilledGetsALivingOne)
{
    start();
    auto context = acquire();
    auto until_spare = [](ChromiumPool& of) -> Async<void> {
        while (of.spare_contexts() == 0) co_await pause(Millis(2));
    };
    fixture.run(until_spare(*pool));
    kill(inside(*context).shared_chromium()->pid(), SIGKILL);

    auto next = acquire();

    ASSERT_TRUE(next);
    EXPECT_EQ(dump(*fixture.run(next->page().evaluate("2", nullptr, limit))), "2");
    fixture.run(next->close());
    fixture.run(context->close());
}

TEST_F(PoolTest, ARendererThatIsKilledIsAnError)
{
    start();
    auto context = acquire();
    TestServer server(fixture.loop().get_executor());
    server.serve("/", "<p>x");
    ASSERT_TRUE(fixture.run(context->page().go_to(server.url("/"), limit)));
    auto kill_renderers = [](pid_t leader) -> Async<void> {
        co_await pause(Millis(20));
        for (const auto pid : group_of(leader)) {
            std::string command;
            std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/cmdline"), command);
            if (command.find("--type=renderer") != std::string::npos) kill(pid, SIGKILL);
        }
    };
    Nursery nursery(fixture.loop().get_executor());
    nursery.spawn("kill", kill_renderers(inside(*context).shared_chromium()->pid()));

    auto value = fixture.run(context->page().evaluate("new Promise(() => {})", nullptr, limit));

    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().message, "the page crashed");
    EXPECT_FALSE(context->failure());
    fixture.run(context->close());
    fixture.run(nursery.stop());
    fixture.run(server.stop());
}

TEST_F(PoolTest, SweepsTheFoldersOfDeadServersOnly)
{
    start();
    fs::create_directories(settings.folder / "browser-dead" / "profile");
    ASSERT_EQ(sweep(settings.folder), 1u);

    EXPECT_FALSE(fs::exists(settings.folder / "browser-dead"));
    auto context = acquire();
    EXPECT_TRUE(fs::exists(inside(*context).shared_chromium()->folder().path()));
    fixture.run(context->close());
}

TEST_F(PoolTest, StartsAnotherProcessWhenOneIsFull)
{
    settings.max_contexts_per_process = 2;
    settings.spare_contexts = 0;
    start();

    auto a = acquire();
    auto b = acquire();
    auto c = acquire();

    EXPECT_EQ(pool->processes_alive(), 2u);
    fixture.run(c->close());
    auto until_alive = [](ChromiumPool& of, std::size_t count) -> Async<void> {
        while (of.processes_alive() != count) co_await pause(Millis(2));
    };
    fixture.run(until_alive(*pool, 1));
    fixture.run(a->close());
    fixture.run(b->close());
    EXPECT_EQ(pool->processes_alive(), 1u);
}

TEST_F(PoolTest, AProfileFolderGetsAProcessOfItsOwnAndKeepsWhatItStores)
{
    start();
    TestServer server(fixture.loop().get_executor());
    server.serve("/", "<p>x");
    const auto profile = settings.folder / "profile";
    fs::create_directories(profile);

    for (const std::string_view expected : {"null", "\"kept\""}) {
        auto context = acquire({.user_data = profile});
        ASSERT_TRUE(context);
        EXPECT_EQ(pool->processes_alive(), 2u);
        ASSERT_TRUE(fixture.run(context->page().go_to(server.url("/"), limit)));
        EXPECT_EQ(
            dump(*fixture.run(context->page().evaluate("localStorage.getItem('k')", nullptr, limit))),
            expected
        );
        fixture.run(context->page().evaluate("localStorage.setItem('k', 'kept')", nullptr, limit)).value();
        fixture.run(context->close());
        EXPECT_EQ(pool->processes_alive(), 1u);
    }
    fixture.run(server.stop());
}

TEST_F(PoolTest, LoadsExtensionsInAFullChromium)
{
    start();
    const auto extension = settings.folder / "extension";
    fs::create_directories(extension);
    std::ofstream(
        extension / "manifest.json"
    ) << R"({"manifest_version":3,"name":"t","version":"1","content_scripts":[{"matches":["<all_urls>"],"js":["c.js"],"run_at":"document_start"}]})";
    std::ofstream(extension / "c.js") << "document.documentElement.dataset.extended = 'yes'";
    TestServer server(fixture.loop().get_executor());
    server.serve("/", "<p>x");

    auto context = acquire({.extensions = {extension}});
    ASSERT_TRUE(context);
    ASSERT_TRUE(fixture.run(context->page().go_to(server.url("/"), limit)));

    EXPECT_EQ(
        dump(*fixture.run(
            context->page().evaluate("document.documentElement.dataset.extended", nullptr, limit)
        )),
        "\"yes\""
    );
    fixture.run(context->close());
    fixture.run(server.stop());
}

TEST_F(PoolTest, EveryContextGoesThroughTheProxyItWasGiven)
{
    // Our test server takes a proxy request for one of its own: the path is the whole address.
    TestServer proxy(fixture.loop().get_executor());
    proxy.serve("http://127.0.0.1:1234/x", "through the proxy");
    std::vector<std::string> closed;
    settings.open_proxy = [&] { return ProxySettings{"http://127.0.0.1:" + std::to_string(proxy.port())}; };
    settings.close_proxy = [&](const ProxySettings& gone) { closed.push_back(gone.server); };
    start();

    auto context = acquire();
    auto arrived = fixture.run(context->page().go_to("http://127.0.0.1:1234/x", limit));

    ASSERT_TRUE(arrived) << arrived.error().message;
    EXPECT_EQ(proxy.hits("http://127.0.0.1:1234/x"), 1u);
    ASSERT_TRUE(context->proxy());
    EXPECT_TRUE(closed.empty());
    fixture.run(context->close());
    EXPECT_EQ(closed.size(), 1u);
    fixture.run(pool->stop());
    fixture.run(proxy.stop());
}

// Gives up on a session after ever longer times: nothing of what was begun may be left.
TEST_F(PoolTest, ASessionThatIsCancelledWhileItStartsLeavesNothing)
{
    settings.spare_contexts = 0;
    start();
    auto forget_it = [](ChromiumPool& of, ContextOptions options) -> Async<void> {
        auto context = co_await of.acquire(std::move(options));
        if (context) co_await (*context)->close();
    };
    for (const bool has_profile : {false, true}) {
        ContextOptions options;
        if (has_profile) options.user_data = settings.folder / "profile";
        for (int ms = 0; ms < 120; ms += has_profile ? 40 : 8) {
            Nursery nursery(fixture.loop().get_executor());
            nursery.spawn("session", forget_it(*pool, options));
            fixture.run(pause(Millis(ms)));
            fixture.run(nursery.stop());
        }
    }

    auto until_alone = [](ChromiumPool& of) -> Async<void> {
        while (of.processes_alive() != 1) co_await pause(Millis(2));
    };
    fixture.run(until_alone(*pool));
    EXPECT_EQ(pool->contexts_in_use(), 0u);
    auto context = acquire();
    EXPECT_EQ(inside(*context).shared_chromium()->tenants(), 1u);
    fixture.run(context->close());
}

TEST_F(PoolTest, SaysWhatIsMissing)
{
    settings.headless_shell = settings.chromium = "/nowhere/chromium";
    pool = std::make_unique<ChromiumPool>(fixture.loop().get_executor(), settings);

    auto started = fixture.run(pool->start());

    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::unavailable);
    EXPECT_NE(started.error().message.find("/nowhere/chromium"), std::string::npos);
}

TEST_F(PoolTest, SaysWhyAProgramDoesNotStart)
{
    settings.headless_shell = settings.chromium = "/bin/false";
    pool = std::make_unique<ChromiumPool>(fixture.loop().get_executor(), settings);

    auto started = fixture.run(pool->start());

    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("Chromium does not start"), std::string::npos);
}

}  // namespace
}  // namespace lissom::browser
