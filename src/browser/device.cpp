#include "browser/device.hpp"

namespace lissom::browser {
namespace {

struct Screen {
    int width;
    int height;
    double scale;
    bool is_mobile;
};

Screen screen_of(Device device)
{
    switch (device) {
        case Device::desktop: return {1280, 720, 1, false};
        case Device::desktop_lg: return {1920, 1080, 1, false};
        case Device::mobile: return {390, 844, 3, true};
    }
    return {1280, 720, 1, false};
}

std::string major_of(const std::string& number) { return number.substr(0, number.find('.')); }

JsonObject brand(std::string_view name, std::string_view version)
{
    JsonObject entry;
    entry["brand"] = name;
    entry["version"] = version;
    return entry;
}

// Client hints that agree with the user agent: https://wicg.github.io/ua-client-hints/
JsonObject metadata(bool is_mobile, const std::string& number)
{
    const auto major = major_of(number);
    JsonObject hints;
    hints["brands"] = {brand("Chromium", major), brand("Google Chrome", major), brand("Not_A Brand", "24")};
    hints["fullVersionList"] = {
        brand("Chromium", number), brand("Google Chrome", number), brand("Not_A Brand", "24.0.0.0")
    };
    hints["fullVersion"] = number;
    hints["platform"] = is_mobile ? "Android" : "Linux";
    hints["platformVersion"] = is_mobile ? "14.0.0" : "";
    hints["architecture"] = is_mobile ? "" : "x86";
    hints["model"] = is_mobile ? "Pixel 8" : "";
    hints["bitness"] = is_mobile ? "" : "64";
    hints["wow64"] = false;
    hints["mobile"] = is_mobile;
    return hints;
}

// Chromium itself sends only its major version here, and "K" for every model of telephone.
std::string user_agent(bool is_mobile, const std::string& number)
{
    const std::string system = is_mobile ? "Linux; Android 10; K" : "X11; Linux x86_64";
    return "Mozilla/5.0 (" + system + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + major_of(number) +
           ".0.0.0 " + (is_mobile ? "Mobile " : "") + "Safari/537.36";
}

}  // namespace

std::string desktop_user_agent(const std::string& number) { return user_agent(false, number); }

Disguise disguise_for(Device device, bool stealth, const Version& version)
{
    const auto screen = screen_of(device);
    Disguise disguise;
    disguise.metrics["width"] = screen.width;
    disguise.metrics["height"] = screen.height;
    disguise.metrics["deviceScaleFactor"] = screen.scale;
    disguise.metrics["mobile"] = screen.is_mobile;
    // Left alone, a headless screen is smaller than its window.
    disguise.metrics["screenWidth"] = screen.width;
    disguise.metrics["screenHeight"] = screen.height;
    const bool is_upright = screen.height > screen.width;
    disguise.metrics["screenOrientation"] =
        JsonObject{{"type", is_upright ? "portraitPrimary" : "landscapePrimary"}, {"angle", 0}};

    disguise.touch["enabled"] = screen.is_mobile;
    if (screen.is_mobile) disguise.touch["maxTouchPoints"] = 5;

    if (stealth || screen.is_mobile) {
        disguise.user_agent["userAgent"] = user_agent(screen.is_mobile, version.number);
        disguise.user_agent["platform"] = screen.is_mobile ? "Linux armv81" : "Linux x86_64";
        disguise.user_agent["userAgentMetadata"] = metadata(screen.is_mobile, version.number);
    }
    return disguise;
}

}  // namespace lissom::browser
