#include "app/usage.hpp"

#include <CLI/CLI.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/config.hpp"

namespace lissom::app {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct UsageTest : testing::Test {
    UsageTest()
    {
        app.require_subcommand(1);
        auto* run = app.add_subcommand("run");
        run->add_option("task", task)->required();
        run->add_option("--max-steps", steps);
        auto* keys = app.add_subcommand("keys");
        keys->require_subcommand(1);
        keys->add_subcommand("create")->add_option("name", task)->required();
    }

    std::string told(std::vector<std::string> words)
    {
        std::ranges::reverse(words);  // as CLI11 takes them
        try {
            app.parse(words);
        } catch (const CLI::Error& error) {
            return told_usage(app, error);
        }
        return "";
    }

    CLI::App app{"", "lissom"};
    std::string task;
    int steps = 0;
};

TEST_F(UsageTest, NamesTheOptionThatWasMeant)
{
    const auto said = told({"run", "x", "--max-step", "3"});

    EXPECT_THAT(said, StartsWith("there is no option --max-step; did you mean --max-steps?\n"));
    EXPECT_THAT(said, HasSubstr("`lissom run --help`"));
}

TEST_F(UsageTest, NamesTheCommandThatWasMeant)
{
    EXPECT_THAT(
        told({"rum", "x"}), StartsWith("there is no command rum; did you mean run?\n`lissom --help`")
    );
}

TEST_F(UsageTest, NamesAlsoASettingThatTheCommandDoesNotList)
{
    Config config;
    auto* doctor = app.add_subcommand("doctor");
    add_settings(*doctor, config, Shown::few);

    EXPECT_THAT(told({"doctor", "--listen"}), StartsWith("--listen: "));
    EXPECT_THAT(doctor->help(), Not(HasSubstr("--listen")));
}

TEST_F(UsageTest, GuessesNothingFarFetched)
{
    EXPECT_THAT(told({"frobnicate"}), StartsWith("there is no command frobnicate\n"));
    EXPECT_THAT(told({"run", "x", "--colour=red"}), StartsWith("there is no option --colour\n"));
}

TEST_F(UsageTest, SaysThatATaskOfSeveralWordsTakesQuotationMarks)
{
    EXPECT_THAT(
        told({"run", "Return", "the", "heading"}), StartsWith("\"the\" is one word too many: put quotation")
    );
}

TEST_F(UsageTest, NamesTheWholeCommandWhoseHelpHelps)
{
    EXPECT_THAT(told({"keys", "create"}), HasSubstr("`lissom keys create --help`"));
    EXPECT_THAT(told({}), HasSubstr("`lissom --help`"));
}

}  // namespace
}  // namespace lissom::app
