#include "app/config.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace lissom::app {
namespace {

struct ConfigTest : testing::Test {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("lissom-config-" + random_id(8));
    std::vector<std::string> environment;

    ConfigTest() { std::filesystem::create_directories(folder); }
    ~ConfigTest() override
    {
        std::filesystem::remove_all(folder);
        for (const auto& name : environment) ::unsetenv(name.c_str());
    }

    void set(const std::string& name, const std::string& value)
    {
        ::setenv(name.c_str(), value.c_str(), 1);
        environment.push_back(name);
    }

    void write_file(std::string_view text) { std::ofstream(folder / "lissom.toml") << text; }

    Result<Config> read(std::vector<std::string> flags)
    {
        CLI::App command;
        Config config;
        add_settings(command, config, Shown::all);
        flags.insert(flags.end(), {"--data", folder.string()});
        std::ranges::reverse(flags);  // that is how CLI11 takes a vector
        try {
            command.parse(flags);
        } catch (const CLI::Error& error) {
            return Error{ErrorCode::invalid_argument, error.what()};
        }
        if (auto done = complete(command, config); !done) return done.error();
        return config;
    }
};

TEST_F(ConfigTest, FlagsWinOverTheEnvironmentAndThatOverTheFile)
{
    write_file("max-sessions = 1\nmax-waiting = 1\nlong-poll-seconds = 1\n");
    set("LISSOM_MAX_SESSIONS", "2");
    set("LISSOM_MAX_WAITING", "2");

    auto config = read({"--max-sessions", "3"});

    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->max_sessions, 3u);
    EXPECT_EQ(config->max_waiting, 2u);
    EXPECT_EQ(config->long_poll_seconds, 1u);
}

TEST_F(ConfigTest, TheFileMayHaveEverySetting)
{
    write_file(
        "listen = \"0.0.0.0:99\"\nsandbox = \"off\"\nlog-format = \"json\"\nbrowser-argument = "
        "[\"--lang=de\", \"--mute-audio\"]\n"
    );

    auto config = read({});

    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->listen, "0.0.0.0:99");
    EXPECT_EQ(config->sandbox, SandboxChoice::off);
    EXPECT_EQ(config->log_format, log::Format::json);
    EXPECT_EQ(config->browser_arguments, (std::vector<std::string>{"--lang=de", "--mute-audio"}));
}

TEST_F(ConfigTest, AnUnknownSettingIsNamedWithItsFile)
{
    write_file("max-sesions = 1\n");

    auto config = read({});

    ASSERT_FALSE(config);
    EXPECT_NE(config.error().message.find("lissom.toml"), std::string::npos);
    EXPECT_NE(config.error().message.find("max-sesions"), std::string::npos);
}

TEST_F(ConfigTest, AWrongValueIsNamedWithItsSettingWhereverItStands)
{
    EXPECT_NE(read({"--listen", "nonsense"}).error().message.find("--listen"), std::string::npos);
    EXPECT_NE(read({"--sandbox", "maybe"}).error().message.find("--sandbox"), std::string::npos);
    EXPECT_NE(read({"--max-sessions", "many"}).error().message.find("--max-sessions"), std::string::npos);
    write_file("log-level = \"loud\"\n");
    EXPECT_NE(read({}).error().message.find("--log-level"), std::string::npos);
}

TEST_F(ConfigTest, ArgumentsOfTheBrowserMayLookLikeFlags)
{
    auto config = read(
        {"--browser-argument",
         "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
         "--browser-argument",
         "--lang=de"}
    );

    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(
        config->browser_arguments,
        (std::vector<std::string>{"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--lang=de"})
    );
}

TEST_F(ConfigTest, TheDatabaseLiesInTheDataFolderUnlessSaidOtherwise)
{
    auto usual = read({});
    auto named = read({"--store", "postgresql://db/lissom"});

    EXPECT_EQ(usual->store, "sqlite://" + (folder / "lissom.db").string());
    EXPECT_EQ(named->store, "postgresql://db/lissom");
}

TEST(ListenTest, TakesAddressesOfBothKinds)
{
    EXPECT_EQ(parse_listen("127.0.0.1:8080")->port, 8080);
    EXPECT_EQ(parse_listen("localhost:0")->address, "127.0.0.1");
    EXPECT_EQ(parse_listen("[::1]:80")->address, "::1");
    EXPECT_EQ(to_url({"0.0.0.0", 8080}), "http://127.0.0.1:8080");
    EXPECT_EQ(to_url({"::1", 8080}), "http://[::1]:8080");
}

TEST(ListenTest, SaysHowToWriteIt)
{
    for (const auto* text :
         {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:-1", "host.example:80", ":80"
         }) {
        auto endpoint = parse_listen(text);
        ASSERT_FALSE(endpoint) << text;
        EXPECT_NE(endpoint.error().message.find("127.0.0.1:8080"), std::string::npos) << text;
    }
}

// docs/configuration.md is where people look; a setting that is not there does not exist for them.
TEST(ConfigurationPageTest, ExplainsEverySettingWithItsDefaultAndNothingElse)
{
    std::ifstream in(LISSOM_DOCS "/configuration.md");
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    ASSERT_FALSE(page.empty());
    CLI::App command;
    Config config;
    add_settings(command, config, Shown::all);

    std::size_t settings = 0;
    for (const auto* option : command.get_options()) {
        if (option->get_envname().empty()) continue;
        settings++;
        auto row = "| `" + option->get_name() + "` | `" + option->get_envname() + "` | ";
        auto at = page.find(row);
        ASSERT_NE(at, std::string::npos) << "no row begins with " << row;
        auto fallback = option->get_default_str();
        if (!fallback.empty())
            EXPECT_EQ(page.substr(at + row.size(), fallback.size() + 2), "`" + fallback + "`") << row;
    }
    std::size_t rows = 0;
    for (auto at = page.find("| `--"); at != std::string::npos; at = page.find("| `--", at + 1)) rows++;
    EXPECT_EQ(rows, settings);
}

}  // namespace
}  // namespace lissom::app
