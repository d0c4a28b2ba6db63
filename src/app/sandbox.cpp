#include "app/sandbox.hpp"

#include "browser/sandbox.hpp"

namespace lissom::app {

SandboxDecision decide_sandbox(const Config& config)
{
    switch (config.sandbox) {
        case SandboxChoice::on: return {browser::Sandbox::on, "asked for"};
        case SandboxChoice::off: return {browser::Sandbox::off, "asked for"};
        case SandboxChoice::automatic: break;
    }
    auto installed = installed_browsers(config);
    auto plan = browser::plan_sandbox(
        browser::Sandbox::on, installed.chromium.empty() ? installed.headless_shell : installed.chromium
    );
    if (plan) return {};
    return {browser::Sandbox::off, plan.error().message};
}

browser::Installed installed_browsers(const Config& config)
{
    auto installed = browser::find_chromium();
    if (!config.chromium.empty()) installed.chromium = config.chromium;
    if (!config.headless_shell.empty()) installed.headless_shell = config.headless_shell;
    return installed;
}

}  // namespace lissom::app
