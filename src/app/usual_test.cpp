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
              "NO_PROXY"}) {
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

}  // namespace
}  // namespace lissom::app

// NOLINTEND(concurrency-mt-unsafe)
