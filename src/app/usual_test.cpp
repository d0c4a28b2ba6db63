#include "app/usual.hpp"

#include <cstdlib>
#include <map>
#include <optional>

#include <gtest/gtest.h>

// NOLINTBEGIN(concurrency-mt-unsafe): a test is one thread

namespace lissom::app {
namespace {

// Sets variables of the environment for one test.
struct UsualTest : testing::Test {
    std::map<const char*, std::optional<std::string>> before;

    UsualTest()
    {
        for (const auto* name :
             {"http_proxy",
              "HTTP_PROXY",
              "https_proxy",
              "HTTPS_PROXY",
              "all_proxy",
              "ALL_PROXY",
              "no_proxy",
              "NO_PROXY",
              "OPENAI_API_KEY",
              "OPENAI_BASE_URL",
              "ANTHROPIC_API_KEY",
              "ANTHROPIC_BASE_URL"}) {
            const char* value = std::getenv(name);
            before[name] = value ? std::optional<std::string>(value) : std::nullopt;
            unsetenv(name);
        }
    }
    ~UsualTest() override
    {
        for (const auto& [name, value] : before)
            if (value)
                setenv(name, value->c_str(), 1);
            else
                unsetenv(name);
    }
};

TEST_F(UsualTest, ThereIsNoProxyUnlessTheEnvironmentNamesOne)
{
    EXPECT_EQ(usual_proxy("https://api.openai.com/v1"), "");

    setenv("HTTPS_PROXY", "http://proxy.example:3128", 1);

    EXPECT_EQ(usual_proxy("https://api.openai.com/v1"), "http://proxy.example:3128");
    EXPECT_EQ(usual_proxy("http://models.example/v1"), "") << "that is another variable's";
}

TEST_F(UsualTest, SomeHostsAreReachedWithoutTheProxy)
{
    setenv("ALL_PROXY", "http://proxy.example:3128", 1);
    setenv("NO_PROXY", "corp.example, .inner.example", 1);

    EXPECT_EQ(usual_proxy("http://127.0.0.1:11434/v1"), "");
    EXPECT_EQ(usual_proxy("http://localhost:8000/v1"), "");
    EXPECT_EQ(usual_proxy("https://models.corp.example/v1"), "");
    EXPECT_EQ(usual_proxy("https://a.inner.example"), "");
    EXPECT_EQ(usual_proxy("https://notcorp.example/v1"), "http://proxy.example:3128");
}

TEST_F(UsualTest, AKeyGoesToItsMakerAlone)
{
    setenv("OPENAI_API_KEY", "sk-real", 1);

    EXPECT_EQ(usual_key("openai", "https://api.openai.com/v1").key, "sk-real");
    EXPECT_EQ(usual_key("openai-compatible", "https://eu.api.openai.com/v1").key, "sk-real");
    for (const auto* stranger :
         {"https://openrouter.example/v1",
          "http://127.0.0.1:8000/v1",
          "http://api.openai.com/v1",  // for everybody on the way to read
          "https://notopenai.com/v1",
          "https://openai.com.example/v1",
          "https://openai.com@example.org/v1",
          ""}) {
        EXPECT_EQ(usual_key("openai", stranger).key, "") << stranger;
        EXPECT_EQ(usual_key("openai-compatible", stranger).withheld, "OPENAI_API_KEY") << stranger;
    }
    EXPECT_EQ(usual_key("anthropic", "https://api.anthropic.com").key, "");
    EXPECT_EQ(usual_key("ollama", "https://api.openai.com/v1").withheld, "");
}

TEST_F(UsualTest, AKeyGoesWhereTheEnvironmentSaysBesideIt)
{
    setenv("ANTHROPIC_API_KEY", "EMPTY", 1);
    setenv("ANTHROPIC_BASE_URL", "http://gateway.example:4000", 1);

    EXPECT_EQ(usual_key("anthropic", "http://gateway.example:4000/v1/").key, "EMPTY");
    EXPECT_EQ(usual_key("anthropic", "http://gateway.example:4001/v1").key, "");
    EXPECT_EQ(usual_key("anthropic", "https://gateway.example:4000/v1").key, "");
}

}  // namespace
}  // namespace lissom::app

// NOLINTEND(concurrency-mt-unsafe)
