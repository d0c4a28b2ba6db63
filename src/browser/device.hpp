#pragma once

#include <string>

#include "browser/context.hpp"

namespace lissom::browser {

// What Chromium says it is, from Browser.getVersion.
struct Version {
    std::string number;      // "156.0.8078.79"
    std::string user_agent;  // with "HeadlessChrome"
};

// What a page has to pretend, as parameters of the Emulation domain. Empty objects ask for nothing.
struct Disguise {
    JsonObject metrics;     // Emulation.setDeviceMetricsOverride
    JsonObject touch;       // Emulation.setTouchEmulationEnabled
    JsonObject user_agent;  // Emulation.setUserAgentOverride, Network.setUserAgentOverride
};

// What a person's browser of that version calls itself on a desktop.
std::string desktop_user_agent(const std::string& number);

Disguise disguise_for(Device device, bool stealth, const Version& version);

}  // namespace lissom::browser
