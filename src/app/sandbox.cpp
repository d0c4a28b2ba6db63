#include "app/sandbox.hpp"

#include "browser/sandbox.hpp"

namespace lissom::app {

Result<SandboxDecision> decide_sandbox(const Config& config)
{
    const browser::SandboxPlan off{.user = std::nullopt, .is_off = true};
    if (config.sandbox == SandboxChoice::off) return SandboxDecision{off, "asked for"};

    const auto installed = installed_browsers(config);
    auto plan =
        browser::plan_sandbox(installed.chromium.empty() ? installed.headless_shell : installed.chromium);
    const bool is_asked_for = config.sandbox == SandboxChoice::on;
    if (plan) return SandboxDecision{*std::move(plan), is_asked_for ? "asked for" : ""};
    if (is_asked_for) return std::move(plan).error();
    return SandboxDecision{off, plan.error().message};
}

browser::Installed installed_browsers(const Config& config)
{
    auto installed = browser::find_chromium();
    if (!config.chromium.empty()) installed.chromium = config.chromium;
    if (!config.headless_shell.empty()) installed.headless_shell = config.headless_shell;
    return installed;
}

}  // namespace lissom::app
