#include "app/doctor.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace lissom::app {
namespace {

struct DoctorTest : testing::Test {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lissom-doctor-test-" + random_id(8));

    ~DoctorTest() override { std::filesystem::remove_all(folder); }

    std::vector<Finding> examined(Config config = {})
    {
        config.data = folder;
        config.listen = "127.0.0.1:0";
        return examine(config);
    }

    static const Finding* find(const std::vector<Finding>& findings, std::string_view subject)
    {
        auto it = std::ranges::find(findings, subject, &Finding::subject);
        return it == findings.end() ? nullptr : &*it;
    }
};

TEST_F(DoctorTest, StartsARealBrowserToSeeWhetherItWorks)
{
    auto findings = examined();

    const auto* browser = find(findings, "Browser");
    ASSERT_TRUE(browser);
    EXPECT_EQ(browser->verdict, Verdict::fine) << browser->text;
}

TEST_F(DoctorTest, WithoutABrowserSaysHowToGetOne)
{
    Config config;
    config.chromium = "/nowhere/chromium";
    config.headless_shell = "/nowhere/shell";

    auto findings = examined(config);

    auto is_about_it = [](const Finding& finding) {
        return finding.verdict == Verdict::missing && finding.text.contains("/nowhere");
    };
    auto found = std::ranges::find_if(findings, is_about_it);
    ASSERT_NE(found, findings.end());
    EXPECT_FALSE(found->remedy.empty());
}

TEST_F(DoctorTest, EveryTroubleHasARemedy)
{
    Config config;
    config.listen = "203.0.113.1:80";  // not an address of this machine
    config.data = "/proc/nowhere";
    config.sandbox = SandboxChoice::off;

    auto findings = examine(config);

    for (const auto& finding : findings)
        if (finding.verdict != Verdict::fine) EXPECT_FALSE(finding.remedy.empty()) << finding.subject;
    EXPECT_EQ(find(findings, "Port")->verdict, Verdict::missing);
    EXPECT_EQ(find(findings, "Data folder")->verdict, Verdict::missing);
    EXPECT_EQ(find(findings, "Sandbox")->verdict, Verdict::note);
}

}  // namespace
}  // namespace lissom::app
