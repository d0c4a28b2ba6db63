#include "browser/arguments.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <cstring>

namespace lissom::browser {
namespace {

// The two WebUI features make a renderer of their own for every window.
constexpr std::string_view disabled_features =
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,Prerender2,Translate,OptimizationHints,"
    "MediaRouter,DialMediaRouteProvider,GlobalMediaControls,AcceptCHFrame,HttpsUpgrades,"
    "DestroyProfileOnBrowserClose,DeferRendererTasksAfterInput,"
    "LensOverlay,AutofillServerCommunication,CertificateTransparencyComponentUpdater";

// Containers often have 64 MB here, on which Chromium's renderers crash.
bool has_small_shared_memory()
{
    constexpr unsigned long long enough = 512ull << 20;
    struct statvfs facts{};
    return statvfs("/dev/shm", &facts) != 0 || facts.f_blocks * facts.f_frsize < enough;
}

// Chromium puts a socket into a folder of its own below TMPDIR, and a socket's path holds 107 characters.
constexpr std::size_t longest_temp = 60;

}  // namespace

std::vector<std::string> chromium_arguments(const ChromiumSpec& spec, const BrowserFolder& folder)
{
    const auto user_data = spec.user_data.empty() ? folder.profile() : spec.user_data;
    std::vector<std::string> arguments{
        "--remote-debugging-pipe",
        "--user-data-dir=" + user_data.string(),
        "--no-first-run",
        "--no-default-browser-check",
        "--no-startup-window",
        "--window-size=1280,720",
        "--password-store=basic",
        "--mute-audio",
        "--force-color-profile=srgb",

        // No traffic of its own: updates, field trials, metrics, look-ups ahead of a click.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-sync",
        "--disable-field-trial-config",
        "--disable-search-engine-choice-screen",
        "--dns-prefetch-disable",
        "--metrics-recording-only",
        "--no-pings",
        "--disable-quic",
        // No datagrams past the proxy: the shell knows the first, the whole browser the second.
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",

        // No process that outlives the browser.
        "--disable-breakpad",
        "--disable-crash-reporter",

        // A page behaves the same whether somebody looks at it or not.
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--disable-background-timer-throttling",
        "--disable-hang-monitor",
        "--disable-ipc-flooding-protection",
        "--disable-prompt-on-repost",
        "--disable-popup-blocking",
        "--noerrdialogs",

        // A page taken out of this cache fires no load event, and one rendered ahead becomes another target.
        "--disable-back-forward-cache",
        std::string(disabled_features),
    };
    // Between 128 and 256 connections Chromium draws lots whether to open another one: against that it would
    // stop anywhere from 140 on, a page gets as good as all of them.
    arguments.emplace_back(
        "--enable-features=TcpSocketPoolLimitRandomization:"
        "TcpSocketPoolLimitRandomizationBase/0.000000000001/"
        "TcpSocketPoolLimitRandomizationMinimum/0/"
        "TcpSocketPoolLimitRandomizationNoise/0"
    );
    // A machine without a mouse has no pointer for style sheets and scripts to see; a page's visitor has one.
    // Pages of devices that are touched say so over this.
    arguments.emplace_back(
        "--blink-settings=primaryPointerType=4,availablePointerTypes=4,"
        "primaryHoverType=2,availableHoverTypes=2"
    );
    if (!spec.user_agent.empty()) arguments.push_back("--user-agent=" + spec.user_agent);
    if (spec.engine == Engine::full) {
        if (!spec.program.ends_with("headless-shell")) arguments.emplace_back("--headless=new");
        arguments.emplace_back("--disable-blink-features=AutomationControlled");
        arguments.emplace_back("--enable-unsafe-extension-debugging");
        if (!spec.has_extensions) arguments.emplace_back("--disable-extensions");
    }
    if (spec.is_unsandboxed) arguments.emplace_back("--no-sandbox");
    if (has_small_shared_memory()) arguments.emplace_back("--disable-dev-shm-usage");
    arguments.insert(arguments.end(), spec.extra_arguments.begin(), spec.extra_arguments.end());
    return arguments;
}

std::vector<std::string> chromium_environment(const BrowserFolder& folder)
{
    std::vector<std::string> environment{"HOME=" + folder.home().string()};
    if (folder.temp().string().size() <= longest_temp)
        environment.push_back("TMPDIR=" + folder.temp().string());
    for (char** entry = environ; *entry; ++entry)
        for (const std::string_view wanted :
             {"PATH=", "LANG=", "LANGUAGE=", "LC_", "TZ=", "FONTCONFIG_", "LD_LIBRARY_PATH="})
            if (std::string_view(*entry).starts_with(wanted)) environment.emplace_back(*entry);
    return environment;
}

}  // namespace lissom::browser
